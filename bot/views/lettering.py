"""Letters in pictures: the font that ships with Segue, and names made fit for it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from bot.text.escape import plain

FONT_FILE = Path(__file__).parent / "fonts" / "SourceSansPro-Semibold.otf"
"""Latin, Greek and Cyrillic; SIL Open Font License, see ``fonts/OFL.txt``."""

_ELLIPSIS = "\u2026"
_LOST_AT_MOST = 0.3
"""A name of which the font lacks more than this part is not written at all: its number says enough."""


@lru_cache(maxsize=8)
def font(size: int) -> ImageFont.FreeTypeFont:
    """The font at ``size`` px."""
    return ImageFont.truetype(FONT_FILE, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _drawable(letter: str) -> bool:
    at = font(16)
    missing = bytes(at.getmask("\U0010ffff"))
    return letter == " " or bytes(at.getmask(letter)) != missing


def legible(name: str) -> str:
    """The name with the letters that the font has; without accents where only those are missing; else empty.

    >>> legible("Jóga"), legible("東京")
    ('Jóga', '')
    """
    line = plain(name)
    kept: list[str] = []
    for letter in line:
        bare = letter if _drawable(letter) else unicodedata.normalize("NFKD", letter)[0]
        if _drawable(bare):
            kept.append(bare)
    text = " ".join("".join(kept).split())
    return text if line and len(kept) >= (1 - _LOST_AT_MOST) * len(line) else ""


def width(text: str, size: int) -> float:
    """How wide the text is drawn, in px."""
    return float(font(size).getlength(text))


def shortened(text: str, size: int, most: float) -> str:
    """The text, cut with an ellipsis to at most ``most`` px."""
    if width(text, size) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(text[:middle].rstrip() + _ELLIPSIS, size) <= most else (low, middle - 1)
    return text[:low].rstrip() + _ELLIPSIS if low else ""
