"""The objects of a JSON text, one after another: of a list, or each on a line of its own.

The standard library's own parser reads one object at a time from a window that holds little more than that object, so
that memory is bounded by the largest entry that is let through, however long the text, its strings and its nesting.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from data.imports.errors import HistoryProblem, HistoryRefused
from data.imports.limits import MAX_ENTRY_CHARS

JsonObject = dict[str, Any]

_BETWEEN = re.compile(r"[\s,]*")


def json_objects(pieces: Iterable[str]) -> Iterator[JsonObject]:
    """Read objects as long as there are any.

    Parameters
    ----------
    pieces
        The text, cut anywhere.

    Raises
    ------
    HistoryRefused
        ``DAMAGED`` where something else stands or the text breaks off; ``UNREASONABLE`` for an object that is broken,
        too long (128 Ki letters) or too deep (a thousand levels).
    """
    window, in_list = _Window(pieces), False
    if window.next_letter() == "[":
        window.at, in_list = window.at + 1, True
    while letter := window.next_letter():
        if letter == "]" and in_list:
            return
        if letter != "{":
            raise HistoryRefused(HistoryProblem.DAMAGED)
        yield window.read_object()
    if in_list:
        raise HistoryRefused(HistoryProblem.DAMAGED)


def first_object(head: str) -> JsonObject | None:
    """The first object of a text's beginning; ``None`` where there is none that is whole."""
    try:
        return next(json_objects([head]), None)
    except HistoryRefused:
        return None


class _Window:
    """A piece of the text, from the place that is read next."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = iter(pieces)
        self._text = ""
        self._decoder = json.JSONDecoder(parse_constant=_refuse_constant)
        self.at = 0

    def next_letter(self) -> str:
        """The next letter that is neither space nor comma; empty at the end."""
        while True:
            found = _BETWEEN.match(self._text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self._text):
                return self._text[self.at]
            if not self._read_on():
                return ""

    def read_object(self) -> JsonObject:
        """The object that begins here."""
        while True:
            try:
                read, end = self._decoder.raw_decode(self._text, self.at)
            except RecursionError:
                raise HistoryRefused(HistoryProblem.UNREASONABLE) from None
            except ValueError:
                # It is broken, or it goes on in the next piece: only more of it can tell.
                if len(self._text) - self.at > MAX_ENTRY_CHARS:
                    raise HistoryRefused(HistoryProblem.UNREASONABLE) from None
                if not self._read_on():
                    raise HistoryRefused(HistoryProblem.DAMAGED) from None
                continue
            if end - self.at > MAX_ENTRY_CHARS or not isinstance(read, dict):
                raise HistoryRefused(HistoryProblem.UNREASONABLE)
            self.at = end
            return read

    def _read_on(self) -> bool:
        """Let go of what was read and take the next piece; whether there is one."""
        piece = next(self._pieces, None)
        if piece is None:
            return False
        self._text, self.at = self._text[self.at :] + piece, 0
        return True


def _refuse_constant(name: str) -> NoReturn:
    message = f"{name} is not JSON"
    raise ValueError(message)
