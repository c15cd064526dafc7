"""What every index can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.songs import SongId


class IndexKind(StrEnum):
    """How neighbours are found; ``AUTO`` takes the best that this machine has."""

    ANNOY = "annoy"
    """Random projection trees."""
    EXACT = "exact"
    """Every song is compared."""
    IVF = "ivf"
    """FAISS: songs in clusters, of which the nearest are compared."""
    HNSW = "hnsw"
    """FAISS: a graph of neighbours that is walked."""
    AUTO = "auto"


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """Songs near a vector, best first.

    Attributes
    ----------
    ids
        k song ids, each once.
    similarities
        (k,) float32, cosine to the query, never rising.
    """

    ids: tuple[SongId, ...]
    similarities: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.ids)


class Index(Protocol):
    """Unit vectors under song ids. Immutable; every method may be called from several threads at once."""

    @property
    def kind(self) -> IndexKind:
        """The implementation that really serves, never ``AUTO``."""

    @property
    def model(self) -> str:
        """Content hash of the weights that made the vectors."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def ids(self) -> tuple[SongId, ...]:
        """All song ids, in the order of their rows."""

    @property
    def sequence(self) -> int:
        """Number of the catalogue's last change that is in here; 0 where nobody counted."""

    def __len__(self) -> int: ...

    def __contains__(self, song: object) -> bool: ...

    def query(self, vector: NDArray[np.float32], k: int) -> Neighbours:
        """The ``k`` nearest songs, or all there are when they are fewer.

        Parameters
        ----------
        vector
            (d,), of any length but zero.
        k
            At least 0.

        Raises
        ------
        VectorError
            The vector is of another size, not finite, or zero.
        IndexFileError
            The index was closed.
        """

    def vectors_of(self, ids: Sequence[SongId]) -> NDArray[np.float32]:
        """(n, d) float32 unit vectors of these songs, in their order; a copy.

        Raises
        ------
        VectorError
            A song is not in the index.
        IndexFileError
            The index was closed.
        """

    def close(self) -> None:
        """Let go of the files. A query under way in another thread still ends well."""
