"""Small dense systems in code that Numba compiles: products, Cholesky factors and their solutions, in single precision.

A few rows and columns are computed at a time, because what a loop over k has read once then serves several sums; that
makes them twice as fast as one by one.
"""

from __future__ import annotations

import numpy as np

from engine.collaborative.compiling import Floats, compiled

_ONE, _ZERO = np.float32(1), np.float32(0)
_LEAST = np.float32(1e-30)
"""What rounding cannot push the square of a pivot below."""


@compiled
def add_products(x: Floats, n: int, length: int, out: Floats) -> None:
    """Add x x' of the first n rows and so many columns to the lower triangle of ``out``; above it is of no meaning."""
    for i in range(0, n - 1, 2):
        a, b = x[i], x[i + 1]
        whole = (i + 2) // 4 * 4
        for j in range(0, whole, 4):
            p, q, r, s = x[j], x[j + 1], x[j + 2], x[j + 3]
            ap = aq = ar = as_ = bp = bq = br = bs = _ZERO
            for k in range(length):
                ap += a[k] * p[k]
                aq += a[k] * q[k]
                ar += a[k] * r[k]
                as_ += a[k] * s[k]
                bp += b[k] * p[k]
                bq += b[k] * q[k]
                br += b[k] * r[k]
                bs += b[k] * s[k]
            out[i, j] += ap
            out[i, j + 1] += aq
            out[i, j + 2] += ar
            out[i, j + 3] += as_
            out[i + 1, j] += bp
            out[i + 1, j + 1] += bq
            out[i + 1, j + 2] += br
            out[i + 1, j + 3] += bs
        for j in range(whole, i + 2):
            p = x[j]
            ap = bp = _ZERO
            for k in range(length):
                ap += a[k] * p[k]
                bp += b[k] * p[k]
            out[i, j] += ap
            out[i + 1, j] += bp
    if n % 2:
        a = x[n - 1]
        for j in range(n):
            p = x[j]
            ap = _ZERO
            for k in range(length):
                ap += a[k] * p[k]
            out[n - 1, j] += ap


@compiled
def factorise(lower: Floats, n: int) -> None:
    """The Cholesky factor of the first n rows, in place, two columns at a time; its diagonal holds 1 / pivot."""
    for j in range(0, n - 1, 2):
        c, e = lower[j], lower[j + 1]
        whole = j + (n - j) // 4 * 4
        for i in range(j, whole, 4):
            p, q, r, s = lower[i], lower[i + 1], lower[i + 2], lower[i + 3]
            cp = cq = cr = cs = ep = eq = er = es = _ZERO
            for k in range(j):
                cp += c[k] * p[k]
                cq += c[k] * q[k]
                cr += c[k] * r[k]
                cs += c[k] * s[k]
                ep += e[k] * p[k]
                eq += e[k] * q[k]
                er += e[k] * r[k]
                es += e[k] * s[k]
            p[j] -= cp
            q[j] -= cq
            r[j] -= cr
            s[j] -= cs
            p[j + 1] -= ep
            q[j + 1] -= eq
            r[j + 1] -= er
            s[j + 1] -= es
        for i in range(whole, n):
            p = lower[i]
            cp = ep = _ZERO
            for k in range(j):
                cp += c[k] * p[k]
                ep += e[k] * p[k]
            p[j] -= cp
            p[j + 1] -= ep
        first = _ONE / np.sqrt(max(c[j], _LEAST))
        between = e[j] * first
        second = _ONE / np.sqrt(max(e[j + 1] - between * between, _LEAST))
        c[j], e[j], e[j + 1] = first, between, second
        for i in range(j + 2, n):
            p = lower[i]
            p[j] *= first
            p[j + 1] = (p[j + 1] - p[j] * between) * second
    if n % 2:
        c = lower[n - 1]
        pivot = c[n - 1]
        for k in range(n - 1):
            pivot -= c[k] * c[k]
        c[n - 1] = _ONE / np.sqrt(max(pivot, _LEAST))


@compiled
def substitute(lower: Floats, n: int, x: Floats) -> None:
    """Solve by the factor of :func:`factorise`, in place."""
    for i in range(n):
        row, rest = lower[i], x[i]
        for k in range(i):
            rest -= row[k] * x[k]
        x[i] = rest * row[i]
    for i in range(n - 1, -1, -1):
        row = lower[i]
        x[i] *= row[i]
        for k in range(i):
            x[k] -= row[k] * x[i]
