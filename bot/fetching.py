"""Songs that the catalogue does not know: found in the sources, listened to, and taken in where that is wanted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Protocol

from bot.errors import HeardTooLate, SoundOutOfReach
from bot.hearing import Hearing, Listened
from bot.logs import logger
from data.catalog import Brought, Catalog, CatalogEntry
from data.catalog.labelling import labelled
from data.catalog.placing import placed
from data.ids import GuildId
from data.keeping import Keep
from data.previews.errors import PreviewError
from data.previews.facts import Found, FoundSong, Preview, TrackFacts
from data.times import Clock, utc_now
from engine.embed import Heard
from engine.errors import AudioError, VectorError
from engine.index import Index
from engine.songs import Song

ATTEMPTS = 3
"""Sources whose sound is tried for one song."""
FETCH_SECONDS = 20.0
"""Within which one of them must have given it."""

_log = logger(__name__)


class Sources(Protocol):
    """Where songs are found and heard: :class:`data.previews.chain.Previews`."""

    async def find(self, text: str) -> Found:
        """What may be meant by a text."""
        ...

    async def fetch(self, song: FoundSong) -> Preview:
        """A piece of a song; raises :class:`~data.previews.errors.PreviewError`."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Fetched:
    """A song that was fetched and heard.

    Attributes
    ----------
    preview
        Its sound; to be forgotten, unless its licence lets it be handed on.
    kept
        Whether the catalogue knows it from now on.
    """

    song: Song
    listened: Listened
    preview: Preview
    kept: bool


class Fetching:
    """Finds, hears and keeps; one for each process.

    Parameters
    ----------
    sources
        ``None`` where none is set up: nothing is found then.
    model
        Content hash of the ear's weights.
    most
        Songs that one server may bring; past it a song is answered from and forgotten.
    """

    def __init__(
        self,
        catalog: Catalog,
        sources: Sources | None,
        hearing: Hearing,
        *,
        model: str,
        keep: Keep,
        most: int,
        clock: Clock = utc_now,
    ) -> None:
        self._catalog = catalog
        self._sources = sources
        self._hearing = hearing
        self._model = model
        self._keep = keep
        self._most = most
        self._clock = clock

    async def find(self, text: str) -> Found:
        """What may be meant by a text, as all sources together say; nothing where there are none."""
        return Found() if self._sources is None else await self._sources.find(text)

    async def hear(self, found: FoundSong, index: Index, guild: GuildId | None, *, adding: bool = False) -> Fetched:
        """Listen to thirty seconds of a song, and keep what was heard, not the sound.

        Parameters
        ----------
        adding
            Whether those who manage the server add it, so that it is kept whatever the setting says.

        Raises
        ------
        SoundOutOfReach
            No source gives a piece of it that can be heard.
        HeardTooLate, VectorError
            The ear could not.
        """
        preview, listened = await self._sound(found)
        song = labelled(found.song(preview.track), listened.heard)
        kept = await self._take_in(song, preview.track, listened.heard, index, guild, adding=adding)
        _log.info("song_fetched", song_id=song.id, source=preview.track.source.value, kept=kept)
        return Fetched(song, listened, preview, kept)

    async def _sound(self, found: FoundSong) -> tuple[Preview, Listened]:
        """The first source's piece that can be heard."""
        left = found
        for _ in range(ATTEMPTS):
            preview = await self._fetch(left, found)
            try:
                return preview, await self._hearing.listen(preview.data)
            except AudioError as error:
                _log.warning("preview_unusable", source=preview.track.source.value, problem=error.problem.value)
                others = tuple(track for track in left.tracks if track.source is not preview.track.source)
                if not others:
                    break
                left = replace(left, tracks=others)
        raise SoundOutOfReach(found)

    async def _fetch(self, left: FoundSong, found: FoundSong) -> Preview:
        if self._sources is None:
            raise SoundOutOfReach(found)
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                return await self._sources.fetch(left)
        except TimeoutError:
            raise HeardTooLate(FETCH_SECONDS) from None
        except PreviewError as error:
            _log.warning("preview_missing", source=error.source.value, reason=error.reason)
            raise SoundOutOfReach(found) from error

    async def _take_in(
        self, song: Song, track: TrackFacts, heard: Heard, index: Index, guild: GuildId | None, *, adding: bool
    ) -> bool:
        private = self._keep is Keep.SERVER
        if not adding and (self._keep is Keep.OFF or (private and guild is None)):
            return False
        if guild is not None and not await self._has_room(guild):
            return False
        brought = None if guild is None else Brought(guild, adding, private, self._clock())
        entry = CatalogEntry(song, heard.vector, await placed(self._catalog, index, heard.vector), (_reference(track),))
        try:
            await self._catalog.add([entry], self._model, brought)
        except VectorError:
            return False
        return True

    async def _has_room(self, guild: GuildId) -> bool:
        count = await self._catalog.brought_by(guild)
        return count.added + count.asked < self._most


def _reference(track: TrackFacts) -> str:
    return f"{track.source.value}:{track.ref}"
