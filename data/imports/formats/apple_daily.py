"""Apple's "Apple Music - Play History Daily Tracks.csv": one row a song and day, with how often it was played.

``Track Description`` is the artist and the title with " - " between; ``Hours`` holds the hours of the day. Rows that
their owner keeps out of Apple's recommendations are kept out of these too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from data.imports.dates import Dates
from data.imports.fields import milliseconds, name
from data.imports.limits import SHORT_MS
from data.imports.plays import Entry, Layout, Play, Skip
from data.imports.table_rows import cell, column, first_rows, table_rows

MAX_A_DAY = 2_000
"""Plays of one song on one day; a day has 2,880 half minutes."""
_BETWEEN = " - "


@dataclass(frozen=True, slots=True)
class _Columns:
    track: int | None
    day: int | None
    hours: int | None
    played: int | None
    count: int | None
    media: int | None
    ignored: int | None

    @classmethod
    def of(cls, header: Sequence[str]) -> _Columns:
        return cls(
            track=column(header, ("track description",)),
            day=column(header, ("date played",)),
            hours=column(header, ("hours",)),
            played=column(header, ("play duration milliseconds",)),
            count=column(header, ("play count",)),
            media=column(header, ("media type",)),
            ignored=column(header, ("ignore for recommendations",)),
        )

    @property
    def known(self) -> bool:
        """Whether it is such a table."""
        return None not in (self.track, self.day, self.count)


class AppleDaily:
    """Reads the daily tracks."""

    layout = Layout.APPLE_DAILY
    names = re.compile(r"apple music - play history daily tracks(?: ?\(?\d{1,3}\)?)?\.csv")

    def recognises(self, head: str) -> bool:
        """By its header."""
        rows = first_rows(head, ",", 1)
        return bool(rows) and _Columns.of(rows[0]).known

    def entries(self, pieces: Iterable[str], dates: Dates) -> Iterator[Entry]:
        """Read a play or a skip for each song and day."""
        rows = table_rows(pieces, ",")
        columns = _Columns.of(next(rows, []))
        return (_entry(row, columns, dates) for row in rows)


def _entry(row: Sequence[str], columns: _Columns, dates: Dates) -> Entry:
    if cell(row, columns.media) not in {"", "AUDIO"} or cell(row, columns.ignored).casefold() == "true":
        return Skip.OTHER
    artist, between, title = name(cell(row, columns.track)).partition(_BETWEEN)
    at = dates.day(cell(row, columns.day).strip(), _hour(cell(row, columns.hours)))
    count = cell(row, columns.count).strip()
    if not between or not artist or not title or at is None or not count.isascii() or not count.isdigit():
        return Skip.UNREADABLE
    played = milliseconds(cell(row, columns.played))
    # The length is of all plays of that day together.
    if count == "0" or (played is not None and played < SHORT_MS):
        return Skip.SHORT
    return Play(artist, title, at, min(int(count[:9]), MAX_A_DAY))


def _hour(hours: str) -> int:
    """The first of the hours; noon where none is told."""
    first = hours.partition(",")[0].strip()
    return int(first) if first.isascii() and first.isdigit() and len(first) <= 2 else 12  # noqa: PLR2004 - two digits
