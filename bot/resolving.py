"""Which song is meant by what somebody typed and did not pick from the list."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import AmbiguousSong, UnknownSong
from data.catalog import Catalog, Match, meant
from data.catalog.search import SURE, SURE_MARGIN
from engine.songs import Song

MOST_NEAREST = 5
"""Songs that are offered when it is not clear."""

_LOOKED_AT = 15


async def resolve(catalog: Catalog, text: str) -> Song:
    """The one song that ``text`` names.

    Raises
    ------
    AmbiguousSong
        It names several songs about equally well.
    UnknownSong
        No name is near enough; the nearest are offered.
    """
    return choose(text, await catalog.search(text, _LOOKED_AT))


def choose(text: str, matches: Sequence[Match]) -> Song:
    """The song among the matches, best first, that is surely meant; raises like :func:`resolve`."""
    song = meant(matches)
    if song is not None:
        return song
    likeness = max((match.whole for match in matches), default=0.0)
    if likeness < SURE:
        raise UnknownSong(text, tuple(match.song for match in matches[:MOST_NEAREST]))
    close = [match.song for match in matches if match.whole > likeness - SURE_MARGIN]
    raise AmbiguousSong(text, tuple(close[:MOST_NEAREST]))
