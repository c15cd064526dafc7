"""The table of the cold start, and whether the goal is met."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student

from engine.evaluation.cold_start.asked import RECALL_AT, Score
from engine.evaluation.table import Table

Scores = Mapping[str, Mapping[int, Score]]
"""By row and fold."""
_LEVEL = 0.95
_FIGURES: tuple[tuple[str, Callable[[Score], float]], ...] = (
    (f"recall@{RECALL_AT}", lambda score: score.recall),
    ("AUC", lambda score: score.area),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Ours less another row's, fold by fold.

    Attributes
    ----------
    mean
        Over the folds.
    half
        Half the width of its 95 % interval by Student's t; infinite for one fold.
    """

    mean: float
    half: float


def figures(scores: Scores, row: str, figure: Callable[[Score], float]) -> npt.NDArray[np.float64]:
    """(n_folds,) one figure of one row, folds rising."""
    return np.array([figure(score) for _, score in sorted(scores[row].items())])


def difference(ours: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> Difference:
    """Of two rows over the same folds."""
    paired = ours - other
    if len(paired) < 2:  # noqa: PLR2004 - one fold has no deviation
        return Difference(float(paired.mean()), float("inf"))
    half = student.ppf((1 + _LEVEL) / 2, len(paired) - 1) * paired.std(ddof=1) / len(paired) ** 0.5
    return Difference(float(paired.mean()), float(half))


def is_above(scores: Scores, ours: str, others: Sequence[str]) -> bool:
    """Whether our mean over the folds is above every other's, in both figures."""
    return all(
        difference(figures(scores, ours, figure), figures(scores, other, figure)).mean > 0
        for other in others
        for _, figure in _FIGURES
    )


def cold_start_table(scores: Scores, ours: str, listeners: str) -> Table:
    """Every row with mean and deviation over the folds, and how far ours is above it."""
    rows = []
    for name in scores:
        cells = [name]
        for _, figure in _FIGURES:
            values = figures(scores, name, figure)
            cells.append(_spread(values))
            cells.append("" if name == ours else _difference(difference(figures(scores, ours, figure), values)))
        rows.append(tuple(cells))
    folds = len(next(iter(scores.values())))
    chosen = [score.settings for _, score in sorted(scores[ours].items()) if score.settings]
    settings = ", ".join(f"{one.width:g}/{one.ridge:g}" for one in chosen)
    return Table(
        title=f"Artists nobody has played yet, ranked for listeners: mean and deviation over {folds} folds",
        header=("features", *(cell for name, _ in _FIGURES for cell in (name, "ours less it"))),
        rows=tuple(rows),
        notes=(
            listeners,
            "In brackets: half the 95 % interval of the mean difference, fold by fold (Student's t).",
            f"Chosen for ours on the other folds' artists, width/ridge: {settings}.",
        ),
    )


def _spread(values: npt.NDArray[np.float64]) -> str:
    deviation = f" ± {values.std(ddof=1):.3f}" if len(values) > 1 else ""
    return f"{values.mean():.3f}{deviation}"


def _difference(found: Difference) -> str:
    return f"{found.mean:+.3f} ({found.half:.3f})"
