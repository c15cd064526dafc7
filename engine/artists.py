"""Who is the first-named artist: telling a list of artists from one act whose name looks like a list."""

from __future__ import annotations

import re
from functools import lru_cache

from engine.spelling import normalise

_GUESTS = re.compile(r"\s*[(\[]?(?<![^\s(\[])(?:feat|ft|featuring|with)\b\.?\s+\S.*$", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[,;]\s*|\s+(?:/|[x\u00d7]|[Vv][Ss]\.?)\s+")
_LAST_TWO = re.compile(r"\s+(?:&|and)\s+", re.IGNORECASE)
_ARTICLE = "the "
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii"})
"""What may follow a comma inside one person's name."""

_ONE_ACT = tuple(
    sorted(
        {
            "black country new road",
            "crosby stills and nash",
            "crosby stills nash and young",
            "dave dee dozy beaky mick and tich",
            "earth wind and fire",
            "hamilton joe frank and reynolds",
            "my life with the thrill kill kult",
            "sleeping with sirens",
            "tyler the creator",
        },
        key=len,
        reverse=True,
    )
)
"""Acts whose names look like lists of artists, as :func:`engine.spelling.normalise` spells them; longest first."""


@lru_cache(maxsize=65_536)
def artist_key(artist: str) -> str:
    """The first-named artist without guests and a leading article.

    One word, one word & one word is a band ("Emerson, Lake & Palmer"); any other list is several artists.

    >>> artist_key("The Beatles") == artist_key("Beatles feat. Billy Preston")
    True
    >>> artist_key("Earth, Wind & Fire")
    'earth wind and fire'
    >>> artist_key("Massive Attack, Elizabeth Fraser")
    'massive attack'
    """
    name = _bare(artist)
    for act in _ONE_ACT:
        if name == act or name.startswith(act + " "):
            return act
    first = _bare(_first_of(_GUESTS.sub("", " ".join(artist.split()))))
    return first or name or artist.casefold().strip()


def _bare(name: str) -> str:
    return normalise(name).removeprefix(_ARTICLE)


def _first_of(names: str) -> str:
    parts = [part for part in _SEPARATOR.split(names) if part]
    match parts:
        case [first, suffix, *_] if normalise(suffix) in _SUFFIXES:
            return f"{first} {suffix}"
        case [first, _, *_] if not _is_band(parts):
            return first
        case _:
            return names


def _is_band(parts: list[str]) -> bool:
    """Whether all the names are single words and the last two are joined by "and"."""
    match _LAST_TWO.split(parts[-1]):
        case [last_but_one, last]:
            return all(len(word.split()) == 1 for word in (*parts[:-1], last_but_one, last))
        case _:
            return False
