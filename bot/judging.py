"""What a member says of a song or an artist by name: stars, and never again. No discord.py here."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import NotKept, UnknownSong
from bot.questions import Feedback, FeedbackKind, Fresh, Question
from bot.seeds import Seeds
from bot.words import Words
from data.catalog import Catalog
from data.catalog.following import CatalogIndex
from data.history import Event, EventKind, History
from data.ids import GuildId, MemberId
from data.opinions import Opinions
from data.times import Clock, utc_now
from engine.songs import Song, SongId, artist_key

_MATCHES = 25
"""Songs among which one of an artist is looked for."""


@dataclass(frozen=True, slots=True)
class Rated:
    """What a rating did.

    Attributes
    ----------
    stars
        1 to 5.
    before
        The stars that the member had given it before; ``None`` where there were none.
    changed
        ``False`` when those were the same.
    """

    song: Song
    stars: int
    before: int | None
    changed: bool


@dataclass(frozen=True, slots=True)
class ArtistBlocked:
    """What blocking an artist did; ``changed`` is ``False`` when the artist was blocked before."""

    artist: str
    changed: bool


class Judging:
    """Writes opinions down that are not given on a card."""

    def __init__(
        self,
        *,
        catalog: Catalog,
        history: History,
        opinions: Opinions,
        index: CatalogIndex,
        seeds: Seeds,
        words: Words,
        clock: Clock = utc_now,
    ) -> None:
        self._catalog = catalog
        self._history = history
        self._opinions = opinions
        self._index = index
        self._seeds = seeds
        self._words = words
        self._clock = clock

    async def rate(self, question: Question, stars: int) -> Rated:
        """Give a song stars, 1 to 5; the newest count. One that the catalogue does not know is fetched and heard.

        Raises
        ------
        UnknownSong, AmbiguousSong, SoundOutOfReach, HeardTooLate, NotKept
            It is not clear which song, or it cannot be known.
        HistoryPaused
            The member has paused Segue.
        ValueError
            There are no such stars.
        """
        song = await self._song(question)
        before = (await self._opinions.stars(question.member, [song.id])).get(song.id)
        event = Event(EventKind.RATED, question.member, question.guild, song=song.id, at=self._clock(), value=stars)
        new = await self._history.record([event])
        return Rated(song, stars, before, changed=new > 0)

    async def block_song(self, question: Question) -> Feedback:
        """Never give a song to a member again.

        Raises
        ------
        UnknownSong, AmbiguousSong, SoundOutOfReach, HeardTooLate, NotKept
            It is not clear which song, or it cannot be known.
        HistoryPaused
            The member has paused Segue.
        """
        song = await self._song(question)
        event = Event(EventKind.BLOCKED_SONG, question.member, question.guild, song=song.id, at=self._clock())
        return Feedback(song, FeedbackKind.BLOCK_SONG, changed=await self._history.record([event]) > 0)

    async def block_artist(self, typed: str, member: MemberId, guild: GuildId | None) -> ArtistBlocked:
        """Never give a member anything by an artist again.

        Raises
        ------
        UnknownWord
            The catalogue has no such artist.
        HistoryPaused
            The member has paused Segue.
        """
        name = await self._words.artist(typed)
        song, key = await self._one_by(name, guild), artist_key(name)
        event = Event(EventKind.BLOCKED_ARTIST, member, guild, song=song, artist=key, at=self._clock())
        return ArtistBlocked(name, changed=await self._history.record([event]) > 0)

    async def _song(self, question: Question) -> Song:
        index = await self._index.current()
        sought = await self._seeds.resolve(question, index)
        if sought.seed.fresh is Fresh.FORGOTTEN:
            raise NotKept
        if sought.song is None:
            raise UnknownSong(question.text or "")
        return sought.song

    async def _one_by(self, artist: str, guild: GuildId | None) -> SongId | None:
        """A song by the artist, whose facts tell the name wherever the block is listed."""
        wanted = artist_key(artist)
        found = await self._catalog.search(artist, _MATCHES, guild)
        return next((match.song.id for match in found if match.song.artist_key == wanted), None)
