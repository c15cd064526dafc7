"""Text from outside, made harmless: for Discord's markdown (:func:`escaped`) and for plain places (:func:`plain`)."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 100
"""Characters of a title or artist that are shown; the rest is cut."""

_MARKUP = re.compile(r"([\\*_~`|\[\]<:])")
_LINE_START = re.compile(r"^(\s*)([#>+-]|\d+(?=[.)]))")
_AT = re.compile(r"@(?=\S)")
_SPACE = re.compile(r"\s+")
_ZERO_WIDTH_SPACE = "\u200b"
_ELLIPSIS = "\u2026"
_INVISIBLE = {"Cc", "Cf", "Co", "Cs"}
_JOINERS = {"\u200c", "\u200d"}
"""Format characters that Persian, Hindi and emoji cannot be written without."""


def plain(text: str, longest: int = LONGEST_NAME) -> str:
    """One line without control and direction characters, cut to ``longest``: for labels, alt text, file names."""
    seen = "".join(
        letter if letter in _JOINERS or unicodedata.category(letter) not in _INVISIBLE else " " for letter in text
    )
    line = _SPACE.sub(" ", seen).strip()
    return line if len(line) <= longest else line[: longest - 1].rstrip() + _ELLIPSIS


def escaped(text: str, longest: int = LONGEST_NAME) -> str:
    r"""The same for markdown: nothing in it formats, links, mentions, or starts a heading, list or quotation.

    >>> escaped("**Loud** <@1>")
    '\\*\\*Loud\\*\\* \\<@\u200b1>'
    """
    marked = _MARKUP.sub(r"\\\1", plain(text, longest))
    return _AT.sub(f"@{_ZERO_WIDTH_SPACE}", _LINE_START.sub(_escape_start, marked))


def _escape_start(found: re.Match[str]) -> str:
    # A digit cannot be escaped: the invisible space keeps "1." from becoming a list.
    mark = found[2]
    return f"{found[1]}{_ZERO_WIDTH_SPACE}{mark}" if mark.isdigit() else f"{found[1]}\\{mark}"
