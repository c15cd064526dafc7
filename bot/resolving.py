"""Which song is meant by what somebody typed and did not pick from the list."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import AmbiguousSong, UnknownSong
from bot.fetching import Fetching
from data.catalog import Catalog, Match, meant
from data.catalog.search import SURE, SURE_MARGIN
from data.ids import GuildId
from data.previews.facts import FoundSong
from data.previews.links import find_isrc, find_link
from engine.index import Index
from engine.songs import Song, version_key

MOST_NEAREST = 5
"""Songs that are offered when it is not clear."""

_LOOKED_AT = 15


class Resolver:
    """Finds the song in the catalogue, else in the sources."""

    def __init__(self, catalog: Catalog, fetching: Fetching) -> None:
        self._catalog = catalog
        self._fetching = fetching

    async def resolve(self, text: str, index: Index, guild: GuildId | None) -> Song | FoundSong:
        """The one song that ``text`` names: of the catalogue, or one that still has to be listened to.

        The sources are asked where the catalogue knows nothing by that name, and about links and ISRCs, which say
        nothing to the catalogue.

        Raises
        ------
        AmbiguousSong
            It names several songs about equally well.
        UnknownSong
            Nobody who could be asked knows it; the catalogue's nearest are offered.
        """
        if find_link(text) is not None or find_isrc(text) is not None:
            return await self._outside(text, (), index, guild)
        matches = await self._catalog.search(text, _LOOKED_AT, guild)
        try:
            return choose(text, matches)
        except UnknownSong as unknown:
            return await self._outside(text, unknown.nearest, index, guild)

    async def known(self, found: FoundSong, index: Index, guild: GuildId | None) -> Song | None:
        """The catalogue's own song that a found one is, where it has a vector and may be seen."""
        own = (await self._catalog.get([found.id])).get(found.id)
        if own is not None and own.id in index and own.id not in await self._catalog.hidden(guild):
            return own
        wanted = version_key(found.artist, found.title)
        for match in await self._catalog.search(f"{found.artist} {found.title}", _LOOKED_AT, guild):
            if match.song.version_key == wanted and match.whole >= SURE and match.song.id in index:
                return match.song
        return None

    async def _outside(
        self, text: str, nearest: tuple[Song, ...], index: Index, guild: GuildId | None
    ) -> Song | FoundSong:
        answer = await self._fetching.find(text)
        if not answer.songs:
            raise UnknownSong(text, nearest, answer.unasked)
        if not answer.sure and len(answer.songs) > 1:
            raise AmbiguousSong(text, found=answer.songs)
        found = answer.songs[0]
        return await self.known(found, index, guild) or found


def choose(text: str, matches: Sequence[Match]) -> Song:
    """The song among the matches, best first, that is surely meant.

    Raises
    ------
    AmbiguousSong
        Several are about equally like the text.
    UnknownSong
        No name is near enough.
    """
    song = meant(matches)
    if song is not None:
        return song
    likeness = max((match.whole for match in matches), default=0.0)
    if likeness < SURE:
        raise UnknownSong(text, tuple(match.song for match in matches[:MOST_NEAREST]))
    close = [match.song for match in matches if match.whole > likeness - SURE_MARGIN]
    raise AmbiguousSong(text, tuple(close[:MOST_NEAREST]))
