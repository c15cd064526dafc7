"""The second stage: trees that learn which candidates were hidden, judged on playlists that they never saw.

LambdaMART (C. Burges, "From RankNet to LambdaRank to LambdaMART", MSR-TR-2010-82) by LightGBM. The playlists that are
judged are dealt into parts; a part is ranked by trees that learned from the other parts and from further playlists
which nobody is judged by. New playlists are ranked by the mean of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.collaborative.protocol import Progress
from engine.evaluation.folds import DataMissingError
from engine.evaluation.playlists.features import Candidates
from engine.evaluation.playlists.judging import K
from engine.evaluation.playlists.reading import Integers

PARTS = 2
UNJUDGED = -1
"""Part of a playlist that every ranker learns from."""
NONE = -1
"""Stands for an answer where there are fewer candidates than asked for."""


@dataclass(frozen=True, slots=True)
class RankerSettings:
    """Of the trees; names as LightGBM has them.

    Attributes
    ----------
    truncation
        Pairs count in which at least one candidate is ranked so high.
    """

    rounds: int = 300
    learning_rate: float = 0.05
    num_leaves: int = 31
    min_data_in_leaf: int = 200
    feature_fraction: float = 0.5
    bagging_fraction: float = 0.7
    lambda_l2: float = 5.0
    max_bin: int = 63
    truncation: int = 30


def part_of(judged: Integers, playlists: int, seed: int) -> Integers:
    """(n_playlists,) the part of each judged playlist, equal in size; :data:`UNJUDGED` for all others."""
    parts = np.full(playlists, UNJUDGED)
    parts[np.random.default_rng(seed).permutation(judged)] = np.arange(len(judged)) % PARTS
    return parts


class SecondStage:
    """One ranker for each part, which learned from all but that part."""

    def __init__(self, settings: RankerSettings, seed: int, threads: int) -> None:
        self.settings, self.seed, self.threads = settings, seed, threads
        self._rankers: list[Any] = []

    def learn(self, found: Candidates, hidden: csr_array, parts: Integers, progress: Progress) -> None:
        """Train the rankers.

        Parameters
        ----------
        hidden
            (n_playlists, n_tracks) CSR: the answers.
        parts
            (n_playlists,) of :func:`part_of`.

        Raises
        ------
        DataMissingError
            LightGBM is not installed, or no candidate is an answer.
        """
        right = is_right(found, hidden)
        of = parts[found.rows]
        # A playlist without a right candidate has no pair to learn from.
        useful = np.isin(found.rows, np.unique(found.rows[right]))
        self._rankers = [self._ranker(found, right, useful & (of != part), part, progress) for part in range(PARTS)]

    def scores(self, found: Candidates, parts: Integers | None = None) -> NDArray[np.float64]:
        """(n,) how well each candidate suits: with ``parts`` by the ranker that never saw it, else by all."""
        if parts is None:
            total = sum(self._predict(ranker, found.features) for ranker in self._rankers)
            return np.asarray(total / len(self._rankers))
        scores = np.zeros(len(found.rows))
        for part, ranker in enumerate(self._rankers):
            here = parts[found.rows] == part
            scores[here] = self._predict(ranker, found.features[here])
        return scores

    def importance(self, names: Sequence[str]) -> Iterator[tuple[str, float]]:
        """Each feature's share of what the trees gained, largest first."""
        gains = sum(np.asarray(ranker.feature_importance("gain")) for ranker in self._rankers)
        shares = np.asarray(gains) / max(float(np.sum(gains)), np.finfo(float).tiny)
        for place in np.argsort(-shares, kind="stable"):
            yield names[place], float(shares[place])

    def _predict(self, ranker: Any, features: NDArray[np.float32]) -> NDArray[np.float64]:
        if not len(features):
            return np.empty(0)
        return np.asarray(ranker.predict(features, num_threads=self.threads), dtype=np.float64)

    def _ranker(
        self, found: Candidates, right: NDArray[np.bool_], used: NDArray[np.bool_], part: int, progress: Progress
    ) -> Any:
        try:
            import lightgbm  # noqa: PLC0415 - only this command needs it
        except ImportError as error:
            raise DataMissingError("lightgbm, which ranks, is missing; pip install lightgbm") from error
        if not right[used].any():
            raise DataMissingError("no hidden track is among the candidates; there is nothing to learn from")
        settings = self.settings
        rows = found.rows[used]
        sizes = np.diff(np.flatnonzero(np.concatenate(([True], rows[1:] != rows[:-1], [True]))))
        options = {
            "objective": "lambdarank",
            "learning_rate": settings.learning_rate,
            "num_leaves": settings.num_leaves,
            "min_data_in_leaf": settings.min_data_in_leaf,
            "feature_fraction": settings.feature_fraction,
            "bagging_fraction": settings.bagging_fraction,
            "bagging_freq": 1,
            "lambda_l2": settings.lambda_l2,
            "max_bin": settings.max_bin,
            "lambdarank_truncation_level": settings.truncation,
            "seed": self.seed,
            "num_threads": self.threads,
            "deterministic": True,
            "force_row_wise": True,
            "verbose": -1,
        }
        data = lightgbm.Dataset(found.features[used], right[used].astype(np.float32), group=sizes, params=options)

        def told(environment: Any) -> None:
            done = (part + (environment.iteration + 1) / settings.rounds) / PARTS
            progress("second stage", done)

        return lightgbm.train(options, data, settings.rounds, callbacks=[told])


def is_right(found: Candidates, hidden: csr_array) -> NDArray[np.bool_]:
    """(n,) which candidates are among the hidden tracks."""
    width = hidden.shape[1]
    answers = np.repeat(np.arange(hidden.shape[0]), np.diff(hidden.indptr)) * width + hidden.indices
    right: NDArray[np.bool_] = np.isin(found.rows * width + found.columns, answers)
    return right


def best_of(found: Candidates, scores: NDArray[np.floating], rows: Integers, k: int = K) -> Integers:
    """(n_rows, k) tracks with the highest scores, ties in the tracks' order; :data:`NONE` where there are no more.

    Parameters
    ----------
    scores
        (n,) of the candidates.
    rows
        The playlists asked, each once.
    """
    order = np.lexsort((found.columns, -scores, found.rows))
    sorted_rows = found.rows[order]
    place = np.arange(len(order)) - np.searchsorted(sorted_rows, sorted_rows)
    where = np.full(int(max(rows.max(), found.rows.max(initial=0))) + 1, NONE)
    where[rows] = np.arange(len(rows))
    kept = (place < k) & (where[sorted_rows] != NONE)
    answers = np.full((len(rows), k), NONE, dtype=np.int64)
    answers[where[sorted_rows[kept]], place[kept]] = found.columns[order[kept]]
    return answers
