"""One song by itself: what is heard in it, and what lies nearest. Nothing is ranked and nothing is remembered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.errors import OneOfSongAndClip
from bot.hearing import Listened
from bot.questions import Fresh, Question
from bot.seeds import Seeds, Sought
from data.catalog import Catalog
from data.catalog.following import CatalogIndex
from data.ids import GuildId
from engine.index import Index
from engine.songs import Song

NEIGHBOURS = 5
_LOOKED_AT = 50
"""Among so many there are five others, for versions of one song lie together."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A song that lies near, and its cosine similarity."""

    song: Song
    similarity: float


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """All that is shown of one song.

    Attributes
    ----------
    song
        The song that was asked about, or that a clip is; ``None`` for a clip that is none.
    clip_name
        How a clip's file is called, not escaped; empty for a song that was named.
    vector
        (d,) float32 of unit length.
    listened
        The sound that was heard for this very portrait; ``None`` where there is none at hand.
    neighbours
        The nearest songs, the nearest first; none of them the song itself or another version of it.
    fresh
        Whether the song was fetched for this very portrait, and is known from now on; ``None`` for a known one.
    """

    song: Song | None
    clip_name: str
    vector: NDArray[np.float32]
    listened: Listened | None
    neighbours: tuple[Neighbour, ...]
    fresh: Fresh | None = None

    @property
    def is_known(self) -> bool:
        """Whether the catalogue holds the song, so that more like it can be asked for."""
        return self.song is not None and self.fresh is not Fresh.FORGOTTEN


class Portraits:
    """Paints portraits."""

    def __init__(self, catalog: Catalog, seeds: Seeds, index: CatalogIndex) -> None:
        self._catalog = catalog
        self._seeds = seeds
        self._index = index

    async def paint(self, question: Question) -> Portrait:
        """The portrait of the song or the clip that a question is about.

        Raises
        ------
        OneOfSongAndClip, UnknownSong, AmbiguousSong, SoundOutOfReach, HeardTooLate
            Each says why.
        AudioError, VectorError
            The clip cannot be heard.
        """
        given = [part for part in (question.song, question.text, question.found, question.clip) if part is not None]
        if len(given) != 1:
            raise OneOfSongAndClip(both=len(given) > 1)
        index = await self._index.current()
        if question.clip is None:
            sought = await self._seeds.resolve(question, index)
        else:
            sought = await self._seeds.hear(question.clip, question.clip_name, index, question.guild)
        return Portrait(
            song=sought.song,
            clip_name="" if question.clip is None else sought.seed.title,
            vector=sought.seed.vector,
            listened=sought.listened,
            neighbours=await self._neighbours(sought, index, question.guild),
            fresh=sought.seed.fresh,
        )

    async def _neighbours(self, sought: Sought, index: Index, guild: GuildId | None) -> tuple[Neighbour, ...]:
        near = await asyncio.to_thread(index.query, sought.seed.vector, _LOOKED_AT)
        hidden = await self._catalog.hidden(guild)
        known = await self._catalog.get([song for song in near.ids if song not in hidden])
        seen = set() if sought.song is None else {sought.song.version_key}
        found: list[Neighbour] = []
        for song, similarity in zip(near.ids, near.similarities.tolist(), strict=True):
            if song in known and known[song].version_key not in seen:
                seen.add(known[song].version_key)
                found.append(Neighbour(known[song], similarity))
        return tuple(found[:NEIGHBOURS])
