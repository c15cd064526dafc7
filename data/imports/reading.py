"""A file of a listening history, whatever it is, as a tally: plain text of any format, or a zip that holds some."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from data.imports.archive import MAGIC, Archive, Budget
from data.imports.dates import Dates
from data.imports.errors import HistoryProblem, HistoryRefused
from data.imports.formats.all import FORMATS, recognised
from data.imports.formats.protocol import HistoryFormat
from data.imports.limits import ReadingLimits
from data.imports.plays import Entry, Layout
from data.imports.tally import Tally
from data.imports.text import Read, texts

STEP_ENTRIES = 5_000
"""So many entries lie between two reports of progress."""
_TEXTS = (".json", ".jsonl", ".csv", ".tsv", ".txt")
_MOST_RENAMED = 50
"""Files of an archive without a known name that are looked into."""
_NOTHING = frozenset({"", "[]", "{}"})


@dataclass(frozen=True, slots=True)
class ReadHistory:
    """What a file held."""

    layout: Layout
    tally: Tally


def read_history(
    file: BinaryIO, limits: ReadingLimits, now: int, step: Callable[[int], None] = lambda _: None
) -> ReadHistory:
    """Read a file to its end.

    Parameters
    ----------
    file
        Can be sought in.
    now
        Seconds since 1970: what is later than a day from then is no play.
    step
        Hears now and then how many entries were read.

    Raises
    ------
    HistoryRefused
        It is not such a file, or more than may be read; it says why.
    """
    reader = _Reader(limits, Dates(now), step)
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if not size:
        raise HistoryRefused(HistoryProblem.EMPTY)
    is_zip = file.read(len(MAGIC[0])) in MAGIC
    file.seek(0)
    layout = reader.archive(file) if is_zip else reader.plain(file)
    if not reader.tally.counts.read:
        raise HistoryRefused(HistoryProblem.EMPTY)
    return ReadHistory(layout, reader.tally)


class _Reader:
    def __init__(self, limits: ReadingLimits, dates: Dates, step: Callable[[int], None]) -> None:
        self._limits = limits
        self._dates = dates
        self._step = step
        self._budget = Budget(limits.unpacked_bytes)
        self._entries = 0
        self.tally = Tally(limits.plays, limits.songs, limits.letters)

    def plain(self, file: BinaryIO) -> Layout:
        def read(count: int) -> bytes:
            data = file.read(count)
            self._budget.take(len(data))
            return data

        pieces = texts(read)
        head = next(pieces, "")
        found = recognised(head)
        if found is None:
            problem = HistoryProblem.EMPTY if _says_nothing(head, pieces) else HistoryProblem.UNKNOWN
            raise HistoryRefused(problem)
        self._count(found, chain((head,), pieces))
        return found.layout

    def archive(self, file: BinaryIO) -> Layout:
        """Read all files of the first format that any file is of: others tell of the same plays, or of no songs.

        Files are taken by their names; where none has a name that an export gives, by what is in them.
        """
        archive = Archive(file, self._limits)
        empty = False
        for one in FORMATS:
            there = False
            for place, name in enumerate(archive.names):
                if one.names.fullmatch(name):
                    with archive.reading(place, self._budget) as read:
                        told, nothing = self._member(one, read)
                        there, empty = there or told, empty or nothing
            if there:
                return one.layout
        if empty:
            raise HistoryRefused(HistoryProblem.EMPTY)
        return self._renamed(archive)

    def _renamed(self, archive: Archive) -> Layout:
        texts_there = [place for place, name in enumerate(archive.names) if name.endswith(_TEXTS)][:_MOST_RENAMED]
        found = {place: self._recognised(archive, place) for place in texts_there}
        chosen = next((one for one in FORMATS if one in found.values()), None)
        if chosen is None:
            raise HistoryRefused(HistoryProblem.NESTED if archive.holds_archives else HistoryProblem.UNKNOWN)
        for place, one in found.items():
            if one is chosen:
                with archive.reading(place, self._budget) as read:
                    self._count(chosen, texts(read))
        return chosen.layout

    def _recognised(self, archive: Archive, place: int) -> HistoryFormat | None:
        with archive.reading(place, self._budget) as read:
            try:
                return recognised(next(texts(read), ""))
            except HistoryRefused as refused:
                if refused.problem is HistoryProblem.NOT_TEXT:
                    return None
                raise

    def _member(self, one: HistoryFormat, read: Read) -> tuple[bool, bool]:
        """Count a file of that name; whether it is of that format, and whether it holds nothing at all."""
        pieces = texts(read)
        head = next(pieces, "")
        if not one.recognises(head):
            return False, _says_nothing(head, pieces)
        self._count(one, chain((head,), pieces))
        return True, False

    def _count(self, one: HistoryFormat, pieces: Iterable[str]) -> None:
        self.tally.add(self._watched(one.entries(pieces, self._dates)))

    def _watched(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        for entry in entries:
            self._entries += 1
            if self._entries % STEP_ENTRIES == 0:
                self._step(self._entries)
            yield entry


def _says_nothing(head: str, rest: Iterator[str]) -> bool:
    return "".join(head[:64].split()) in _NOTHING and not any(piece.strip() for piece in rest)
