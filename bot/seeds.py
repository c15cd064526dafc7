"""What a question is about: a song that was picked or named, or a clip that the ear listens to."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.errors import UnknownSong
from bot.hearing import Hearing
from bot.questions import Question, Seed, SeedKind
from bot.resolving import resolve
from bot.text.escape import plain
from data.catalog import Catalog
from engine.embed import sure
from engine.index import Index
from engine.recognition import recognise
from engine.songs import Song

RECOGNITION_NEIGHBOURS = 10
"""Neighbours among which a clip's own song and the best other song are looked for."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a question turned out to be about."""

    seed: Seed
    recognised: Song | None
    quadrant: str | None

    @property
    def song(self) -> Song | None:
        """The song of the catalogue that was asked about, by name or by ear."""
        return self.seed.song or self.recognised


class Seeds:
    """Finds the seed of a question; knows nothing of members."""

    def __init__(self, catalog: Catalog, hearing: Hearing) -> None:
        self._catalog = catalog
        self._hearing = hearing

    async def resolve(self, question: Question, index: Index) -> Sought:
        """The song that was picked, or that the text names.

        Raises
        ------
        UnknownSong, AmbiguousSong
            It is not clear which.
        """
        if question.song is None:
            song = await resolve(self._catalog, question.text or "")
        else:
            known = (await self._catalog.get([question.song])).get(question.song)
            if known is None:
                raise UnknownSong(question.song)
            song = known
        vector = (await asyncio.to_thread(index.vectors_of, [song.id]))[0]
        seed = Seed(SeedKind.SONG, song, song.title, vector, song.genres, song.moods)
        return Sought(seed, None, song.quadrant)

    async def hear(self, clip: bytes, name: str, index: Index) -> Sought:
        """What the ear says of a clip, and which song it is where it is one of the catalogue.

        Raises
        ------
        AudioError, VectorError, HeardTooLate
            It cannot be heard.
        """
        heard = await self._hearing.hear(clip)
        recognised = await self._recognise(index, heard.vector)
        genres, moods = sure(heard.genres), sure(heard.moods)
        quadrant = heard.quadrants[0].name if heard.quadrants else None
        if recognised is not None:
            # What is published of a song goes before what the ear guesses.
            genres, moods = recognised.genres or genres, recognised.moods or moods
            quadrant = recognised.quadrant or quadrant
        return Sought(Seed(SeedKind.CLIP, None, plain(name), heard.vector, genres, moods), recognised, quadrant)

    async def _recognise(self, index: Index, vector: NDArray[np.float32]) -> Song | None:
        near = await asyncio.to_thread(index.query, vector, RECOGNITION_NEIGHBOURS)
        known = await self._catalog.get(near.ids)
        versions = [known[song].version_key if song in known else song for song in near.ids]
        found = recognise(near.similarities.tolist(), versions)
        return None if found is None else known.get(near.ids[found])
