"""The collaborative term: what people play who like what the member likes."""

from __future__ import annotations

import numpy as np

from engine.ranking.picks import Reason, ReasonKind
from engine.ranking.pool import FARTHEST_QUANTILE, Pool, Ruler
from engine.ranking.scorers import Column

SHORTEST_SPREAD = 1e-6
"""Least difference between "suits little" and "suits best": below it all candidates suit alike."""


def suits_listeners(pool: Pool) -> Column:
    """How well each song suits who listens as the member does, among the candidates; it counts as far as that is known.

    1 stands for the best candidate, 0 for what suits no better than the least twentieth.
    """
    listeners = pool.request.listeners
    if listeners is None or not len(pool) or listeners.confidence <= 0:
        return Column(ReasonKind.PLAYED_TOGETHER, 0.0, np.zeros(len(pool)))
    scores = listeners.scores(pool.candidates.songs, pool.candidates.vectors).astype(np.float64)
    best = float(scores.max())
    ruler = Ruler(min(float(np.quantile(scores, FARTHEST_QUANTILE)), best - SHORTEST_SPREAD), best)

    def reason(row: int) -> Reason:
        why = listeners.because(pool.candidates.songs[row], pool.candidates.vectors[row])
        return Reason(ReasonKind.PLAYED_TOGETHER if why.played else ReasonKind.SUITS_LISTENERS, why.artist)

    weight = pool.weights.listeners * listeners.confidence
    return Column(ReasonKind.PLAYED_TOGETHER, weight, ruler.nearness(scores), reason=reason)
