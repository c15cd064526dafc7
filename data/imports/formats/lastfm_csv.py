"""Last.fm's history as the usual exporters write it: a table with a header, or without one.

With a header the columns are found by their names, in any order. Without one these are known, told apart by where the
date stands: ``artist, album, title, date``; ``artist, title, date``; ``date, artist, title[, album]``; and, between
tabs, lastexport's ``date, title, artist[, album, ...]``. Last.fm lists a play after thirty seconds: there is no short
one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from data.imports.dates import Dates
from data.imports.fields import name
from data.imports.plays import Entry, Layout, Play, Skip
from data.imports.table_rows import cell, column, delimiter_of, first_rows, table_rows

_ARTIST = ("artist", "artist name", "artists", "artistname")
_TITLE = ("track", "title", "song", "track name", "song name", "track title", "trackname", "name")
_DATE = (
    "uts", "timestamp", "unix timestamp", "utc time", "date", "time", "datetime", "date and time", "date/time",
    "played at", "date scrobbled", "scrobbled at", "scrobble time", "listened at", "date played", "play date",
)  # fmt: skip
_SAMPLE = 12
"""Rows by which a table without a header is judged."""
_LATER = Dates(2**40)
"""To see whether something is a date at all, every later one is."""
_WITH_ALBUM = 4


@dataclass(frozen=True, slots=True)
class _Columns:
    artist: int
    title: int
    date: int
    header: bool


class LastfmCsv:
    """Reads tables of scrobbles."""

    layout = Layout.LASTFM
    names = re.compile(r"[^/]{0,200}\.(?:csv|tsv)")

    def recognises(self, head: str) -> bool:
        """By its header, else by its first rows."""
        return _columns(head, delimiter_of(head)) is not None

    def entries(self, pieces: Iterable[str], dates: Dates) -> Iterator[Entry]:
        """Read a play or a skip for each row."""
        rest = iter(pieces)
        head = next(rest, "")
        delimiter = delimiter_of(head)
        columns = _columns(head, delimiter)
        if columns is None:
            return
        rows = table_rows(chain((head,), rest), delimiter)
        if columns.header:
            next(rows, None)
        for row in rows:
            yield _entry(row, columns, dates)


def _entry(row: Sequence[str], columns: _Columns, dates: Dates) -> Entry:
    artist, title = name(cell(row, columns.artist)), name(cell(row, columns.title))
    at = dates.read(cell(row, columns.date))
    return Skip.UNREADABLE if not artist or not title or at is None else Play(artist, title, at)


def _columns(head: str, delimiter: str) -> _Columns | None:
    sample = first_rows(head, delimiter, _SAMPLE)
    if not sample:
        return None
    artist, title, date = (column(sample[0], names) for names in (_ARTIST, _TITLE, _DATE))
    if artist is not None and title is not None and date is not None:
        return _Columns(artist, title, date, header=True)
    return _without_header(sample, delimiter)


def _without_header(sample: Sequence[Sequence[str]], delimiter: str) -> _Columns | None:
    width = len(sample[0])
    if width <= 2 or any(len(row) != width for row in sample):  # noqa: PLR2004 - artist and title beside the date
        return None
    if all(_is_date(row[-1]) for row in sample):
        return _Columns(0, 2 if width >= _WITH_ALBUM else 1, width - 1, header=False)
    if all(_is_date(row[0]) for row in sample):
        return _Columns(2, 1, 0, header=False) if delimiter == "\t" else _Columns(1, 2, 0, header=False)
    return None


def _is_date(text: str) -> bool:
    # A play of a player without a clock is dated 1970; that is a date too.
    return _LATER.read(text) is not None or text.strip() in {"0", "01 Jan 1970, 00:00", "01 Jan 1970 00:00"}
