"""EASE^R: each item's play predicted from all the others by one linear regression, in closed form.

Source: H. Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019, https://arxiv.org/abs/1905.03375,
equation 8: with P = (X'X + lambda I)^-1, B = I - P diag(P)^-1, and the scores of a history x are x B.

X is (rows, items). Where items are fewer, P is computed as it stands. Where rows are fewer, the Woodbury identity
P = (I - X' (X X' + lambda I)^-1 X) / lambda gives the same scores from the inverse of a (rows, rows) matrix, and no
matrix of items by items is ever held. Both are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack
from scipy.sparse import csr_array

from engine.collaborative.protocol import Progress
from engine.collaborative.rows import training_rows
from engine.collaborative.scorer import Scorer
from engine.collaborative.settings import EaseSettings
from engine.collaborative.weighting import weighted
from engine.errors import InteractionsError

LARGEST = 25_000
"""Rows and columns of the largest matrix that is inverted: 2.5 GB of float32, some minutes on two cores."""

DOUBLE = 6_000
"""Up to so many rows and columns the inverse is computed in double precision (288 MB)."""

ITEMS_AT_ONCE = 1_024


class _Learned(Protocol):
    def scores(self, histories: csr_array) -> NDArray[np.float32]:
        """(n, n_items) float32 for weighted histories."""


class Ease(Scorer):
    """:class:`engine.collaborative.protocol.CollaborativeModel` by EASE^R."""

    name = "ease"

    def __init__(self, settings: EaseSettings) -> None:
        super().__init__()
        if not settings.regularisation > 0:
            raise ValueError(f"the regularisation is {settings.regularisation}")
        self.settings = settings
        self._learned: _Learned | None = None

    def _fit(self, counts: csr_array, tags: csr_array | None, progress: Progress) -> None:
        progress(self.name, 0.0)
        rows = training_rows(counts, self.settings.weighting, tags, self.settings.tags)
        learn = learn_dual if rows.shape[0] < rows.shape[1] else learn_primal
        self._learned = learn(rows, self.settings.regularisation)
        progress(self.name, 1.0)

    def _scores(self, histories: csr_array) -> NDArray[np.float32]:
        assert self._learned is not None
        return self._learned.scores(weighted(histories, self.settings.weighting))


@dataclass(frozen=True, slots=True, eq=False)
class Primal:
    """B itself: (n_items, n_items) float32 with an empty diagonal."""

    weights: NDArray[np.float32]

    def scores(self, histories: csr_array) -> NDArray[np.float32]:
        """X B."""
        found: NDArray[np.float32] = histories @ self.weights
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Dual:
    """What gives X B without B.

    Attributes
    ----------
    rows
        (m, n_items) CSR float32, what was learned from.
    inverse
        (m, m) float32 (X X' + lambda I)^-1.
    remainder
        (n_items,) float32, lambda times P's diagonal: 1 - x_j' (X X' + lambda I)^-1 x_j.
    """

    rows: csr_array
    inverse: NDArray[np.float32]
    remainder: NDArray[np.float32]

    def scores(self, histories: csr_array) -> NDArray[np.float32]:
        """H B = H - (H - H X' K^-1 X) / remainder, with K = X X' + lambda I."""
        alike = (histories @ self.rows.T).toarray() @ self.inverse
        scores: NDArray[np.float32] = alike @ self.rows
        held = histories.nonzero()
        scores[held] -= histories.data
        scores /= self.remainder
        scores[held] += histories.data
        return scores


def learn_primal(rows: csr_array, regularisation: float) -> Primal:
    """By the inverse of the items' Gram matrix, (n_items, n_items).

    Raises
    ------
    InteractionsError
        There are more than :data:`LARGEST` items.
    """
    # P is symmetric, so its transpose, which lies in memory row by row, is P as well.
    weights = _inverse(rows.T.tocsr(), regularisation).T
    weights /= -np.diag(weights).copy()
    np.fill_diagonal(weights, 0)
    return Primal(weights.astype(np.float32, copy=False))


def learn_dual(rows: csr_array, regularisation: float) -> Dual:
    """By the inverse of the rows' Gram matrix, (m, m).

    Raises
    ------
    InteractionsError
        There are more than :data:`LARGEST` rows.
    """
    inverse = _inverse(rows, regularisation)
    columns = rows.T.tocsr()
    taken = np.empty(rows.shape[1], dtype=inverse.dtype)
    for start in range(0, rows.shape[1], ITEMS_AT_ONCE):
        some = columns[start : start + ITEMS_AT_ONCE].astype(inverse.dtype)
        taken[start : start + ITEMS_AT_ONCE] = some.multiply(some @ inverse).sum(axis=1)
    return Dual(rows, inverse.astype(np.float32), (1 - taken).astype(np.float32))


def _inverse(rows: csr_array, regularisation: float) -> NDArray[np.floating]:
    """(m, m) inverse of X X' + lambda I."""
    kind = precision(rows.shape[0])
    exact = rows.astype(kind)
    size = rows.shape[0]
    gram = np.empty((size, size), dtype=kind, order="F")
    for start in range(0, size, ITEMS_AT_ONCE):
        gram[:, start : start + ITEMS_AT_ONCE] = (exact @ exact[start : start + ITEMS_AT_ONCE].T).toarray()
    gram[np.diag_indices(size)] += regularisation
    return inverted(gram)


def precision(size: int) -> type[np.floating]:
    """What a matrix of so many rows and columns is inverted in.

    Raises
    ------
    InteractionsError
        There are more than :data:`LARGEST`.
    """
    if size > LARGEST:
        raise InteractionsError(
            f"EASE inverts a matrix of at most {LARGEST:,} rows; here users and items are both more, {size:,} or above"
        )
    return np.float64 if size <= DOUBLE else np.float32


def inverted(gram: NDArray[np.floating]) -> NDArray[np.floating]:
    """The inverse of a positive definite matrix by its Cholesky factor; the matrix is overwritten.

    Parameters
    ----------
    gram
        (m, m) float32 or float64 in Fortran's order.

    Raises
    ------
    InteractionsError
        It is not positive definite in this precision.
    """
    double = gram.dtype == np.float64
    factor, invert = (lapack.dpotrf, lapack.dpotri) if double else (lapack.spotrf, lapack.spotri)
    triangle, failed = factor(gram, lower=1, overwrite_a=1, clean=0)
    inverse, failed = (triangle, failed) if failed else invert(triangle, lower=1, overwrite_c=1)
    if failed:
        raise InteractionsError("the plays cannot be told apart at this regularisation; a larger one helps")
    _mirror(inverse)
    result: NDArray[np.floating] = inverse
    return result


def _mirror(lower: NDArray[np.floating]) -> None:
    """Fill the upper triangle from the lower one, block by block, so that nothing of its size is copied."""
    size = len(lower)
    for start in range(0, size, ITEMS_AT_ONCE):
        stop = min(start + ITEMS_AT_ONCE, size)
        block = lower[start:stop, start:stop]
        block[:] = np.tril(block) + np.tril(block, -1).T
        lower[start:stop, stop:] = lower[stop:, start:stop].T
