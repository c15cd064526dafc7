"""An index on a library's candidates: the library proposes, the stored vectors decide."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.index.exact import StoredIndex, nearest, opened
from engine.index.method import Candidates
from engine.index.protocol import IndexKind, Neighbours
from engine.index.store import VectorStore
from engine.index.vectors import unit_vector

FEW_TIMES_WANTED = 20
"""With fewer songs than so many for each neighbour wanted, comparing them all is quicker, and finds all: a ranking that
starts from 500 neighbours compares up to 10,000 songs one by one, in a millisecond."""


class ApproximateIndex(StoredIndex):
    """:class:`engine.index.protocol.Index` by a library's candidates and exact similarities.

    Parameters
    ----------
    candidates
        ``None`` for an index without songs.
    """

    def __init__(self, store: VectorStore, kind: IndexKind, candidates: Candidates | None) -> None:
        super().__init__(store)
        self._kind = kind
        self._candidates = candidates

    @property
    def kind(self) -> IndexKind:
        """Whose candidates they are."""
        return self._kind

    def query(self, vector: NDArray[np.float32], k: int) -> Neighbours:
        """The ``k`` nearest songs (:meth:`engine.index.protocol.Index.query`), nearly always the true ones.

        When the library names fewer than ``k``, every song is compared.
        """
        store, candidates = opened(self._store), self._candidates
        unit = unit_vector(vector, self._dimension)
        wanted = min(k, len(store.ids))
        if candidates is None or wanted < 1 or FEW_TIMES_WANTED * wanted >= len(store.ids):
            return nearest(store, unit, k)
        rows = candidates.near(unit, wanted)
        return nearest(store, unit, k, rows if len(rows) >= wanted else None)

    def close(self) -> None:
        """Let go of the mappings; a query under way holds its own references, so they stay until it ends."""
        super().close()
        self._candidates = None
