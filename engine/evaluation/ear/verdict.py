"""Is ours above what it must be above, column by column, and how far is it to the six taggers joined?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.evaluation.ear.columns import COLUMNS, SONG_AT
from engine.evaluation.ear.rows import Kind
from engine.evaluation.ear.scores import Scored

BELOW_ALLOWED = 1
"""In so many columns the best variant of musicnn may be as good or better."""
CEILING = 1.0
"""A score that nothing can be above: there, as good is good enough."""
GOALS = {
    "mp3 64k": 0.95,
    "opus 16k": 0.95,
    "gain -6 dB": 0.95,
    "noise 10 dB": 0.95,
    "semitone down": 0.85,
    "semitone up": 0.85,
    "tempo -5 %": 0.85,
    "tempo +5 %": 0.85,
    f"song R@{SONG_AT}": 0.90,
}
"""What ours must reach in these columns, whatever others do."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One column.

    Attributes
    ----------
    ours
        NaN where it was not measured.
    musicnn, musicnn_name
        The best variant of musicnn in this column; NaN and empty where none was heard.
    six
        The six taggers joined; NaN where they were not heard.
    floor
        The better of MFCC and the untrained copy; NaN where neither was heard.
    """

    column: str
    ours: float
    musicnn: float
    musicnn_name: str
    six: float
    floor: float

    @property
    def above_musicnn(self) -> bool | None:
        """Whether ours is above the best variant; ``None`` where one of them was not measured."""
        return _above(self.ours, self.musicnn)

    @property
    def above_floor(self) -> bool | None:
        """Whether ours is above MFCC and the untrained copy."""
        return _above(self.ours, self.floor)

    @property
    def covered(self) -> float:
        """Share of the way from musicnn's best to the six joined; NaN where they are not ahead of it."""
        return (self.ours - self.musicnn) / (self.six - self.musicnn) if self.six > self.musicnn else math.nan


@dataclass(frozen=True, slots=True)
class Verdict:
    """All columns and what follows from them."""

    comparisons: tuple[Comparison, ...]

    @property
    def not_above_musicnn(self) -> tuple[str, ...]:
        """Columns in which the best variant of musicnn is as good or better."""
        return tuple(one.column for one in self.comparisons if one.above_musicnn is False)

    @property
    def not_above_floor(self) -> tuple[str, ...]:
        """Columns in which MFCC or the untrained copy is as good or better."""
        return tuple(one.column for one in self.comparisons if one.above_floor is False)

    @property
    def goals_missed(self) -> tuple[str, ...]:
        """Columns in which ours does not reach its goal."""
        return tuple(one.column for one in self.comparisons if one.ours < GOALS.get(one.column, -math.inf))

    @property
    def not_measured(self) -> tuple[str, ...]:
        """Columns in which ours could not be asked."""
        return tuple(one.column for one in self.comparisons if math.isnan(one.ours))

    @property
    def met(self) -> bool:
        """Whether everything that was compared is as it must be, and nothing of ours went unasked."""
        return (
            len(self.not_above_musicnn) <= BELOW_ALLOWED
            and not self.not_above_floor
            and not self.goals_missed
            and not self.not_measured
        )


def judge(rows: Sequence[Scored]) -> Verdict:
    """Compare ours with the others in every column.

    Raises
    ------
    ValueError
        Ours is not among the rows.
    """
    ours = next((row for row in rows if row.kind == Kind.OURS), None)
    if ours is None:
        raise ValueError("without the row of our own ear there is nothing to judge")
    return Verdict(tuple(_compare(column, ours, rows) for column in COLUMNS))


def _compare(column: str, ours: Scored, rows: Sequence[Scored]) -> Comparison:
    musicnn = _best(column, rows, (Kind.MUSICNN,))
    six = _best(column, rows, (Kind.JOINED,))
    floor = _best(column, rows, (Kind.MFCC, Kind.UNTRAINED))
    return Comparison(
        column,
        ours=ours.mean(column),
        musicnn=musicnn.mean(column) if musicnn else math.nan,
        musicnn_name=musicnn.name if musicnn else "",
        six=six.mean(column) if six else math.nan,
        floor=floor.mean(column) if floor else math.nan,
    )


def _best(column: str, rows: Sequence[Scored], kinds: tuple[Kind, ...]) -> Scored | None:
    rivals = [row for row in rows if row.kind in kinds and not math.isnan(row.mean(column))]
    return max(rivals, key=lambda row: row.mean(column)) if rivals else None


def _above(ours: float, theirs: float) -> bool | None:
    if math.isnan(ours) or math.isnan(theirs):
        return None
    return ours > theirs or ours >= CEILING
