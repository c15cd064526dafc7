"""Items that the same users play: cosine between items, each item's nearest kept.

Source: B. Sarwar et al., "Item-based collaborative filtering recommendation algorithms", WWW 2001; the shrinkage as in
M. Ferrari Dacrema et al., "A troubling analysis of reproducibility and progress in recommender systems research", TOIS
39, 2021, https://arxiv.org/abs/1911.07698, section 3.2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from engine.collaborative.protocol import Progress
from engine.collaborative.rows import training_rows
from engine.collaborative.scorer import Scorer
from engine.collaborative.settings import KnnSettings
from engine.collaborative.weighting import weighted

ITEMS_AT_ONCE = 512


class ItemKnn(Scorer):
    """:class:`engine.collaborative.protocol.CollaborativeModel` by the items' nearest neighbours."""

    name = "knn"

    def __init__(self, settings: KnnSettings) -> None:
        super().__init__()
        if settings.neighbours < 1 or settings.shrinkage < 0:
            raise ValueError(f"{settings.neighbours} neighbours and a shrinkage of {settings.shrinkage} make no sense")
        self.settings = settings
        self._similarities = csr_array((0, 0), dtype=np.float32)

    def _fit(self, counts: csr_array, tags: csr_array | None, progress: Progress) -> None:
        rows = training_rows(counts, self.settings.weighting, tags, self.settings.tags)
        columns = rows.T.tocsr()
        lengths = np.sqrt(columns.multiply(columns).sum(axis=1))
        kept = []
        for start in range(0, len(lengths), ITEMS_AT_ONCE):
            progress(self.name, start / len(lengths))
            near = csr_array(columns[start : start + ITEMS_AT_ONCE] @ rows)
            near.sort_indices()
            kept.append(self._nearest(near, start, lengths))
        # Rows are the items played, columns what is near them.
        self._similarities = vstack(kept, format="csr").T.tocsr()
        progress(self.name, 1.0)

    def _nearest(self, products: csr_array, first: int, lengths: NDArray[np.float32]) -> csr_array:
        """Each row's nearest items with their shrunk cosines, ties in the items' order."""
        of = np.repeat(np.arange(products.shape[0]), np.diff(products.indptr))
        scale = lengths[of + first] * lengths[products.indices] + np.float32(self.settings.shrinkage)
        cosines = np.divide(products.data, scale, out=np.zeros_like(products.data), where=scale > 0)
        cosines[products.indices == of + first] = 0
        # Sorted within rows by falling cosine; a stable sort leaves ties as they stand.
        order = np.lexsort((-cosines, of))
        place = np.arange(len(order)) - np.repeat(products.indptr[:-1], np.diff(products.indptr))
        chosen = order[(place < self.settings.neighbours) & (cosines[order] > 0)]
        return csr_array((cosines[chosen], (of[chosen], products.indices[chosen])), shape=products.shape)

    def _scores(self, histories: csr_array) -> NDArray[np.float32]:
        scores: NDArray[np.float32] = (weighted(histories, self.settings.weighting) @ self._similarities).toarray()
        return scores
