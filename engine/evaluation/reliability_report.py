"""What is told of the heads' confidences: before and after the temperature, and what is taken for what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.calibration import Floats, Scaling
from engine.embed.heard import LEAST_PROBABILITY
from engine.evaluation.confusion import Confusion, confusion
from engine.evaluation.reliability import BINS, RESAMPLES, Answers, Interval, Reliability, judge
from engine.evaluation.reliability_heads import Head, pair_answers, top_answers
from engine.evaluation.table import Table

GOAL = 0.05
"""Expected calibration error that a head with a goal may have."""
HEADS_WITH_A_GOAL = ("genre", "quadrant")
TOP, PAIRS, WORDS = "first word", "every pair", "words said"


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
    confusions
        Of the heads of whose classes one is true.
    """

    models: tuple[str, ...]
    scalings: dict[str, Scaling]
    lines: tuple[Line, ...]
    confusions: tuple[Confusion, ...]

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
    return Report(
        models=tuple(models),
        scalings={head.name: head.shipped() for head in heads},
        lines=tuple(lines),
        confusions=tuple(confusion(head) for head in heads if head.one_of),
    )


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
            f"said: what gets {LEAST_PROBABILITY} or more.",
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


def _answers(head: Head, probabilities: Floats, kind: str) -> Answers | None:
    if kind == TOP:
        return top_answers(head, probabilities)
    return pair_answers(head, probabilities, LEAST_PROBABILITY if kind == WORDS else 0.0)
