"""How good a ranking of everything is, for each listener: RecBole's definitions.

Source: https://recbole.io/docs/recbole/recbole.evaluator.metrics.html, with the full ranking of every item that is
neither in the training nor, when the test is judged, in the validation (W. Krichene, S. Rendle, "On sampled metrics
for item recommendation", KDD 2020, says why nothing is sampled).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.index.exact import best

CUT_OFF = 10
LISTENERS_AT_ONCE = 512
"""Of whom scores are held at once: 36 MB for HetRec's artists."""

Floats = NDArray[np.float64]
Score = Callable[[NDArray[np.int64]], NDArray[np.float32]]
"""(n,) rows of listeners to (n, n_items) scores; more is better."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over the listeners who have something to be found.

    Attributes
    ----------
    recall
        Of what is to be found, the share among the first ten.
    ndcg
        Discounted cumulative gain of the first ten, as a share of the best that could be.
    mrr
        1 / place of the first that is found, 0 where none is among the first ten.
    hit
        Share of the listeners for whom at least one is among the first ten.
    """

    recall: float
    ndcg: float
    mrr: float
    hit: float


def rank_all(score: Score, seen: csr_array, wanted: csr_array, k: int = CUT_OFF) -> NDArray[np.bool_]:
    """Rank every item that was not seen, for every listener who has something to be found.

    Parameters
    ----------
    seen, wanted
        (n_listeners, n_items) CSR.

    Returns
    -------
    (m, k) booleans, best first: whether what stands there is to be found, for the m listeners with anything to be found
    """
    asked = np.flatnonzero(np.diff(wanted.indptr))
    found = np.zeros((len(asked), k), dtype=np.bool_)
    for start in range(0, len(asked), LISTENERS_AT_ONCE):
        rows = asked[start : start + LISTENERS_AT_ONCE]
        # A copy: what a model returns may be its own.
        scores = np.array(score(rows), dtype=np.float32)
        scores[seen[rows].nonzero()] = -np.inf
        for place, (row, of_row) in enumerate(zip(rows.tolist(), scores, strict=True), start=start):
            ranked = best(of_row, k)
            right = wanted.indices[wanted.indptr[row] : wanted.indptr[row + 1]]
            found[place, : len(ranked)] = np.isin(ranked, right)
    return found


def figures(found: NDArray[np.bool_], wanted: csr_array) -> Figures:
    """What the rankings are worth.

    Parameters
    ----------
    found
        (m, k), of :func:`rank_all`.
    wanted
        As there.

    Raises
    ------
    ValueError
        Nothing is to be found for anybody, or the rankings are of others.
    """
    amounts = np.diff(wanted.indptr)
    amounts = amounts[amounts > 0]
    if not len(amounts) or len(amounts) != len(found):
        raise ValueError(f"{len(found)} rankings cannot be judged by {len(amounts)} listeners")
    places = np.arange(1, found.shape[1] + 1)
    gains = 1 / np.log2(places + 1)
    ideal = np.cumsum(gains)[np.minimum(amounts, found.shape[1]) - 1]
    return Figures(
        recall=float((found.sum(axis=1) / amounts).mean()),
        ndcg=float(((found * gains).sum(axis=1) / ideal).mean()),
        mrr=float((found / places).max(axis=1).mean()),
        hit=float(found.any(axis=1).mean()),
    )
