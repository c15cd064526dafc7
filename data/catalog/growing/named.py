"""From names to songs: looked for in the catalogue, then in the sources, heard there and not kept.

A name is taken only for a song that is surely meant: a list of ten thousand lines is nobody's to check by hand.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from data.catalog.growing.summary import Summary
from data.catalog.growing.taking_in import NewSong, take_in
from data.catalog.growing.workshop import Workshop
from data.catalog.search import meant, search
from data.previews.errors import PreviewError, SourceClosed, TrackMissing
from data.previews.facts import Found, FoundSong, Preview, TrackFacts
from data.tables import SongRow, VectorRow
from engine.embed.bulk import Sound, embed_sounds
from engine.songs import song_id

AT_ONCE = 8
"""Songs that are looked for and fetched together; they are one portion, and one transaction."""
TRIES = 4
LONGEST_PAUSE_SECONDS = 60.0
USUAL_PAUSE_SECONDS = 5.0
"""How long a source that could not be asked is left alone before it is asked again."""
SEARCHED = 5
"""Songs of the catalogue among which the one that is meant must stand out."""

UNKNOWN = "no source knows it for sure"
UNASKED = "the sources could not be asked"
SILENT = "no source has a sound of it that may be heard"
NOT_HEARD = "what a source has of it cannot be heard"


class Sources(Protocol):
    """Where songs are found and heard: :class:`data.previews.chain.Previews`."""

    async def find(self, text: str) -> Found:
        """What may be meant by a text."""
        ...

    async def fetch(self, song: FoundSong) -> Preview:
        """A piece of a song; raises :class:`~data.previews.errors.PreviewError`."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """A song that a list names.

    Attributes
    ----------
    track
        What a source that made the list says of it; then it need not be searched for.
    """

    artist: str = ""
    title: str = ""
    isrc: str | None = None
    track: TrackFacts | None = None

    @property
    def text(self) -> str:
        """How a source is asked for it."""
        return f"{self.artist} - {self.title}" if self.artist and self.title else self.isrc or self.title

    @classmethod
    def of(cls, track: TrackFacts) -> Wanted:
        """The track of a list that a source made."""
        return cls(track.artist, track.title, track.isrc, track)


@dataclass(frozen=True, slots=True)
class _Fetched:
    found: FoundSong
    preview: Preview


Pause = Callable[[float], Awaitable[None]]


def add_named(
    names: Iterable[Wanted],
    workshop: Workshop,
    sources: Sources | None,
    summary: Summary,
    *,
    report: Callable[[str, str], None] = lambda _name, _reason: None,
    step: Callable[[], object] = lambda: None,
    pause: Pause = asyncio.sleep,
    stopped: Callable[[], bool] = lambda: False,
) -> None:
    """Make songs of names.

    Parameters
    ----------
    sources
        ``None`` where there is no source: then only what is known is found.
    report
        Hears of every name that comes to nothing, and why.
    step
        Called whenever a name is done with.
    pause
        Waits until a source may be asked again.
    stopped
        Asked before every portion: when it is so, no more is begun.
    """
    remaining = iter(names)
    fetching = _Fetching(sources, pause)
    while not stopped() and (portion := list(islice(remaining, AT_ONCE))):
        unknown = workshop.runner.run(_unknown(portion, workshop))
        summary.known += len(portion) - len(unknown)
        came = workshop.runner.run(fetching.fetch_all(unknown))
        fetched = [one for one in came if isinstance(one, _Fetched)]
        failures = [(wanted.text, one) for wanted, one in zip(unknown, came, strict=True) if isinstance(one, str)]
        songs = _heard(fetched, workshop, failures)
        summary.heard += len(fetched)
        for name, reason in failures:
            summary.wrong[reason] += 1
            report(name, reason)
        workshop.runner.run(_write(songs, workshop, summary))
        for _ in portion:
            step()


def _heard(fetched: Sequence[_Fetched], workshop: Workshop, failures: list[tuple[str, str]]) -> list[NewSong]:
    sounds = [Sound(Path(one.preview.track.ref), one.preview.data) for one in fetched]
    songs = []
    for one, embedded in zip(fetched, embed_sounds(sounds, workshop.embedder, workshop.pool), strict=True):
        if embedded.heard is None:
            failures.append((f"{one.found.artist} - {one.found.title}", NOT_HEARD))
        else:
            track = one.preview.track
            songs.append(NewSong(one.found.song(track), embedded.heard, track.ref))
    return songs


async def _write(songs: list[NewSong], workshop: Workshop, summary: Summary) -> None:
    if songs:
        async with workshop.database.write() as session:
            taken = await take_in(session, songs, [], workshop.embedder.model)
        summary.added += taken.added
        summary.known += taken.known


async def _unknown(portion: Sequence[Wanted], workshop: Workshop) -> list[Wanted]:
    async with workshop.database.read() as session:
        return [wanted for wanted in portion if not await _is_known(session, wanted, workshop.embedder.model)]


async def _is_known(session: AsyncSession, wanted: Wanted, model: str) -> bool:
    """Whether the catalogue has heard the song that is meant, by its id, its ISRC or its name."""
    heard = select(SongRow.id).join(VectorRow, VectorRow.song == SongRow.id).where(VectorRow.model == model)
    if wanted.isrc:
        by_isrc = heard.where(SongRow.isrc == wanted.isrc).limit(1)
        if (await session.execute(by_isrc)).first() is not None:
            return True
    if not (wanted.artist and wanted.title):
        return False
    by_name = heard.where(SongRow.id == song_id(wanted.artist, wanted.title))
    if (await session.execute(by_name)).first() is not None:
        return True
    song = meant(await search(session, wanted.text, SEARCHED))
    return song is not None and (await session.execute(heard.where(SongRow.id == song.id))).first() is not None


class _Fetching:
    """Finds and fetches with the patience of somebody who lets a command run over night."""

    def __init__(self, sources: Sources | None, pause: Pause) -> None:
        self._sources = sources
        self._pause = pause

    async def fetch_all(self, names: Sequence[Wanted]) -> list[_Fetched | str]:
        """Each one's sound, or why there is none."""
        return list(await asyncio.gather(*(self._fetch(wanted) for wanted in names)))

    async def _fetch(self, wanted: Wanted) -> _Fetched | str:
        if self._sources is None:
            return UNASKED
        found = await self._find(wanted, self._sources)
        return found if isinstance(found, str) else await self._preview(found, self._sources)

    async def _find(self, wanted: Wanted, sources: Sources) -> FoundSong | str:
        if wanted.track is not None:
            return FoundSong((wanted.track,))
        for attempt in range(TRIES):
            found = await sources.find(wanted.text)
            if found.songs and found.sure:
                return found.songs[0]
            if not found.unasked:
                return UNKNOWN
            if attempt + 1 < TRIES:
                await self._pause(USUAL_PAUSE_SECONDS)
        return UNASKED

    async def _preview(self, found: FoundSong, sources: Sources) -> _Fetched | str:
        for attempt in range(TRIES):
            try:
                return _Fetched(found, await sources.fetch(found))
            except TrackMissing:
                return SILENT
            except PreviewError as error:
                waiting = error.seconds if isinstance(error, SourceClosed) else USUAL_PAUSE_SECONDS
            if waiting > LONGEST_PAUSE_SECONDS:
                return UNASKED
            if attempt + 1 < TRIES:
                await self._pause(waiting)
        return UNASKED
