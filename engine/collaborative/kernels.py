"""Rows of a weighted matrix factorisation, solved one by one in code that Numba compiles.

With D = diag(base + ridge) and a row's n plays of weights c and items H (n, d), the normal equations are
(D + H' C H) w = H' C 1. For n <= d the push-through identity gives the same w from a system of n unknowns::

    w = D^-1/2 S' y    with    (C^-1 + S S') y = 1    and    S = H D^-1/2

Compiled code is kept in ``NUMBA_CACHE_DIR``, by default ``cache/numba`` under ``SEGUE_HOME``, never beside the source.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple

import numba
import numpy as np
from numba.core import config as numba_config
from numpy.typing import NDArray

_config: Any = numba_config
if not _config.CACHE_DIR:
    _config.CACHE_DIR = str(Path(os.environ.get("SEGUE_HOME", "var")).absolute() / "cache" / "numba")

_compiled = numba.njit(nogil=True, fastmath=True, cache=True, error_model="numpy")

_LEAST = np.float32(1e-30)
"""What rounding cannot push the square of a pivot below."""


class Side(NamedTuple):
    """What stands still while rows are solved.

    Attributes
    ----------
    indptr, indices, weights
        Of the rows' plays, as in CSR.
    ridge
        (n,) float32 regularisation of each row.
    factors
        (m, d) float32 of the columns, in a basis where their Gram matrix is diagonal.
    base
        (d,) float32 of that diagonal, times the weight of what was not played.
    """

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    weights: NDArray[np.float32]
    ridge: NDArray[np.float32]
    factors: NDArray[np.float32]
    base: NDArray[np.float32]


@_compiled
def solve_rows(first: int, last: int, side: Side, out: NDArray[np.float32]) -> None:
    """Write the factors of the rows ``first`` to ``last`` - 1 into ``out``, (n, d) float32."""
    d = side.factors.shape[1]
    system = np.empty((d, d), np.float32)
    scaled = np.empty((d, d), np.float32)
    unknowns = np.empty(d, np.float32)
    for row in range(first, last):
        plays = side.indptr[row + 1] - side.indptr[row]
        if plays <= d:
            _solve_few(row, side, system, scaled, unknowns, out[row])
        else:
            _solve_many(row, side, system, out[row])


@_compiled
def _solve_few(row, side, system, scaled, unknowns, w):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0917
    d, start = len(w), side.indptr[row]
    n = side.indptr[row + 1] - start
    w[:] = 0
    for i in range(n):
        h = side.factors[side.indices[start + i]]
        for k in range(d):
            scaled[i, k] = h[k] / np.sqrt(side.base[k] + side.ridge[row])
    for i in range(n):
        for j in range(i + 1):
            product = np.float32(0)
            for k in range(d):
                product += scaled[i, k] * scaled[j, k]
            system[i, j] = product
        system[i, i] += 1 / side.weights[start + i]
        unknowns[i] = 1
    _solve_in_place(system, unknowns, n)
    for i in range(n):
        for k in range(d):
            w[k] += scaled[i, k] * unknowns[i]
    for k in range(d):
        w[k] /= np.sqrt(side.base[k] + side.ridge[row])


@_compiled
def _solve_many(row, side, system, w):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    d = len(w)
    w[:] = 0
    system[:] = 0
    for k in range(d):
        system[k, k] = side.base[k] + side.ridge[row]
    for i in range(side.indptr[row], side.indptr[row + 1]):
        h, weight = side.factors[side.indices[i]], side.weights[i]
        for k in range(d):
            heavy = weight * h[k]
            w[k] += heavy
            for j in range(k + 1):
                system[k, j] += heavy * h[j]
    _solve_in_place(system, w, d)


@_compiled
def _solve_in_place(lower, unknowns, n):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Solve by Cholesky; the lower triangle of the positive definite matrix and the right side are overwritten."""
    for j in range(n):
        for i in range(j, n):
            rest = lower[i, j]
            for k in range(j):
                rest -= lower[i, k] * lower[j, k]
            lower[i, j] = np.sqrt(max(rest, _LEAST)) if i == j else rest / lower[j, j]
    for i in range(n):
        rest = unknowns[i]
        for k in range(i):
            rest -= lower[i, k] * unknowns[k]
        unknowns[i] = rest / lower[i, i]
    for i in range(n - 1, -1, -1):
        unknowns[i] /= lower[i, i]
        for k in range(i):
            unknowns[k] -= lower[i, k] * unknowns[i]
