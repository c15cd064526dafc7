"""One measured number and its target, and the table of many."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from engine.evaluation.table import Table


@dataclass(frozen=True, slots=True)
class Measurement:
    """A number with its unit.

    Attributes
    ----------
    target
        The bound of the design; ``None`` for what is printed for information.
    at_least
        The number must reach its target instead of staying below it.
    note
        What the number is made of, or what costs the time.
    low, high
        What most rounds lie between, where there were several.
    """

    what: str
    value: float
    unit: str
    target: float | None = None
    at_least: bool = False
    note: str = ""
    low: float | None = None
    high: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; ``None`` without one."""
        if self.target is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies, between neighbours by straight line."""
    return float(np.quantile(np.asarray(values, dtype=np.float64), share))


def measurement_table(title: str, measurements: Sequence[Measurement]) -> Table:
    """Numbers beside their targets; notes below, numbered."""
    notes = [one.note for one in measurements if one.note]
    marks = {note: f" [{number}]" for number, note in enumerate(dict.fromkeys(notes), start=1)}
    return Table(
        title=title,
        header=("what", "measured", "target", ""),
        rows=tuple(
            (
                one.what + marks.get(one.note, ""),
                _measured(one),
                "" if one.target is None else f"{'≥' if one.at_least else '≤'} {_quantity(one.target, one.unit)}",
                {None: "", True: "met", False: "MISSED"}[one.met],
            )
            for one in measurements
        ),
        notes=tuple(f"{mark.strip()} {note}" for note, mark in marks.items()),
    )


def to_json(measurements: Iterable[Measurement]) -> str:
    """One line, for the process that gathers the report."""
    return json.dumps([asdict(one) for one in measurements])


def from_json(text: str) -> tuple[Measurement, ...]:
    """The measurements of :func:`to_json`."""
    return tuple(Measurement(**one) for one in json.loads(text))


def _measured(one: Measurement) -> str:
    if one.low is None or one.high is None:
        return _quantity(one.value, one.unit)
    return f"{_number(one.value)} ({_number(one.low)} to {_number(one.high)}) {one.unit}".strip()


def _quantity(value: float, unit: str) -> str:
    return f"{_number(value)} {unit}".strip()


def _number(value: float) -> str:
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}"
