"""Exact search: every similarity is computed. The reference, and what serves where Annoy cannot be installed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.errors import IndexFileError
from engine.index.protocol import IndexKind, Neighbours
from engine.index.store import VectorStore
from engine.index.vectors import unit_vector
from engine.songs import SongId


class StoredIndex:
    """What every index over stored vectors has in common; a query is its own."""

    def __init__(self, store: VectorStore) -> None:
        self._store: VectorStore | None = store
        self._model, self._dimension, self._sequence = store.model, store.dimension, store.sequence
        self._ids, self._rows = store.ids, store.rows

    @property
    def model(self) -> str:
        """Content hash of the weights that made the vectors."""
        return self._model

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    @property
    def ids(self) -> tuple[SongId, ...]:
        """All song ids, in the order of their rows."""
        return self._ids

    @property
    def sequence(self) -> int:
        """Number of the catalogue's last change that is in here; 0 where nobody counted."""
        return self._sequence

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, song: object) -> bool:
        return song in self._rows

    def vectors_of(self, ids: Sequence[SongId]) -> NDArray[np.float32]:
        """(n, d) float32 unit vectors of these songs (:meth:`engine.index.protocol.Index.vectors_of`)."""
        return opened(self._store).vectors_of(ids)

    def close(self) -> None:
        """Let go of the mapping; a query under way holds its own reference."""
        self._store = None


class ExactIndex(StoredIndex):
    """:class:`engine.index.protocol.Index` by one matrix product a query."""

    @property
    def kind(self) -> IndexKind:
        """``EXACT``."""
        return IndexKind.EXACT

    def query(self, vector: NDArray[np.float32], k: int) -> Neighbours:
        """The ``k`` nearest songs (:meth:`engine.index.protocol.Index.query`)."""
        store = opened(self._store)
        return nearest(store, unit_vector(vector, self._dimension), k)


def opened(store: VectorStore | None) -> VectorStore:
    """The store, unless its index was closed.

    Raises
    ------
    IndexFileError
        It was closed.
    """
    if store is None:
        raise IndexFileError("the index was closed")
    return store


def nearest(store: VectorStore, unit: NDArray[np.float32], k: int, rows: NDArray[np.int64] | None = None) -> Neighbours:
    """The ``k`` rows nearest to a unit vector, of all rows or of the candidates ``rows``; ties in the rows' order."""
    candidates = None if rows is None else np.sort(rows)
    similarities = (store.vectors if candidates is None else store.vectors[candidates]) @ unit
    order = best(similarities, k)
    chosen = order if candidates is None else candidates[order]
    return Neighbours(
        tuple(store.ids[row] for row in chosen), np.clip(similarities[order], -1.0, 1.0).astype(np.float32)
    )


def best(similarities: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Where the ``k`` greatest are, the greatest first; ties in their order.

    Raises
    ------
    ValueError
        ``k`` is below 0.
    """
    if k < 0:
        raise ValueError(f"k is {k}")
    inside = np.arange(len(similarities))
    if k < len(similarities):
        # Everything that ties with the k-th stays in, so that the rows' order decides, not the partition's.
        bound = np.partition(similarities, len(similarities) - k)[len(similarities) - k] if k else np.inf
        inside = np.flatnonzero(similarities >= bound)
    return inside[np.argsort(-similarities[inside], kind="stable")[:k]]
