"""How like a track's name is what was asked for: of the whole name, and of a part of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from data.catalog.search import MAX_LETTERS
from data.previews.protocol import SongQuery
from engine.songs import artist_key, normalise, title_key

RELATED = 0.6
"""Below this likeness a track has nothing to do with what was asked for."""

MAX_ARTISTS = 5
"""Of a list of artists that are each compared."""

_SEVERAL = re.compile(r"\s*[,;&/()]\s*|\s+(?:and|x|feat\.?|ft\.?|featuring|with)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Likeness:
    """In [0, 1].

    Attributes
    ----------
    score
        How well the track answers, be it by a part of its name, such as the artist alone.
    whole
        How like its whole title, or artist and title, is what was asked for; at most ``score``.
    """

    score: float
    whole: float


@dataclass(frozen=True, slots=True)
class _Name:
    artist: str
    title: str
    artist_key: str
    title_key: str
    artists: tuple[str, ...]


def likeness(readings: Sequence[SongQuery], artist: str, title: str) -> Likeness:
    """Compare a track with every way to read a question; the best counts.

    A text that can be taken apart is not also read as a bare title where its title alone is closer to the track's: the
    name of a short artist would else be lost in a long title, and anybody's song of that title be taken for theirs.
    """
    name = _Name(
        normalise(artist), normalise(title), artist_key(artist), title_key(title), tuple(map(normalise, _list(artist)))
    )
    apart = [query for query in readings if query.title]
    closest = max((_like_title(_letters(query.title), name) for query in apart), default=0.0)
    whole = max((_like_both(query, name) for query in apart), default=0.0)
    part = 0.0
    for query in readings:
        wanted = _letters(query.text)
        as_one = _like_whole(wanted, name)
        if not query.title and as_one >= closest:
            whole = max(whole, as_one)
        part = max(
            part,
            0.97 * fuzz.ratio(wanted, name.artist),
            0.92 * fuzz.token_set_ratio(wanted, f"{name.artist} {name.title}"),
        )
    return Likeness(max(whole, part) / 100, whole / 100)


def _letters(text: str) -> str:
    return normalise(text)[:MAX_LETTERS].strip()


def _list(artists: str) -> list[str]:
    return [one for one in _SEVERAL.split(artists) if one][:MAX_ARTISTS]


def _like_whole(wanted: str, name: _Name) -> float:
    return max(
        _like_title(wanted, name),
        fuzz.token_sort_ratio(wanted, f"{name.artist} {name.title}"),
        fuzz.token_sort_ratio(wanted, f"{name.artist_key} {name.title_key}"),
        *(0.99 * fuzz.token_sort_ratio(wanted, f"{one} {name.title}") for one in name.artists),
    )


def _like_both(query: SongQuery, name: _Name) -> float:
    """The artist and the title each for itself, in either order."""
    first, second = _letters(query.artist), _letters(query.title)
    return max(
        (_like_artist(query.artist, name) + _like_title(second, name)) / 2,
        (_like_artist(query.title, name) + _like_title(first, name)) / 2,
    )


def _like_title(wanted: str, name: _Name) -> float:
    # A title without what tells versions apart counts a little less, so that the version that was named comes first.
    return max(
        fuzz.ratio(wanted, name.title),
        0.995 * fuzz.ratio(wanted, name.title_key),
        0.99 * fuzz.ratio(wanted.replace(" ", ""), name.title.replace(" ", "")),
    )


def _like_artist(wanted: str, name: _Name) -> float:
    letters = _letters(wanted)
    return max(
        fuzz.ratio(letters, name.artist),
        fuzz.ratio(artist_key(wanted), name.artist_key),
        0.98 * max((fuzz.ratio(letters, one) for one in name.artists), default=0.0),
    )
