"""All sources as one: a text becomes songs, and a song becomes thirty seconds of sound from whoever has them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from data.previews.apart import apart
from data.previews.asking import ask_all
from data.previews.errors import PreviewError, SourceConfused, TrackMissing
from data.previews.facts import Found, FoundSong, Preview, SourceName, TrackFacts
from data.previews.hearing import Hearing
from data.previews.links import Kind, Link, Service, find_link
from data.previews.lookups import Lookups
from data.previews.merging import Merged, merge
from data.previews.protocol import PreviewSource, SongQuery
from data.previews.query import read, read_page
from data.previews.short_links import ShortLinks
from engine.songs import normalise

FIND_SECONDS = 5.0
FETCH_SECONDS = 15.0
SEARCH_LIMIT = 25
"""Tracks that a source is asked for."""


Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class LinkResolver:
    """Who knows the songs behind a service's links.

    Attributes
    ----------
    source
        Who is asked.
    ref
        How that source calls what a link leads to.
    """

    source: PreviewSource
    ref: Callable[[Link], str]


class Previews:
    """The chain of sources.

    Parameters
    ----------
    sources
        In the order in which they are believed, and listened to.
    resolvers
        For each service's links, the best informed first.
    short_links
        Who knows what short links stand for; without it, such a link is no song.
    lookups
        What is remembered.
    find_seconds
        How long a search may take; what has answered by then is the answer.
    fetch_seconds
        How long it may take to come by a song's sound.
    """

    def __init__(
        self,
        sources: Sequence[PreviewSource],
        *,
        resolvers: Mapping[Service, Sequence[LinkResolver]] | None = None,
        short_links: ShortLinks | None = None,
        lookups: Lookups | None = None,
        find_seconds: float = FIND_SECONDS,
        fetch_seconds: float = FETCH_SECONDS,
    ) -> None:
        self._sources = tuple(sources)
        self._resolvers = dict(resolvers or {})
        self._short_links = short_links
        self._lookups = lookups or Lookups()
        self._find_seconds = find_seconds
        self._fetch_seconds = fetch_seconds

    async def find(self, text: str) -> Found:
        """Find the songs that a text names: by a link in it, an ISRC in it, or its words.

        Beside a link, words count only where they can be taken apart into an artist and a title, and only if the link
        leads to no song. Never fails because of a source: those that could not be asked are named in the answer.
        """
        link = find_link(text)
        readings = read(text)
        if link is not None and not any(one.title for one in readings):
            readings = ()
        if link is None and not readings:
            return Found()
        words = (f"{normalise(one.artist)}|{normalise(one.title)}|{normalise(one.text)}|{one.isrc}" for one in readings)
        return await self._lookups.get("\n".join([repr(link), *words]), lambda: self._find(link, readings))

    async def fetch(self, song: FoundSong) -> Preview:
        """Thirty seconds of a song: from its own tracks, else from the same recording at another source.

        Raises
        ------
        PreviewError
            The last reason why a source could not be asked; ``TrackMissing`` where all could, and none has its sound.
        """
        hearing = Hearing(self._sources, song)
        try:
            async with asyncio.timeout(self._fetch_seconds):
                return await apart(hearing.preview())
        except TimeoutError:
            raise SourceConfused(hearing.asking, "too slow") from None

    async def close(self) -> None:
        """Stop searches and let go of all sources, those that only know links among them."""
        await self._lookups.close()
        known = [resolver.source for resolvers in self._resolvers.values() for resolver in resolvers]
        sources = {id(source): source for source in (*self._sources, *known)}.values()
        await asyncio.gather(*(source.close() for source in sources))
        if self._short_links is not None:
            await self._short_links.close()

    async def _find(self, link: Link | None, readings: tuple[SongQuery, ...]) -> Found:
        until = asyncio.get_running_loop().time() + self._find_seconds
        unasked: list[SourceName] = []
        facts = None if link is None else await self._behind(link, until, unasked)
        if facts is not None and facts.artist and (facts.isrc or facts.seconds):
            return Found((FoundSong((facts,)),), sure=True, unasked=tuple(unasked))
        if facts is not None:
            readings = read_page(facts.title, facts.artist)
        merged = await self._named(readings, until, unasked)
        return Found(merged.songs, merged.sure, tuple(dict.fromkeys(unasked)))

    async def _behind(self, link: Link, until: float, unasked: list[SourceName]) -> TrackFacts | None:
        """Ask who knows the link, one after the other; notes who could not be asked."""
        known: Link | None = link
        if link.kind is Kind.SHORT and self._short_links is not None:
            short = self._short_links
            known = await _timely(short.name, short.expand(link), until, unasked)
        if known is None or known.kind is not Kind.TRACK:
            return None
        for resolver in self._resolvers.get(known.service, ()):
            facts = await _timely(resolver.source.name, resolver.source.resolve(resolver.ref(known)), until, unasked)
            if facts is not None:
                return facts
        return None

    async def _named(self, readings: tuple[SongQuery, ...], until: float, unasked: list[SourceName]) -> Merged:
        """Ask all sources for the likeliest reading, and for the other one only if that leaves a doubt."""
        said: dict[SourceName, list[TrackFacts]] = {source.name: [] for source in self._sources}
        merged = Merged((), sure=False)
        for reading in readings:
            for answer in await ask_all(self._sources, reading, SEARCH_LIMIT, until):
                if answer.tracks is None:
                    unasked.append(answer.source)
                else:
                    said[answer.source] += answer.tracks
            merged = merge(list(said.values()), readings)
            if merged.sure:
                break
        return merged


async def _timely(source: SourceName, call: Awaitable[Said], until: float, unasked: list[SourceName]) -> Said | None:
    """What a call comes to within half of the time that is left, so that there is time for another."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(max(until - loop.time(), 0.0) / 2):
            return await call
    except TrackMissing:
        return None
    except (PreviewError, TimeoutError):
        unasked.append(source)
        return None
