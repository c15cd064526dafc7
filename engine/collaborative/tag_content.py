"""Items that are called what a history is called: the cosine between its tags and each item's.

It knows nothing of who plays what together, and so it is the only model with something to say of an item that nobody,
or only one, has played yet. Content-based ranking by tf-idf profiles as in P. Lops, M. de Gemmis, G. Semeraro,
"Content-based recommender systems: state of the art and trends", Recommender Systems Handbook, 2011, section 3.3.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.collaborative.protocol import Progress
from engine.collaborative.scorer import Scorer
from engine.collaborative.settings import TagContentSettings
from engine.collaborative.tag_profiles import tag_profiles, tag_vectors, unit_rows
from engine.collaborative.weighting import weighted


class TagContent(Scorer):
    """:class:`engine.collaborative.protocol.CollaborativeModel` by tags alone; without tags every score is 0."""

    name = "tags"

    def __init__(self, settings: TagContentSettings) -> None:
        super().__init__()
        self.settings = settings
        self._vectors: csr_array | None = None

    def _fit(self, counts: csr_array, tags: csr_array | None, progress: Progress) -> None:
        progress(self.name, 0.0)
        self._vectors = None if tags is None else tag_vectors(tags, self.settings.fewest_items)
        progress(self.name, 1.0)

    def _scores(self, histories: csr_array) -> NDArray[np.float32]:
        if self._vectors is None:
            return np.zeros(histories.shape, dtype=np.float32)
        plays = unit_rows(weighted(histories, self.settings.weighting))
        scores: NDArray[np.float32] = tag_profiles(plays, self._vectors) @ self._vectors.T
        return scores
