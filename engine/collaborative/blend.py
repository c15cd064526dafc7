"""Several models' scores added up, each made comparable first.

Scores of different models lie on different scales, so each history's are standardised, or replaced by their ranks, over
the items that it does not hold: what is held scores far above the rest and would stretch the scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.collaborative.protocol import Progress
from engine.collaborative.scorer import Scorer
from engine.collaborative.settings import Scale


@dataclass(frozen=True, slots=True)
class Part:
    """One model of a blend and what its word counts."""

    model: Scorer
    weight: float


class Blend(Scorer):
    """:class:`engine.collaborative.protocol.CollaborativeModel` by several others."""

    name = "blend"

    def __init__(self, parts: Sequence[Part], scale: Scale) -> None:
        super().__init__()
        if not parts:
            raise ValueError("a blend needs at least one model")
        self.parts, self.scale = tuple(parts), scale

    def _fit(self, counts: csr_array, tags: csr_array | None, progress: Progress) -> None:
        for number, part in enumerate(self.parts):

            def told(what: str, share: float, done: int = number) -> None:
                progress(what, (done + share) / len(self.parts))

            part.model.learn(counts, tags, told)

    def _scores(self, histories: csr_array) -> NDArray[np.float32]:
        total = np.zeros(histories.shape, dtype=np.float32)
        for part in self.parts:
            total += np.float32(part.weight) * comparable(part.model.scores(histories), histories, self.scale)
        return total


def comparable(scores: NDArray[np.float32], histories: csr_array, scale: Scale) -> NDArray[np.float32]:
    """Scores on a scale that all models share; 0 for what a history holds.

    Parameters
    ----------
    scores
        (n, n_items) float32; changed in place.
    histories
        (n, n_items) CSR, what is left out of the scale.

    Returns
    -------
    (n, n_items) float32
    """
    held = histories.nonzero()
    if scale is Scale.RANK:
        # Loading this part of SciPy takes as long as all the rest of this package.
        from scipy.stats import rankdata  # noqa: PLC0415

        scores[held] = -np.inf
        ranks: NDArray[np.float32] = rankdata(scores, method="average", axis=1).astype(np.float32)
        ranks /= np.float32(scores.shape[1])
        ranks[held] = 0
        return ranks
    left = np.maximum(scores.shape[1] - np.diff(histories.indptr), 1).astype(np.float32)[:, None]
    scores[held] = 0
    scores -= scores.sum(axis=1, keepdims=True) / left
    scores[held] = 0
    spread = np.sqrt(np.square(scores).sum(axis=1, keepdims=True) / left)
    scores /= np.where(spread > 0, spread, 1)
    return scores
