"""What the catalogue takes in: a song, its vector, and where it lies on the map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import VectorError
from engine.songs import Song, SongId

UNIT_TOLERANCE = 1e-3
"""How far from 1 the length of a vector may be; float16 rounds by less."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map, each coordinate in [-1, 1]."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, eq=False)
class CatalogEntry:
    """One song to be added.

    Attributes
    ----------
    vector
        (d,) float32 of unit length; ``None`` for facts alone.
    point
        Where the song lies on the map.
    source_refs
        Ids that the sources give to the clips behind the vector.
    """

    song: Song
    vector: NDArray[np.float32] | None = None
    point: Point | None = None
    source_refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class CatalogVectors:
    """Vectors of many songs.

    Attributes
    ----------
    ids
        n song ids, each once.
    vectors
        (n, d) float32 of unit length, rows in the order of ``ids``.
    model
        Content hash of the weights that made them.
    sequence
        The number of the last change that is in them (:mod:`data.catalog.changes`).
    """

    ids: tuple[SongId, ...]
    vectors: NDArray[np.float32]
    model: str
    sequence: int = 0


def checked(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    """Check that (n, d) vectors are finite and of unit length, and take out what rounding left.

    Raises
    ------
    VectorError
        They are not; the message names the first row that is not.
    """
    rows = np.asarray(vectors, np.float32)
    if rows.ndim != 2 or rows.shape[1] == 0:  # noqa: PLR2004
        raise VectorError(f"vectors of shape {rows.shape}, needed is (n, d)")
    lengths = np.linalg.norm(rows, axis=1)
    bad = np.flatnonzero(~(np.abs(lengths - 1.0) < UNIT_TOLERANCE))
    if len(bad):
        raise VectorError(f"row {bad[0]} is not of unit length: {lengths[bad[0]]:.4g}")
    return np.ascontiguousarray(rows / lengths[:, None], np.float32)
