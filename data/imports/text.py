"""Bytes as text, a piece at a time: UTF-8 with or without a mark at its beginning, or UTF-16 with one."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from data.imports.errors import HistoryProblem, HistoryRefused

CHUNK_BYTES = 256 * 1024
HEAD_BYTES = CHUNK_BYTES
"""As much of a file is looked at to recognise its format."""

Read = Callable[[int], bytes]
"""Gives at most so many next bytes; empty at the end."""


def encoding_of(beginning: bytes) -> str:
    """The encoding that a text's first bytes speak of."""
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"


def texts(read: Read) -> Iterator[str]:
    """Read a text in pieces of a few hundred thousand letters.

    Raises
    ------
    HistoryRefused
        ``NOT_TEXT`` for bytes that are none; whatever ``read`` raises.
    """
    first = read(CHUNK_BYTES)
    decoder = codecs.getincrementaldecoder(encoding_of(first))()
    try:
        for chunk in chain((first,), iter(lambda: read(CHUNK_BYTES), b"")):
            text = decoder.decode(chunk)
            if "\0" in text:
                raise HistoryRefused(HistoryProblem.NOT_TEXT)
            yield text
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise HistoryRefused(HistoryProblem.NOT_TEXT) from None


def lines(pieces: Iterable[str], longest: int) -> Iterator[str]:
    """Cut a text at its line feeds, which stay.

    Raises
    ------
    HistoryRefused
        ``UNREASONABLE`` for a line of more letters than ``longest``.
    """
    rest = ""
    for piece in pieces:
        *whole, rest = (rest + piece).split("\n")
        for line in whole:
            yield _bounded(line, longest) + "\n"
        _bounded(rest, longest)
    if rest:
        yield rest


def _bounded(line: str, longest: int) -> str:
    if len(line) > longest:
        raise HistoryRefused(HistoryProblem.UNREASONABLE)
    return line
