"""The solver for processors: rows shared among threads, each solved by compiled code."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse import csr_array

from engine.collaborative.solver import Basis

PLAYS_AT_ONCE = 8_192
"""Plays that a thread takes before it asks for more work: enough to keep it busy, few enough to share evenly."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Weights of rows, their regularisation, and where the work is cut."""

    weights: csr_array
    ridge: NDArray[np.float32]
    cuts: NDArray[np.int64]


class NumbaSolver:
    """:class:`engine.collaborative.solver.Solver` by Numba.

    Parameters
    ----------
    threads
        That solve rows at the same time; the answers do not depend on it.
    """

    def __init__(self, threads: int = 1) -> None:
        if threads < 1:
            raise ValueError(f"{threads} threads solve nothing")
        self._threads = threads

    def rows(self, weights: csr_array, ridge: NDArray[np.float32]) -> Rows:
        """Cut the rows into pieces of about equal work."""
        marks = np.arange(0, weights.nnz + weights.shape[0], PLAYS_AT_ONCE)
        work = weights.indptr + np.arange(weights.shape[0] + 1)
        cuts = np.unique(np.append(np.searchsorted(work, marks), weights.shape[0]))
        return Rows(weights, ridge, cuts.astype(np.int64))

    def basis(self, factors: NDArray[np.float32]) -> Basis:
        """Turn the factors by the eigenvectors of their Gram matrix."""
        energies, axes = eigh((factors.T @ factors).astype(np.float64))
        return Basis(factors @ axes.astype(np.float32), np.maximum(energies, 0).astype(np.float32))

    def solve(self, rows: Rows, basis: Basis, unobserved: float) -> NDArray[np.float32]:
        """Solve every row exactly."""
        # Numba is loaded when it is first needed: it takes a second, which no start should wait for.
        from engine.collaborative.kernels import Plays, solve_rows  # noqa: PLC0415

        weights, factors = rows.weights, _plain(basis.factors, np.float32)
        plays = Plays(
            _plain(weights.indptr, np.int64),
            _plain(weights.indices, np.int32),
            _plain(weights.data, np.float32),
            _plain(rows.ridge, np.float32),
        )
        base = np.float32(unobserved) * basis.energies
        out = np.empty((weights.shape[0], factors.shape[1]), dtype=np.float32)

        def piece(number: int) -> None:
            solve_rows(rows.cuts[number], rows.cuts[number + 1], plays, factors, base, out)

        pieces = range(len(rows.cuts) - 1)
        if self._threads == 1 or len(pieces) == 1:
            for number in pieces:
                piece(number)
        else:
            with ThreadPoolExecutor(self._threads) as threads:
                list(threads.map(piece, pieces))
        return out

    def numpy(self, factors: Any) -> NDArray[np.float32]:
        """They are NumPy's already."""
        found: NDArray[np.float32] = factors
        return found


def _plain(numbers: NDArray[Any], kind: type[np.generic]) -> NDArray[Any]:
    """Writable, in C's order and of this type: each other combination would be compiled anew, which takes seconds."""
    return np.require(numbers, dtype=kind, requirements=("C", "W"))
