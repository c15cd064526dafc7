"""What every collaborative model shares: checks, popularity for who has no history, the choice of the best."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.collaborative.interactions import Interactions, check_histories
from engine.collaborative.protocol import Progress, Recommended, untold
from engine.collaborative.tags import ItemTags
from engine.errors import InteractionsError
from engine.index.exact import best

SCORES_AT_ONCE = 1 << 24
"""Scores that :meth:`Scorer.recommend` holds at once (64 MiB of float32)."""


class Scorer(ABC):
    """A :class:`engine.collaborative.protocol.CollaborativeModel` but for what it learns and how it scores."""

    def __init__(self) -> None:
        self._popularity: NDArray[np.float32] | None = None

    @property
    @abstractmethod
    def name(self) -> str:
        """Short name."""

    @abstractmethod
    def _fit(self, counts: csr_array, tags: csr_array | None, progress: Progress) -> None:
        """Learn from (n_users, n_items) counts, at least one, and (n_tags, n_items) counts."""

    @abstractmethod
    def _scores(self, histories: csr_array) -> NDArray[np.float32]:
        """(n, n_items) float32 for n checked histories, each with at least one play."""

    @property
    def popularity(self) -> NDArray[np.float32]:
        """(n_items,) float32: the share of the users who played each item."""
        if self._popularity is None:
            raise InteractionsError(f"{self.name} was not fitted")
        return self._popularity

    def fit(self, interactions: Interactions, tags: ItemTags | None = None, progress: Progress = untold) -> Self:
        """Learn (:meth:`engine.collaborative.protocol.CollaborativeModel.fit`)."""
        if not len(interactions):
            raise InteractionsError("there are no plays to learn from")
        if tags is not None and tags.counts.shape[1] != len(interactions.items):
            raise InteractionsError(f"tags of {tags.counts.shape[1]} items are not of {len(interactions.items)}")
        self.learn(interactions.counts, None if tags is None else tags.counts, progress)
        return self

    def learn(self, counts: csr_array, tags: csr_array | None, progress: Progress) -> None:
        """As :meth:`fit`, from matrices that were checked."""
        self._fit(counts, tags, progress)
        self._popularity = popularity(counts)

    def scores(self, histories: csr_array) -> NDArray[np.float32]:
        """Score every item (:meth:`engine.collaborative.protocol.CollaborativeModel.scores`)."""
        popular = self.popularity
        check_histories(histories, len(popular))
        played = np.diff(histories.indptr) > 0
        if played.all():
            return self._scores(histories) if len(played) else np.empty((0, len(popular)), dtype=np.float32)
        scores = np.tile(popular, (len(played), 1))
        if played.any():
            scores[played] = self._scores(histories[np.flatnonzero(played)])
        return scores

    def recommend(self, histories: csr_array, k: int, *, exclude_seen: bool = True) -> Recommended:
        """Choose the best (:meth:`engine.collaborative.protocol.CollaborativeModel.recommend`)."""
        popular = self.popularity
        check_histories(histories, len(popular))
        left = len(popular) - (np.diff(histories.indptr) if exclude_seen else 0 * np.diff(histories.indptr))
        if k < 1 or (left < k).any():
            raise InteractionsError(f"{k} items were asked for and as few as {int(left.min(initial=0))} are left")
        # Columns in this order, so that `best`, which lets the first of equals win, prefers what is popular.
        order = np.argsort(-popular, kind="stable")
        items = np.empty((histories.shape[0], k), dtype=np.int64)
        chosen = np.empty((histories.shape[0], k), dtype=np.float32)
        rows_at_once = max(1, SCORES_AT_ONCE // len(popular))
        for start in range(0, histories.shape[0], rows_at_once):
            some = histories[start : start + rows_at_once]
            scores = self.scores(some)
            if exclude_seen:
                scores[some.nonzero()] = -np.inf
            for row, of_row in enumerate(scores, start=start):
                items[row] = order[best(of_row[order], k)]
                chosen[row] = of_row[items[row]]
        return Recommended(items, chosen)


def popularity(counts: csr_array) -> NDArray[np.float32]:
    """(n_items,) float32: the share of the rows that have each column."""
    rows, columns = counts.shape
    shares: NDArray[np.float32] = (np.bincount(counts.indices, minlength=columns) / max(1, rows)).astype(np.float32)
    return shares
