"""Vectors that may enter an index: finite, of one size, not zero; they leave here with unit length."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.errors import VectorError

SHORTEST = 1e-6
"""A vector whose largest component is below this has no direction that rounding did not make."""

ROWS_AT_ONCE = 8192
"""Rows made unit length together; bounds the memory of the wide copy."""


def unit_vector(vector: NDArray[np.floating], dimension: int) -> NDArray[np.float32]:
    """One query vector with unit length.

    Raises
    ------
    VectorError
        It is not of shape ``(dimension,)``, not finite, or zero.
    """
    array = np.asarray(vector)
    if array.shape != (dimension,):
        raise VectorError(f"a vector of shape {array.shape} where ({dimension},) is needed")
    return unit_rows(array.reshape(1, dimension), dimension).reshape(dimension)


def unit_rows(vectors: NDArray[np.floating], dimension: int | None = None) -> NDArray[np.float32]:
    """(n, d) float32 rows of unit length; names the first row that has none.

    Raises
    ------
    VectorError
        The array is not two-dimensional or not ``dimension`` wide, or a row is not finite or zero.
    """
    array = np.asarray(vectors)
    if array.ndim != 2 or array.shape[1] == 0 or dimension not in (None, array.shape[1]):  # noqa: PLR2004
        raise VectorError(f"vectors of shape {array.shape} where (n, {dimension or 'd'}) is needed")
    if array.dtype.kind not in "fiu":
        raise VectorError(f"vectors of type {array.dtype}")
    unit = np.empty(array.shape, dtype=np.float32)
    for start in range(0, len(array), ROWS_AT_ONCE):
        unit[start : start + ROWS_AT_ONCE] = _unit(array[start : start + ROWS_AT_ONCE].astype(np.float64), start)
    return unit


def _unit(rows: NDArray[np.float64], start: int) -> NDArray[np.float64]:
    bad = np.flatnonzero(~np.isfinite(rows).all(axis=1))
    if bad.size:
        raise VectorError(f"vector {start + bad[0]} is not finite")
    # Dividing by the largest component first keeps the squares of huge and tiny values within range.
    largest: NDArray[np.float64] = np.abs(rows).max(axis=1, initial=0.0, keepdims=True)
    short = np.flatnonzero(largest < SHORTEST)
    if short.size:
        raise VectorError(f"vector {start + short[0]} is zero")
    scaled: NDArray[np.float64] = rows / largest
    length: NDArray[np.float64] = np.sqrt((scaled * scaled).sum(axis=1, keepdims=True))
    return scaled / length
