"""Mean average precision as the challenge defined it, and how sure a ratio of two is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.evaluation.playlists.reading import Integers

K = 10
"""Tracks asked for each playlist."""
RESAMPLES = 2_000
CONFIDENCE = 0.95

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ratio:
    """One mean over another.

    Attributes
    ----------
    value
        Of the means over all playlists.
    low, high
        Percentile bootstrap interval (:data:`CONFIDENCE`) over playlists, drawn in pairs.
    """

    value: float
    low: float
    high: float


def average_precision(answers: Integers, hidden: csr_array) -> Floats:
    """Average precision at k of each playlist's answers, over the smaller of k and the number of hidden tracks.

    Parameters
    ----------
    answers
        (n, k) tracks, best first, each once in a row; -1 for none.
    hidden
        (n, n_tracks) CSR with at least one entry a row.

    Returns
    -------
    (n,) float64 in [0, 1]

    Examples
    --------
    Right, wrong, right, of two that are hidden: (1/1 + 2/3) / 2.

    >>> hidden = csr_array(np.array([[1, 1, 0]], dtype=np.float32))
    >>> average_precision(np.array([[0, 2, 1]]), hidden).round(3).tolist()
    [0.833]
    """
    n, k = answers.shape
    totals = np.diff(hidden.indptr)
    if (totals < 1).any():
        raise ValueError("a playlist of which nothing is hidden cannot be judged")
    keys = np.repeat(np.arange(n), totals) * hidden.shape[1] + hidden.indices
    asked = np.arange(n)[:, None] * hidden.shape[1] + answers
    right = np.isin(asked, keys) & (answers >= 0)
    precisions = right.cumsum(axis=1) / np.arange(1, k + 1)
    averages: Floats = (precisions * right).sum(axis=1) / np.minimum(totals, k)
    return averages


def ratio(ours: Floats, theirs: Floats, seed: int) -> Ratio:
    """How many times the mean of ``theirs`` the mean of ``ours`` is, playlist by playlist.

    Parameters
    ----------
    ours, theirs
        (n,) of the same playlists in the same order.

    Raises
    ------
    ValueError
        So few of ``theirs`` are above 0 that some drawing has none.
    """
    random = np.random.default_rng(seed)
    drawn = np.empty(RESAMPLES)
    for number in range(RESAMPLES):
        rows = random.integers(0, len(ours), len(ours))
        if not theirs[rows].any():
            raise ValueError("the peer finds hidden tracks in too few playlists for a ratio")
        drawn[number] = ours[rows].mean() / theirs[rows].mean()
    rest = (1 - CONFIDENCE) / 2
    low, high = np.quantile(drawn, (rest, 1 - rest))
    return Ratio(float(ours.mean() / theirs.mean()), float(low), float(high))
