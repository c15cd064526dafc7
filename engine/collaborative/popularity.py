"""The baseline that knows nobody: what most users played."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.collaborative.protocol import Progress
from engine.collaborative.scorer import Scorer


class Popularity(Scorer):
    """Every history gets the same scores: the share of the users who played each item."""

    name = "popularity"

    def _fit(self, counts: csr_array, tags: csr_array | None, progress: Progress) -> None:
        progress(self.name, 1.0)

    def _scores(self, histories: csr_array) -> NDArray[np.float32]:
        return np.tile(self.popularity, (histories.shape[0], 1))
