"""What a question is about: a song that was picked, named or fetched, or a clip that the ear listens to."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.errors import UnknownSong
from bot.fetching import Fetched, Fetching
from bot.hearing import Hearing, Listened
from bot.questions import Fresh, Named, Question, Seed, SeedKind
from bot.resolving import Resolver
from bot.text.escape import plain
from data.catalog import Catalog
from data.ids import GuildId
from data.previews.facts import FoundSong, Preview
from engine.embed import Impression, impression
from engine.index import Index
from engine.paths import Ends
from engine.ranking import Only, Query
from engine.ranking.facets import Facets
from engine.ranking.mixing import Sides
from engine.recognition import recognise
from engine.songs import Song, SongId
from engine.traits import Traits

RECOGNITION_NEIGHBOURS = 10
"""Neighbours among which a clip's own song and the best other song are looked for."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a question turned out to be about.

    Attributes
    ----------
    listened
        The sound that was listened to for it, where there was one.
    preview
        The file that it came in, where its licence lets it be handed on.
    sides
        The vectors of songs that were added and subtracted.
    facets, only
        What was asked in words, and the numbers among them.
    near
        Songs that words point at: they are looked at beside those near the vector.
    ends
        Of a walk, with their vectors.
    """

    seed: Seed
    recognised: Song | None
    listened: Listened | None = None
    preview: Preview | None = None
    sides: Sides | None = None
    facets: Facets = field(default_factory=Facets)
    only: Only = field(default_factory=Only)
    near: tuple[SongId, ...] = ()
    ends: Ends | None = None

    @property
    def song(self) -> Song | None:
        """The song of the catalogue that was asked about, by name or by ear."""
        return self.seed.song or self.recognised

    @property
    def songs(self) -> tuple[Song, ...]:
        """The songs that were asked for more of: the one, those that were added, or both ends of a walk."""
        return self.seed.songs if self.song is None else (self.song,)

    @property
    def query(self) -> Query:
        """The question as the ranking takes it."""
        seed, own = self.seed, self.song
        return Query(
            vector=seed.vector,
            songs=tuple(song.id for song in (*self.songs, *seed.unlikes)),
            title=seed.title if own is None else own.title,
            genres=seed.genres,
            moods=seed.moods,
            quadrant=seed.quadrant,
            artist="" if own is None else own.artist,
            year=None if own is None else own.year,
            traits=seed.traits,
            sides=self.sides,
            facets=self.facets,
        )


class Seeds:
    """Finds the seed of a question; knows nothing of members."""

    def __init__(self, catalog: Catalog, hearing: Hearing, fetching: Fetching) -> None:
        self._catalog = catalog
        self._hearing = hearing
        self._fetching = fetching
        self._resolver = Resolver(catalog, fetching)

    async def resolve(self, question: Question, index: Index) -> Sought:
        """The song that was picked, or that the text names; one that the catalogue does not know is fetched and heard.

        Raises
        ------
        UnknownSong, AmbiguousSong
            It is not clear which.
        SoundOutOfReach, HeardTooLate, VectorError
            It cannot be heard.
        """
        return await self.named(Named(question.song, question.text, question.found), index, question.guild)

    async def named(self, named: Named, index: Index, guild: GuildId | None) -> Sought:
        """The song that somebody gives; raises like :meth:`resolve`."""
        song = await self._meant(named, index, guild)
        if isinstance(song, FoundSong):
            return _fetched(await self._fetching.hear(song, index, guild))
        vector = (await asyncio.to_thread(index.vectors_of, [song.id]))[0]
        seed = Seed(
            SeedKind.SONG, song, song.title, vector, song.genres, song.moods, quadrant=song.quadrant, traits=song.traits
        )
        return Sought(seed, None)

    async def _meant(self, named: Named, index: Index, guild: GuildId | None) -> Song | FoundSong:
        if named.found is not None:
            return await self._resolver.known(named.found, index, guild) or named.found
        if named.song is None:
            return await self._resolver.resolve(named.text or "", index, guild)
        known = (await self._catalog.get([named.song])).get(named.song)
        if known is None or known.id in await self._catalog.hidden(guild) or known.id not in index:
            raise UnknownSong(named.song)
        return known

    async def hear(self, clip: bytes, name: str, index: Index, guild: GuildId | None = None) -> Sought:
        """What the ear says of a clip, and which song it is where it is one that the server sees.

        Raises
        ------
        AudioError, VectorError, HeardTooLate
            It cannot be heard.
        """
        listened = await self._hearing.listen(clip)
        heard = listened.heard
        recognised = await self._recognise(index, heard.vector, guild)
        return Sought(_clip_seed(plain(name), heard.vector, impression(heard), recognised), recognised, listened)

    async def _recognise(self, index: Index, vector: NDArray[np.float32], guild: GuildId | None) -> Song | None:
        near = await asyncio.to_thread(index.query, vector, RECOGNITION_NEIGHBOURS)
        known = await self._catalog.get(near.ids)
        versions = [known[song].version_key if song in known else song for song in near.ids]
        found = recognise(near.similarities.tolist(), versions)
        if found is None or near.ids[found] in await self._catalog.hidden(guild):
            return None
        return known.get(near.ids[found])


def _fetched(fetched: Fetched) -> Sought:
    """What a song is like that was heard just now; how sure the ear is, it knows still."""
    song, heard = fetched.song, impression(fetched.listened.heard)
    said = {*song.genres, *song.moods, song.quadrant, song.key, *song.instruments}
    seed = Seed(
        SeedKind.SONG,
        song,
        song.title,
        fetched.listened.heard.vector,
        song.genres,
        song.moods,
        quadrant=song.quadrant,
        traits=song.traits,
        confidence={word: sure for word, sure in heard.confidence.items() if word in said},
        fresh=Fresh.KEPT if fetched.kept else Fresh.FORGOTTEN,
    )
    return Sought(seed, None, fetched.listened, fetched.preview if fetched.preview.track.licence else None)


def _clip_seed(name: str, vector: NDArray[np.float32], heard: Impression, own: Song | None) -> Seed:
    """What a clip is like; what is published of the song that it is goes before what the ear guesses."""
    genres, moods, quadrant, traits = heard.genres, heard.moods, heard.quadrant, heard.traits
    if own is not None:
        genres, moods, quadrant = own.genres or genres, own.moods or moods, own.quadrant or quadrant
        traits = Traits(
            own.tempo_bpm or traits.tempo_bpm,
            own.key or traits.key,
            traits.energy if own.energy is None else own.energy,
            own.instruments or traits.instruments,
        )
    published = () if own is None else (*own.genres, *own.moods, own.quadrant, own.key, *own.instruments)
    said = {*genres, *moods, quadrant, traits.key, *traits.instruments}.difference(published)
    confidence = {word: sure for word, sure in heard.confidence.items() if word in said}
    return Seed(SeedKind.CLIP, None, name, vector, genres, moods, quadrant, traits, confidence)
