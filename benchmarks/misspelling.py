"""How people spoil a name when they type it: one random mistake, where the name allows it."""

from __future__ import annotations

import random
import string
import unicodedata
from collections.abc import Callable
from enum import StrEnum


class Mistake(StrEnum):
    """One kind of mistake."""

    TYPO = "a typo"
    ACCENT = "missing accents"
    WORD = "a missing word"
    SWAPPED = "swapped words"


def spoilt(name: str, mistake: Mistake, draw: random.Random) -> str | None:
    """The name with one mistake; ``None`` where it cannot be spoilt so."""
    return _WAYS[mistake](name, draw)


def _typo(name: str, draw: random.Random) -> str | None:
    """Leave a letter out, add one, change one, or swap two that differ, anywhere in the name."""
    at = draw.randrange(len(name))
    letter = draw.choice(string.ascii_lowercase)
    ways = [
        name[:at] + name[at + 1 :],
        name[:at] + letter + name[at:],
        name[:at] + letter + name[at + 1 :],
        name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :],
    ]
    possible = [way for way in ways if way.strip() and way.casefold() != name.casefold()]
    return draw.choice(possible) if possible else None


def _without_accents(name: str, _: random.Random) -> str | None:
    bare = "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))
    return bare if bare != unicodedata.normalize("NFD", name) else None


def _without_a_word(name: str, draw: random.Random) -> str | None:
    words = name.split()
    if len(words) == 1:
        return None
    words.pop(draw.randrange(len(words)))
    return " ".join(words)


def _with_swapped_words(name: str, draw: random.Random) -> str | None:
    """Two neighbouring words change places."""
    words = name.split()
    places = [place for place in range(len(words) - 1) if words[place].casefold() != words[place + 1].casefold()]
    if not places:
        return None
    place = draw.choice(places)
    words[place : place + 2] = reversed(words[place : place + 2])
    return " ".join(words)


_WAYS: dict[Mistake, Callable[[str, random.Random], str | None]] = {
    Mistake.TYPO: _typo,
    Mistake.ACCENT: _without_accents,
    Mistake.WORD: _without_a_word,
    Mistake.SWAPPED: _with_swapped_words,
}
