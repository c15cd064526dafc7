"""Rows beside the published ones, their intervals over the splits, and whether the goal is met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

import numpy as np
from scipy.special import stdtrit

from engine.evaluation.collaborative.full_ranking import Figures
from engine.evaluation.table import Table

GOAL = 0.225
"""Recall and NDCG that ours must reach in the mean over the splits."""

SURE = 0.95

PUBLISHED = (
    ("published: BPR", Figures(0.1761, 0.1674, 0.3026, 0.5573)),
    ("published: NGCF", Figures(0.1960, 0.1898, 0.3479, 0.6141)),
    ("published: LightGCN", Figures(0.2064, 0.1972, 0.3559, 0.6322)),
    ("published: MHCN (uses friends)", Figures(0.2123, 0.2068, 0.3782, 0.6523)),
    ("published: SEPT (uses friends)", Figures(0.2127, 0.2057, 0.3703, 0.6465)),
)
"""RecBole-GNN's results on this data set, https://github.com/RUCAIBox/RecBole-GNN: 64 dimensions, the same split."""

HEADER = ("", "Recall@10", "NDCG@10", "MRR@10", "Hit@10")


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and how far, at 95 %, the true one may lie from it.

    Attributes
    ----------
    half
        By Student's t over the splits; infinite for a single one.
    """

    mean: float
    half: float

    def __str__(self) -> str:
        return _short(self.mean) + (f" ± {_short(self.half)}" if np.isfinite(self.half) else "")

    def above(self, other: Interval) -> bool:
        """Whether this one begins where the other has ended."""
        return self.mean - self.half > other.mean + other.half


def interval(values: Sequence[float]) -> Interval:
    """Of a figure, one value a split."""
    count = len(values)
    if count == 1:
        return Interval(values[0], float("inf"))
    half = stdtrit(count - 1, (1 + SURE) / 2) * np.std(values, ddof=1) / count**0.5
    return Interval(float(np.mean(values)), float(half))


def best_of(results: Mapping[str, Sequence[Figures]], names: Sequence[str]) -> str:
    """The row with the greatest mean of Recall and NDCG."""
    return max(names, key=lambda name: sum(one.recall + one.ndcg for one in results[name]))


def results_table(results: Mapping[str, Sequence[Figures]], title: str) -> Table:
    """Ours and the peers', mean and interval over the splits, below the published means."""
    rows = [(name, *(_short(value) for value in astuple(one))) for name, one in PUBLISHED]
    rows += [(name, *(str(interval(values)) for values in _columns(of))) for name, of in results.items()]
    return Table(title, HEADER, tuple(rows))


def differences_table(results: Mapping[str, Sequence[Figures]], ours: str, others: Sequence[str]) -> Table:
    """How much better ours is on the same split."""
    rows = tuple(
        (
            f"less {other}",
            *(
                str(interval([mine - theirs for mine, theirs in zip(of_ours, of_other, strict=True)]))
                for of_ours, of_other in zip(_columns(results[ours]), _columns(results[other]), strict=True)
            ),
        )
        for other in others
    )
    return Table(f"{ours}: differences on the same split", HEADER, rows)


def is_met(results: Mapping[str, Sequence[Figures]], ours: str, others: Sequence[str]) -> bool:
    """Whether ours reaches :data:`GOAL` in Recall and NDCG and lies above every other with intervals apart in both."""
    recall, ndcg = (interval(values) for values in _columns(results[ours])[:2])
    theirs = [[interval(values) for values in _columns(results[other])[:2]] for other in others]
    return (
        recall.mean >= GOAL
        and ndcg.mean >= GOAL
        and all(recall.above(their_recall) and ndcg.above(their_ndcg) for their_recall, their_ndcg in theirs)
    )


def _columns(of: Sequence[Figures]) -> list[list[float]]:
    return [list(column) for column in zip(*(astuple(one) for one in of), strict=True)]


def _short(value: float) -> str:
    return f"{value:.4f}".replace("0.", ".", 1)
