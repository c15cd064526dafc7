"""What those who manage a server do with the catalogue: add a song, take the last one back, see how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import NothingToTakeBack, NotKept, QuotaReached
from bot.fetching import Fetching
from bot.resolving import Resolver
from data.catalog import Catalog
from data.ids import GuildId
from data.keeping import Keep
from data.previews.facts import FoundSong
from engine.index import IndexKind
from engine.songs import Song

if TYPE_CHECKING:
    from data.catalog.following import CatalogIndex


@dataclass(frozen=True, slots=True)
class Added:
    """What adding came to.

    Attributes
    ----------
    new
        ``False`` where the catalogue knew the song before.
    """

    song: Song
    new: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How the catalogue stands, as a server sees it.

    Attributes
    ----------
    songs
        All that the server can be recommended.
    added, asked
        Songs that the server brought: by command, and by asking about them.
    most
        Songs that it may bring.
    kind, indexed, fresh
        How songs are searched, how many there are, and how many came after the index was built.
    """

    songs: int
    added: int
    asked: int
    most: int
    keep: Keep
    kind: IndexKind
    indexed: int
    fresh: int


class Growing:
    """Those who manage a server, at work on its part of the catalogue."""

    def __init__(self, catalog: Catalog, index: CatalogIndex, fetching: Fetching, *, keep: Keep, most: int) -> None:
        self._catalog = catalog
        self._index = index
        self._fetching = fetching
        self._resolver = Resolver(catalog, fetching)
        self._keep = keep
        self._most = most

    async def add(self, text: str, guild: GuildId) -> Added:
        """Add the song that a text names or a link leads to.

        Raises
        ------
        QuotaReached
            The server has brought as many songs as it may; nothing was looked up.
        UnknownSong, AmbiguousSong, SoundOutOfReach, HeardTooLate, VectorError
            It is not clear which, or it cannot be heard.
        NotKept
            It was heard and could not be taken in.
        """
        count = await self._catalog.brought_by(guild)
        if count.added + count.asked >= self._most:
            raise QuotaReached(self._most)
        index = await self._index.current()
        song = await self._resolver.resolve(text, index, guild)
        if not isinstance(song, FoundSong):
            return Added(song, new=False)
        fetched = await self._fetching.hear(song, index, guild, adding=True)
        if not fetched.kept:
            raise NotKept
        return Added(fetched.song, new=True)

    async def take_back(self, guild: GuildId) -> Song:
        """Take back the song that the server added last.

        Raises
        ------
        NothingToTakeBack
            It added none.
        """
        song = await self._catalog.remove_last_added(guild)
        if song is None:
            raise NothingToTakeBack
        return song

    async def standing(self, guild: GuildId) -> Standing:
        """How the catalogue stands."""
        count = await self._catalog.brought_by(guild)
        hidden = await self._catalog.hidden(guild)
        index = await self._index.current()
        return Standing(
            songs=await self._catalog.count() - len(hidden),
            added=count.added,
            asked=count.asked,
            most=self._most,
            keep=self._keep,
            kind=index.kind,
            indexed=len(index),
            fresh=self._index.fresh,
        )
