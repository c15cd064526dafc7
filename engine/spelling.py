"""The one form in which names are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ŧ": "t", "&": " and "}
)
_APOSTROPHES = str.maketrans(dict.fromkeys("'\u2018\u2019\u02bc`\u00b4"))
_STYLED = (("$", "s"), ("!", "i"))
"""Signs that stand for a letter when letters surround them: Ke$ha, P!nk."""

# Marks that a listener may leave out. Marks of other scripts (a Japanese dakuten, a Hindi vowel) make another letter.
_ACCENTS = range(0x0300, 0x0370)
_HEBREW_POINTS = range(0x0591, 0x05C8)
_ARABIC_POINTS = range(0x064B, 0x0660)
_BREVE = "\u0306"  # the Cyrillic short i is a letter of its own, not an accented one


@lru_cache(maxsize=65_536)
def normalise(text: str) -> str:
    """Text as it is compared: no case, accents, punctuation or double spaces; every script keeps its letters.

    >>> normalise("  Jóga \u2014 (Björk) ")
    'joga bjork'
    >>> normalise("Don\u2019t") == normalise("dont")
    True
    """
    plain = text.translate(_APOSTROPHES)
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", plain).casefold()).translate(_APOSTROPHES)
    for sign, letter in _STYLED:
        folded = re.sub(rf"(?<=[^\W\d_])\{sign}(?=[^\W\d_])", letter, folded)
    kept: list[str] = []
    for character in folded.translate(_LETTERS):
        if _is_accent(character, after=kept[-1] if kept else ""):
            continue
        kept.append(character if unicodedata.category(character)[0] in "LMN" else " ")
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def _is_accent(mark: str, *, after: str) -> bool:
    code = ord(mark)
    if code in _ACCENTS:
        return not (mark == _BREVE and after == "и")
    return code in _HEBREW_POINTS or code in _ARABIC_POINTS
