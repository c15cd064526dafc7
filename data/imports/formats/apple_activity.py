"""Apple's "Apple Music Play Activity.csv": one row an event, of which those of type ``PLAY_END`` say what was heard.

Newer exports leave the column of the artist out; ``Container Artist Name`` then names whose album it was.
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

_TITLE = ("song name", "content name")
_ARTIST = ("artist name",)
_CONTAINER = ("container artist name",)
_START, _END = ("event start timestamp", "event timestamp"), ("event end timestamp",)
_PLAYED = ("play duration milliseconds",)


@dataclass(frozen=True, slots=True)
class _Columns:
    title: int | None
    artist: int | None
    container: int | None
    start: int | None
    end: int | None
    played: int | None
    event: int | None
    media: int | None

    @classmethod
    def of(cls, header: Sequence[str]) -> _Columns:
        return cls(
            title=column(header, _TITLE),
            artist=column(header, _ARTIST),
            container=column(header, _CONTAINER),
            start=column(header, _START),
            end=column(header, _END),
            played=column(header, _PLAYED),
            event=column(header, ("event type",)),
            media=column(header, ("media type",)),
        )

    @property
    def known(self) -> bool:
        """Whether it is such a table."""
        return None not in (self.title, self.played, self.event) and not (self.start is None and self.end is None)


class AppleActivity:
    """Reads play activity."""

    layout = Layout.APPLE_ACTIVITY
    names = re.compile(r"apple music play activity(?: ?\(?\d{1,3}\)?)?\.csv")

    def recognises(self, head: str) -> bool:
        """By its header."""
        rows = first_rows(head, ",", 1)
        return bool(rows) and _Columns.of(rows[0]).known

    def entries(self, pieces: Iterable[str], dates: Dates) -> Iterator[Entry]:
        """Read a play or a skip for each event."""
        rows = table_rows(pieces, ",")
        columns = _Columns.of(next(rows, []))
        return (_entry(row, columns, dates) for row in rows)


def _entry(row: Sequence[str], columns: _Columns, dates: Dates) -> Entry:
    if cell(row, columns.event) != "PLAY_END" or cell(row, columns.media) not in {"", "AUDIO"}:
        return Skip.OTHER
    title = name(cell(row, columns.title))
    artist = name(cell(row, columns.artist)) or name(cell(row, columns.container))
    at = dates.read(cell(row, columns.end)) or dates.read(cell(row, columns.start))
    played = milliseconds(cell(row, columns.played))
    if not artist or not title or at is None or played is None:
        return Skip.UNREADABLE
    return Skip.SHORT if played < SHORT_MS else Play(artist, title, at)
