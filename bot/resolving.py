"""Which song is meant by what somebody typed and did not pick from the list."""

from __future__ import annotations

from bot.errors import AmbiguousSong, UnknownSong
from data.catalog import SURE_SCORE, Catalog, Match
from engine.songs import Song

CLEAR_MARGIN = 0.03
"""A song is meant when its score is ahead of every other song's by so much; other versions of it do not count."""

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


def choose(text: str, matches: list[Match]) -> Song:
    """The song among the matches, best first, that is clearly meant; raises like :func:`resolve`."""
    if not matches or matches[0].score < SURE_SCORE:
        raise UnknownSong(text, tuple(match.song for match in matches[:MOST_NEAREST]))
    best = matches[0]
    rivals = [
        match.song
        for match in matches[1:]
        if match.song.version_key != best.song.version_key and match.score > best.score - CLEAR_MARGIN
    ]
    if rivals:
        raise AmbiguousSong(text, (best.song, *rivals)[:MOST_NEAREST])
    return best.song
