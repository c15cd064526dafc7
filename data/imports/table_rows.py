"""The rows of a table of text, one after another, and which of its columns holds what."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from data.imports.errors import HistoryProblem, HistoryRefused
from data.imports.limits import MAX_ENTRY_CHARS
from data.imports.text import lines

DELIMITERS = ",;\t"
MAX_COLUMNS = 200
"""Apple's tables have some sixty."""


def delimiter_of(head: str) -> str:
    """What stands between the columns: whichever of comma, semicolon and tab is most often in the first line."""
    first = head.partition("\n")[0]
    return max(DELIMITERS, key=first.count)


def table_rows(pieces: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """Read rows, without empty ones.

    Raises
    ------
    HistoryRefused
        ``UNREASONABLE`` for a row of more than 128 Ki letters or 200 columns; ``DAMAGED`` for what is no table.
    """
    feed = _Feed(lines(pieces, MAX_ENTRY_CHARS))
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        feed.taken = 0
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise HistoryRefused(HistoryProblem.DAMAGED) from None
        if len(row) > MAX_COLUMNS:
            raise HistoryRefused(HistoryProblem.UNREASONABLE)
        if row:
            yield row


def first_rows(head: str, delimiter: str, most: int) -> list[list[str]]:
    """The first rows of a text's beginning, as long as they are rows."""
    whole = head.rpartition("\n")[0] or head
    found: list[list[str]] = []
    with contextlib.suppress(HistoryRefused):
        for row in islice(table_rows([whole], delimiter), most):
            found.append(row)
    return found


def column(header: Sequence[str], names: Collection[str]) -> int | None:
    """Where a header has one of these names, which are in lower case; the first of ``names`` that is there wins."""
    places = {title.strip().casefold().replace("_", " "): place for place, title in reversed([*enumerate(header)])}
    return next((places[name] for name in names if name in places), None)


def cell(row: Sequence[str], place: int | None) -> str:
    """What stands in a column; empty where the row is too short, or the table has no such column."""
    return row[place] if place is not None and place < len(row) else ""


class _Feed:
    """Lines for the reader, of which one row may take only so many letters."""

    def __init__(self, source: Iterator[str]) -> None:
        self._source = source
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._source)
        self.taken += len(line)
        if self.taken > MAX_ENTRY_CHARS:
            raise HistoryRefused(HistoryProblem.UNREASONABLE)
        return line
