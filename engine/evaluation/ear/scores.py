"""Every row's score in every column, fold by fold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.evaluation.ear.columns import COLUMNS, evaluate
from engine.evaluation.ear.exam import Exam
from engine.evaluation.ear.rows import Kind, Row
from engine.evaluation.metrics import Spread, spread_over_folds

Floats = npt.NDArray[np.float64]
Progress = Callable[[Iterable[Row]], Iterable[Row]]
"""Shows how far an iteration has come."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One ear's results.

    Attributes
    ----------
    answers
        By column, for each fold one number a query; empty where it could not be asked.
    """

    name: str
    kind: Kind
    answers: dict[str, tuple[Floats, ...]]

    def spread(self, column: str) -> Spread:
        """Mean and deviation over folds."""
        return spread_over_folds(self.answers[column])

    def mean(self, column: str) -> float:
        """Mean over folds; NaN where it could not be asked."""
        return self.spread(column).mean

    def fold_means(self, column: str) -> tuple[float, ...]:
        """The score of each fold; NaN where it could not be asked."""
        return tuple(float(values.mean()) if values.size else float("nan") for values in self.answers[column])


def score_rows(exam: Exam, rows: Sequence[Row], folds: Sequence[int], progress: Progress = iter) -> tuple[Scored, ...]:
    """Ask every row everything, with the vectors of each fold's model for the questions of that fold."""
    scored = []
    for row in progress(rows):
        by_fold = [evaluate(exam, row.vectors(fold), fold) for fold in folds]
        answers = {column: tuple(one[column] for one in by_fold) for column in COLUMNS}
        scored.append(Scored(row.name, row.kind, answers))
    return tuple(scored)
