"""A question in words: what it says, which songs are so, and the vector among them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.errors import NothingUnderstood
from bot.questions import Read, Seed, SeedKind
from bot.seeds import Sought
from bot.text.en.prompts import read_as
from bot.text.escape import plain
from bot.understanding import LONGEST_PROMPT, Lexicon, Understood, understand
from data.catalog import Catalog, Vocabulary
from data.ids import GuildId
from engine.embed.reading import Head, VectorReader
from engine.index import Index
from engine.ranking import Labels, Only
from engine.ranking.facets import Facet, Facets
from engine.ranking.heard_facets import HeardFacets
from engine.ranking.mixing import Sides, mixed
from engine.ranking.prompts import centroid
from engine.songs import SongId

EXAMPLES = 400
"""Songs by label, and as many by ear, among which those are looked for that fit best."""
COMPARED = 2_000
"""Songs of the catalogue with which the ear compares a song."""


@dataclass(frozen=True, slots=True)
class _Ear:
    """The ear, tuned to one state of the index."""

    index: Index
    heard: HeardFacets


class Prompts:
    """Finds the seed of a prompt; knows nothing of members.

    Parameters
    ----------
    reader
        Reads what the ear says off vectors; ``None`` where there is no such ear, and labels alone count.
    """

    def __init__(self, catalog: Catalog, reader: VectorReader | None) -> None:
        self._catalog = catalog
        self._reader = reader
        self._ear: _Ear | None = None
        self._lexicon: tuple[Vocabulary, Lexicon] | None = None

    async def sought(self, prompt: str, index: Index, guild: GuildId | None) -> Sought:
        """What somebody wants to hear.

        Raises
        ------
        NothingUnderstood
            No word says how a song sounds, or the catalogue has nothing of the kind.
        """
        vocabulary = await self._catalog.vocabulary()
        understood = understand(prompt, await self._lexicon_of(vocabulary))
        if not understood:
            raise NothingUnderstood(prompt)
        heard = await self._heard(index)
        facets = Facets(understood.wanted, understood.unwanted, heard)
        only = Only(tempo=understood.tempo, year=understood.year)
        songs = await asyncio.to_thread(_examples, index, vocabulary, facets, only, heard)
        hidden = await self._catalog.hidden(guild)
        facts = await self._catalog.get([song for song in songs if song not in hidden])
        if not facts:
            raise NothingUnderstood(prompt)
        known = [(song, Labels(song.genres, song.moods, song.quadrant)) for song in facts.values()]
        vectors = await asyncio.to_thread(index.vectors_of, tuple(facts))
        fits = facets.fits([facets.shown(*one) for one in known], vectors)
        vector = await asyncio.to_thread(_vector, vectors, fits, facets.let(known, vectors))
        best = np.argsort(-fits, kind="stable")[:EXAMPLES]
        seed = Seed(SeedKind.PROMPT, None, plain(prompt, LONGEST_PROMPT), vector, read=_read(understood))
        ids = tuple(facts)
        return Sought(seed, None, facets=facets, only=only, near=tuple(ids[row] for row in best))

    async def _lexicon_of(self, vocabulary: Vocabulary) -> Lexicon:
        if self._lexicon is None or self._lexicon[0] is not vocabulary:
            made = await asyncio.to_thread(Lexicon, vocabulary, _words_of(self._reader))
            self._lexicon = (vocabulary, made)
        return self._lexicon[1]

    async def _heard(self, index: Index) -> HeardFacets | None:
        if self._reader is None or not len(index):
            return None
        if self._ear is None or self._ear.index is not index:
            rows = np.unique(np.linspace(0, len(index) - 1, COMPARED).astype(np.int64)).tolist()
            sample = await asyncio.to_thread(index.vectors_of, [index.ids[row] for row in rows])
            self._ear = _Ear(index, await asyncio.to_thread(HeardFacets, self._reader, sample))
        return self._ear.heard


def _words_of(reader: VectorReader | None) -> list[Facet]:
    """The ear's words, one facet each."""
    made = {
        Head.GENRE: lambda word: Facet(word, genres=(word,)),
        Head.MOOD: lambda word: Facet(word, moods=(word,)),
        Head.INSTRUMENT: lambda word: Facet(word, instruments=(word,)),
    }
    return [] if reader is None else [made[one.head](one.name) for one in reader.labels if one.head in made]


def _examples(
    index: Index, vocabulary: Vocabulary, facets: Facets, only: Only, heard: HeardFacets | None
) -> tuple[SongId, ...]:
    """Songs that are so by their labels, those that show most of it first, and by ear; each once."""
    labelled = [song for song in vocabulary.showing(facets.wanted, only, EXAMPLES) if song in index]
    towards = None if heard is None else heard.direction(facets.wanted)
    if towards is None:
        return tuple(labelled)
    by_ear = index.query(towards, EXAMPLES).ids
    wanted = set(vocabulary.songs(only)) if only.is_narrow else None
    return tuple(dict.fromkeys([*labelled, *(song for song in by_ear if wanted is None or song in wanted)]))


def _vector(vectors: NDArray[np.float32], fits: NDArray[np.float64], let: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Between the songs that fit and away from those that fit but for what is unwanted."""
    if let.all() or not let.any():
        return centroid(vectors, fits)
    sides = Sides(centroid(vectors[let], fits[let])[None], centroid(vectors[~let], fits[~let])[None])
    return mixed(sides)


def _read(understood: Understood) -> Read:
    return Read(
        wanted=tuple(map(read_as, understood.wanted)),
        unwanted=tuple(map(read_as, understood.unwanted)),
        unknown=understood.unknown,
    )
