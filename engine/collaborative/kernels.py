"""Rows of a weighted matrix factorisation, solved one by one in code that Numba compiles.

With D = diag(base + ridge) and a row's n plays of weights C (n, n) and items H (n, d), the normal equations are
(D + H' C H) w = H' C 1. For n <= d the push-through identity gives the same w from a system of n unknowns::

    w = D^-1/2 S' y    with    (I + S S') y = C^1/2 1    and    S = C^1/2 H D^-1/2

"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.collaborative.compiling import Floats, compiled
from engine.collaborative.small_systems import add_products, factorise, substitute

PLAYS_AT_ONCE = 256
"""Plays of a row with many of them that are gathered at once: so much fits the processor's cache."""

_ONE, _ZERO = np.float32(1), np.float32(0)


class Plays(NamedTuple):
    """Rows of plays, as in CSR.

    Attributes
    ----------
    indptr
        (n + 1,) int64.
    indices
        int32, columns.
    weights
        float32, above 0.
    ridge
        (n,) float32, regularisation of each row.
    """

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    weights: Floats
    ridge: Floats


@compiled
def solve_rows(first: int, last: int, plays: Plays, factors: Floats, base: Floats, out: Floats) -> None:  # noqa: PLR0917 - compiled functions take no keywords
    """Write the factors of the rows ``first`` to ``last`` - 1 into ``out``.

    Parameters
    ----------
    factors
        (m, d) of the columns, in a basis where their Gram matrix is diagonal.
    base
        (d,) that diagonal, times the weight of what was not played.
    out
        (n, d).
    """
    d = factors.shape[1]
    system = np.empty((d, d), np.float32)
    few = np.empty((d, d), np.float32)
    many = np.empty((d, PLAYS_AT_ONCE), np.float32)
    roots = np.empty(PLAYS_AT_ONCE, np.float32)
    unknowns = np.empty(d, np.float32)
    diagonal = np.empty(d, np.float32)
    for row in range(first, last):
        start, stop = plays.indptr[row], plays.indptr[row + 1]
        columns, weights, w = plays.indices[start:stop], plays.weights[start:stop], out[row]
        for k in range(d):
            diagonal[k] = base[k] + plays.ridge[row]
            w[k] = _ZERO
        if stop - start <= d:
            _solve_few(columns, weights, factors, diagonal, w, system, few, unknowns)
        else:
            _solve_many(columns, weights, factors, diagonal, w, system, many, roots)


@compiled
def _solve_few(  # noqa: PLR0917
    columns: NDArray[np.int32],
    weights: Floats,
    factors: Floats,
    diagonal: Floats,
    w: Floats,
    system: Floats,
    scaled: Floats,
    unknowns: Floats,
) -> None:
    """By a system of as many unknowns as there are plays."""
    n, d = len(columns), len(w)
    for k in range(d):
        diagonal[k] = _ONE / np.sqrt(diagonal[k])
    for i in range(n):
        h, root, s = factors[columns[i]], np.sqrt(weights[i]), scaled[i]
        for k in range(d):
            s[k] = h[k] * diagonal[k] * root
        for j in range(n):
            system[i, j] = _ZERO
        system[i, i] = _ONE
        unknowns[i] = root
    add_products(scaled, n, d, system)
    factorise(system, n)
    substitute(system, n, unknowns)
    for i in range(n):
        s, y = scaled[i], unknowns[i]
        for k in range(d):
            w[k] += s[k] * y
    for k in range(d):
        w[k] *= diagonal[k]


@compiled
def _solve_many(  # noqa: PLR0917
    columns: NDArray[np.int32],
    weights: Floats,
    factors: Floats,
    diagonal: Floats,
    w: Floats,
    system: Floats,
    gathered: Floats,
    roots: Floats,
) -> None:
    """By a system of d unknowns."""
    d = len(w)
    system[:] = _ZERO
    for k in range(d):
        system[k, k] = diagonal[k]
    for start in range(0, len(columns), PLAYS_AT_ONCE):
        n = min(PLAYS_AT_ONCE, len(columns) - start)
        for i in range(n):
            roots[i] = np.sqrt(weights[start + i])
        _gather(columns[start : start + n], roots, factors, gathered)
        for k in range(d):
            g, rest = gathered[k], _ZERO
            for i in range(n):
                rest += roots[i] * g[i]
            w[k] += rest
        add_products(gathered, d, n, system)
    factorise(system, d)
    substitute(system, d, w)


@compiled
def _gather(columns: NDArray[np.int32], roots: Floats, factors: Floats, gathered: Floats) -> None:
    """Write the factors of the columns, times their roots, into the columns of ``gathered``.

    Eight at a time, for what is written then lies side by side; one at a time takes as long as all the sums.
    """
    n, d = len(columns), factors.shape[1]
    whole = n // 8 * 8
    for i in range(0, whole, 8):
        a, b, c, e = factors[columns[i]], factors[columns[i + 1]], factors[columns[i + 2]], factors[columns[i + 3]]
        p, q, r, s = factors[columns[i + 4]], factors[columns[i + 5]], factors[columns[i + 6]], factors[columns[i + 7]]
        for k in range(d):
            g = gathered[k]
            g[i] = roots[i] * a[k]
            g[i + 1] = roots[i + 1] * b[k]
            g[i + 2] = roots[i + 2] * c[k]
            g[i + 3] = roots[i + 3] * e[k]
            g[i + 4] = roots[i + 4] * p[k]
            g[i + 5] = roots[i + 5] * q[k]
            g[i + 6] = roots[i + 6] * r[k]
            g[i + 7] = roots[i + 7] * s[k]
    for i in range(whole, n):
        a = factors[columns[i]]
        for k in range(d):
            gathered[k, i] = roots[i] * a[k]
