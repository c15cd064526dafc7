"""What is told of the heads' confidences: before and after the temperature, as numbers, as a table, as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.calibration import Floats, Scaling
from engine.evaluation.reliability import BINS, RESAMPLES, Answers, Bin, Interval, Reliability, judge
from engine.evaluation.reliability_heads import SAID, Head, pair_answers, top_answers
from engine.evaluation.table import Table

GOAL = 0.05
"""Expected calibration error that a head with a goal may have."""
HEADS_WITH_A_GOAL = ("genre", "quadrant")
TOP, PAIRS, WORDS = "first word", "every pair", "words said"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of answer of one head.

    Attributes
    ----------
    kind
        ``TOP``: the most probable class of every clip. ``PAIRS``: every class of every clip. ``WORDS``: of these, what
        is probable enough to be said.
    clips
        How many labelled clips the head was asked about.
    """

    head: str
    kind: str
    clips: int
    before: Reliability
    after: Reliability

    @property
    def has_a_goal(self) -> bool:
        """The words said are a choice that calibration itself changes: they are shown, and decide nothing."""
        return self.head in HEADS_WITH_A_GOAL and self.kind != WORDS

    @property
    def reaches_the_goal(self) -> bool:
        """The error, or the lower end of its interval, is at most ``GOAL``."""
        return min(self.after.error.value, self.after.error.low) <= GOAL


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was measured.

    Attributes
    ----------
    models
        The model of every fold, by content hash.
    scalings
        What ships, by head: fitted on the clips of all folds.
    """

    models: tuple[str, ...]
    scalings: dict[str, Scaling]
    lines: tuple[Line, ...]

    @property
    def met(self) -> tuple[str, ...]:
        """The answers with a goal that reach it."""
        return self._with_a_goal(reached=True)

    @property
    def missed(self) -> tuple[str, ...]:
        """The answers with a goal that do not reach it."""
        return self._with_a_goal(reached=False)

    def _with_a_goal(self, *, reached: bool) -> tuple[str, ...]:
        lines = [line for line in self.lines if line.has_a_goal and line.reaches_the_goal == reached]
        return tuple(f"{line.head}, {line.kind}" for line in lines)


def report(heads: Sequence[Head], models: Sequence[str], *, resamples: int = RESAMPLES) -> Report:
    """Fit, cross-fit and judge every head."""
    lines: list[Line] = []
    for head in heads:
        before, after = head.uncalibrated(), head.calibrated()
        for kind in (TOP,) if head.one_of else (TOP, PAIRS, WORDS):
            answers = [_answers(head, probabilities, kind) for probabilities in (before, after)]
            judged = [judge(given, resamples=resamples) for given in answers if given is not None]
            if len(judged) == len(answers):
                lines.append(Line(head.name, kind, len(head.logits), *judged))
    return Report(tuple(models), {head.name: head.shipped() for head in heads}, tuple(lines))


def reliability_table(told: Report) -> Table:
    """A row a kind of answer."""
    temperatures = ", ".join(
        f"{name} {scaling.temperature:.2f}" + (f" (bias {scaling.bias.mean():+.2f})" if scaling.bias.any() else "")
        for name, scaling in told.scalings.items()
    )
    return Table(
        title=f"Calibration on artists kept back: expected calibration error (ECE) over {BINS} bins of equal mass",
        header=("head", "asked", "answers", "right", "sure", "Brier", "ECE before", "ECE after", "by chance"),
        rows=tuple(
            (
                line.head,
                line.kind,
                f"{line.after.answers:,}",
                f"{line.after.accuracy:.3f}",
                f"{line.after.confidence:.3f}",
                f"{line.before.brier:.3f} -> {line.after.brier:.3f}",
                interval(line.before.error),
                interval(line.after.error),
                f"{line.after.chance:.3f}",
            )
            for line in told.lines
        ),
        notes=(
            f"In brackets: where 95 of 100 resamples by artist lie. By chance: what a faultless head would show on as "
            f"many answers. First word: the most probable class, where it is known whether the clip is of it. Words "
            f"said: what gets {SAID} or more.",
            f"Temperatures that ship, fitted on all folds: {temperatures}. The table's are fitted without the fold "
            f"that they are judged on.",
        ),
    )


def interval(error: Interval) -> str:
    """A value with its interval.

    >>> interval(Interval(0.041, 0.033, 0.078))
    '0.041 [0.033, 0.078]'
    """
    return f"{error.value:.3f} [{error.low:.3f}, {error.high:.3f}]"


def save_report(path: Path, told: Report) -> None:
    """Write it as JSON, beside the old file first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"format": _FORMAT, **asdict(told)}
    for scaling in content["scalings"].values():
        scaling["bias"] = [round(float(value), 6) for value in scaling["bias"]]
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    unfinished.replace(path)


def read_report(path: Path) -> Report:
    """Read what ``save_report`` wrote.

    Raises
    ------
    ValueError
        It is damaged or of another format; the text names the command that writes it.
    OSError
        It cannot be read.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if raw["format"] != _FORMAT:
            raise ValueError(f"format {raw['format']}")
        return Report(
            models=tuple(raw["models"]),
            scalings={
                name: Scaling(float(scaling["temperature"]), np.array(scaling["bias"], dtype=np.float64))
                for name, scaling in raw["scalings"].items()
            },
            lines=tuple(
                Line(line["head"], line["kind"], line["clips"], _judged(line["before"]), _judged(line["after"]))
                for line in raw["lines"]
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"{path} is not what `python -m engine.evaluation calibration --json {path}` writes ({error})"
        ) from error


def _answers(head: Head, probabilities: Floats, kind: str) -> Answers | None:
    if kind == TOP:
        return top_answers(head, probabilities)
    return pair_answers(head, probabilities, SAID if kind == WORDS else 0.0)


def _judged(raw: dict[str, Any]) -> Reliability:
    return Reliability(**{**raw, "error": Interval(**raw["error"]), "bins": tuple(Bin(**one) for one in raw["bins"])})
