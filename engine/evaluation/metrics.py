"""Retrieval metrics: how many of the first answers are right, and how sure that number is.

Precision and recall at a cut-off as in Manning, Raghavan and Schütze, *Introduction to Information Retrieval* (2008),
section 8.4. Every function takes what is relevant as booleans, so that it knows nothing of music.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spread:
    """A mean over folds, and how far the folds lie from it.

    Attributes
    ----------
    mean
        Mean of the folds' means: every fold counts the same, however many queries it has.
    deviation
        Sample standard deviation of the folds' means (n - 1); 0 for a single fold.
    folds, queries
        How many of each stand behind the mean.
    """

    mean: float
    deviation: float
    folds: int
    queries: int


def precision_at_k(relevant: Booleans, k: int) -> Floats:
    """The share of the first ``k`` answers that is relevant, for each query.

    An answer that is missing, because the gallery was too small, counts as wrong.

    Parameters
    ----------
    relevant
        (n_queries, n_answers) booleans, best answer first.
    k
        Cut-off, at least 1.

    Returns
    -------
    (n_queries,) float64 in [0, 1]

    Examples
    --------
    >>> precision_at_k(np.array([[True, False, True, False]]), 2).tolist()
    [0.5]
    """
    _check(k)
    shares: Floats = relevant[:, :k].sum(axis=1) / np.float64(k)
    return shares


def recall_at_k(relevant: Booleans, totals: npt.NDArray[np.integer], k: int) -> Floats:
    """The share of all that is relevant which the first ``k`` answers hold, for each query.

    Parameters
    ----------
    relevant
        (n_queries, n_answers) booleans, best answer first.
    totals
        (n_queries,) how many relevant answers the gallery holds.
    k
        Cut-off, at least 1.

    Returns
    -------
    (n_queries,) float64 in [0, 1]; NaN where nothing in the gallery is relevant, because no answer could be right.

    Examples
    --------
    >>> recall_at_k(np.array([[True, False, True, False]]), np.array([4]), 3).tolist()
    [0.5]
    """
    _check(k)
    if totals.shape != relevant.shape[:1]:
        raise ValueError(f"one total a query is needed: {totals.shape} for {relevant.shape[0]} queries")
    found = relevant[:, :k].sum(axis=1).astype(np.float64)
    shares: Floats = np.divide(found, totals, out=np.full(found.shape, np.nan), where=totals > 0)
    return shares


def mean_over_queries(values: Floats) -> float:
    """The mean of what could be measured; NaN where nothing could."""
    measured = values[~np.isnan(values)]
    return float(measured.mean()) if measured.size else float("nan")


def spread_over_folds(folds: Sequence[Floats]) -> Spread:
    """Mean and sample deviation over the folds of their means over queries.

    Parameters
    ----------
    folds
        One (n_queries,) array a fold; folds without a measured query are left out.

    Examples
    --------
    >>> spread_over_folds([np.array([0.0, 1.0]), np.array([1.0])])
    Spread(mean=0.75, deviation=0.3535533905932738, folds=2, queries=3)
    """
    means = np.array([mean_over_queries(values) for values in folds], dtype=np.float64)
    measured = means[~np.isnan(means)]
    queries = int(sum((~np.isnan(values)).sum() for values in folds))
    if not measured.size:
        return Spread(float("nan"), float("nan"), 0, 0)
    deviation = float(measured.std(ddof=1)) if measured.size > 1 else 0.0
    return Spread(float(measured.mean()), deviation, int(measured.size), queries)


def _check(k: int) -> None:
    if k < 1:
        raise ValueError(f"a cut-off is at least 1, not {k}")
