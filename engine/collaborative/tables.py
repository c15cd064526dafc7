"""Plays, targets and tags from CSV files of strangers, and recommendations into one: bounded, checked, atomic."""

from __future__ import annotations

import csv
import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np

from engine.collaborative.interactions import Interactions, ItemId, Numbered, UserId
from engine.collaborative.tags import ItemTags
from engine.errors import InteractionsError

LONGEST_LINE = 10_000
"""Characters of a line that is read."""

LONGEST_ID = 500
"""Characters of an id or a tag."""

MOST_LINES = 20_000_000
"""Lines of a file: sixteen times the plays of the largest data set in the evaluation."""

MOST_IDS = 2_000_000
"""Different users, items or tags of a file."""

LARGEST_COUNT = 1e9


def read_interactions(path: Path) -> Interactions:
    """Plays from a CSV file with the header ``user,item,count``.

    Columns may come in any order and others are passed over; a pair that occurs twice is added up; a count of 0 says
    that nothing was played.

    Raises
    ------
    InteractionsError
        The file cannot be read, or a line is not as said; the message names it.
    """
    users, items, counts = _Ids(), _Ids(), array("d")
    with _rows(path, ("user", "item", "count")) as rows:
        for line, (user, item, count) in rows:
            number = _count(count, line)
            if number:
                users.add(user, "user", line)
                items.add(item, "item", line)
                counts.append(number)
    if not counts:
        raise InteractionsError(f"{path.name} holds no plays")
    return Interactions.numbered(users.numbered(), items.numbered(), np.asarray(counts))


def read_targets(path: Path) -> tuple[UserId, ...]:
    """Whom to recommend to, from a CSV file with the header ``user``; each once, in the file's order.

    Raises
    ------
    InteractionsError
        As :func:`read_interactions`.
    """
    users = _Ids()
    with _rows(path, ("user",)) as rows:
        for line, (user,) in rows:
            users.add(user, "user", line)
    if not users.places:
        raise InteractionsError(f"{path.name} names no users")
    return tuple(UserId(user) for user in users.places)


def read_tags(path: Path, items: Sequence[ItemId]) -> ItemTags:
    """Tags of these items, from a CSV file with the header ``item,tag,count`` or ``item,tag``; of other items none.

    Raises
    ------
    InteractionsError
        As :func:`read_interactions`.
    """
    tagged, tags, counts = _Ids(), _Ids(), array("d")
    with _rows(path, ("item", "tag"), ("count",)) as rows:
        for line, (item, tag, *count) in rows:
            number = _count(count[0], line) if count else 1.0
            if number:
                tagged.add(item, "item", line)
                tags.add(tag, "tag", line)
                counts.append(number)
    return ItemTags.numbered(items, tagged.numbered(), tags.numbered(), np.asarray(counts))


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One line of the answer."""

    user: UserId
    item: ItemId
    rank: int
    score: float


def write_recommendations(path: Path, lines: Iterable[Recommendation]) -> None:
    """Write a CSV file with the header ``user,item,rank,score``, whole or not at all.

    Raises
    ------
    OSError
        It cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("user", "item", "rank", "score"))
            writer.writerows((one.user, one.item, one.rank, f"{one.score:.6g}") for one in lines)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


class _Ids:
    """Ids by the number of their first occurrence."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        self._numbers = array("q")

    def add(self, one: str, what: str, line: str) -> None:
        place = self.places.get(one)
        if place is None:
            if not one.strip():
                raise InteractionsError(f"{line}: the {what} is empty")
            if len(one) > LONGEST_ID:
                raise InteractionsError(f"{line}: the {what} is longer than {LONGEST_ID} characters")
            if len(self.places) == MOST_IDS:
                raise InteractionsError(f"{line}: there are more than {MOST_IDS:,} different {what}s")
            place = self.places[one] = len(self.places)
        self._numbers.append(place)

    def numbered(self) -> Numbered:
        return Numbered(tuple(self.places), np.asarray(self._numbers, dtype=np.int64))


@contextmanager
def _rows(
    path: Path, columns: tuple[str, ...], further: tuple[str, ...] = ()
) -> Iterator[Iterator[tuple[str, list[str]]]]:
    """(where it stands, the fields of these columns) for each row; what goes wrong becomes one sentence."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield _fields(path.name, file, columns, further)
    except OSError as error:
        raise InteractionsError(f"{path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InteractionsError(f"{path.name} is not UTF-8 text") from error


def _fields(
    name: str, file: TextIO, columns: tuple[str, ...], further: tuple[str, ...]
) -> Iterator[tuple[str, list[str]]]:
    reader = csv.reader(_lines(name, file), strict=True)
    try:
        header = [title.strip() for title in next(reader, [])]
        missing = [column for column in columns if header.count(column) != 1]
        if missing:
            raise InteractionsError(f"{name}: the first line must be the header {','.join(columns)}")
        places = [header.index(column) for column in (*columns, *further) if column in header]
        for row in reader:
            if not row:
                continue
            line = f"{name}, line {reader.line_num}"
            if len(row) != len(header):
                raise InteractionsError(f"{line}: {len(row)} fields where the header has {len(header)}")
            yield line, [row[place] for place in places]
    except csv.Error as error:
        raise InteractionsError(f"{name}, line {reader.line_num}: {error}") from error


def _lines(name: str, file: TextIO) -> Iterator[str]:
    for number in range(1, MOST_LINES + 2):
        line = file.readline(LONGEST_LINE)
        if not line:
            return
        if number > MOST_LINES:
            raise InteractionsError(f"{name} has more than {MOST_LINES:,} lines")
        if len(line) == LONGEST_LINE and not line.endswith("\n"):
            raise InteractionsError(f"{name}, line {number}: longer than {LONGEST_LINE:,} characters")
        yield line


def _count(text: str, line: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number <= LARGEST_COUNT:
        raise InteractionsError(f"{line}: the count {text[:40]!r} is not a number from 0 to {LARGEST_COUNT:,.0f}")
    return number
