"""RP3 beta: from a user's items a walk of three steps, over who played them to what else those played.

Sources: C. Cooper et al., "Random walks in recommender systems: exact computation and simulations", WWW 2014 (P3 alpha:
transition probabilities to the power of alpha); B. Paudel et al., "Updatable, accurate, diverse, and scalable
recommendations for interactive applications", ACM TiiS 7(1), 2017, https://doi.org/10.1145/2955101 (the score divided
by the item's popularity to the power of beta).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from engine.collaborative.nearest import strongest
from engine.collaborative.protocol import Progress
from engine.collaborative.scorer import Scorer
from engine.collaborative.weighting import Weighting, weighted

ITEMS_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class RandomWalkSettings:
    """Of :class:`RandomWalk`.

    Attributes
    ----------
    alpha
        Power of each step's probability; below 1 it evens them out.
    beta
        Power of an item's popularity by which its score is divided; 0 leaves it.
    neighbours
        Items kept for each item.
    """

    alpha: float = 0.6
    beta: float = 0.35
    neighbours: int = 300
    weighting: Weighting = Weighting.BINARY


class RandomWalk(Scorer):
    """:class:`engine.collaborative.protocol.CollaborativeModel` by RP3 beta."""

    name = "random walk"

    def __init__(self, settings: RandomWalkSettings) -> None:
        super().__init__()
        if settings.neighbours < 1 or settings.alpha <= 0 or settings.beta < 0:
            raise ValueError(f"{settings} make no walk")
        self.settings = settings
        self._walk = csr_array((0, 0), dtype=np.float32)

    def _fit(self, counts: csr_array, tags: csr_array | None, progress: Progress) -> None:
        rows = weighted(counts, self.settings.weighting)
        columns = rows.T.tocsr()
        to_item = _step(rows, self.settings.alpha)
        to_user = _step(columns, self.settings.alpha)
        popular = np.maximum(np.diff(columns.indptr), 1).astype(np.float32) ** np.float32(-self.settings.beta)
        kept = []
        for start in range(0, columns.shape[0], ITEMS_AT_ONCE):
            progress(self.name, start / columns.shape[0])
            ends = csr_array(to_user[start : start + ITEMS_AT_ONCE] @ to_item)
            ends.data *= popular[ends.indices]
            kept.append(strongest(ends, self.settings.neighbours, start))
        self._walk = vstack(kept, format="csr")
        progress(self.name, 1.0)

    def _scores(self, histories: csr_array) -> NDArray[np.float32]:
        scores: NDArray[np.float32] = (weighted(histories, self.settings.weighting) @ self._walk).toarray()
        return scores


def _step(rows: csr_array, alpha: float) -> csr_array:
    """Each row as probabilities to the power of alpha."""
    totals = np.maximum(rows.sum(axis=1), np.finfo(np.float32).tiny)
    values = (rows.data / np.repeat(totals, np.diff(rows.indptr))) ** alpha
    return csr_array((values.astype(np.float32), rows.indices, rows.indptr), shape=rows.shape)
