"""What a member likes, seen whole: as a profile, on the map, and beside another member's. No discord.py here."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.atlas import Atlas
from bot.errors import NotSharing, TooLittleKnown
from data.catalog import Catalog
from data.catalog.following import CatalogIndex
from data.evidence import EvidenceStore
from data.habits import Habits, HabitStore
from data.ids import MemberId
from data.member_settings import MemberSettings, MemberSettingsStore
from engine.embed.reading import VectorReader
from engine.index import Index
from engine.ranking import Candidates
from engine.songs import Song, SongId
from engine.taste.instruments import with_instruments
from engine.taste.match import FEWEST_SONGS, Match, match
from engine.taste.profile import Leaning, Profile
from engine.taste.shares import Shares, shares
from engine.taste.sides import SAMPLE, Side, sides, threshold

MOST_ON_MAP = 60
"""Songs that are drawn as the member's own, those that count most."""


@dataclass(frozen=True, slots=True, eq=False)
class TastePortrait:
    """All that is shown of one member's taste.

    Attributes
    ----------
    profile
        The songs, with how much each counts.
    songs
        Those that have a place on the map, in the order of ``places``.
    shares
        How they divide into genres, moods, instruments and eras.
    background
        (n, 2) float32, where the catalogue's songs lie on the map.
    places
        (m, 2) float32, where the member's lie, those that count most first; at most :data:`MOST_ON_MAP`.
    weights
        (m,) float64, how much each of these counts.
    habits
        When the member listens and asks, and from what all this was read.
    """

    profile: Profile
    songs: tuple[Song, ...]
    shares: Shares
    background: NDArray[np.float32]
    places: NDArray[np.float32]
    weights: NDArray[np.float64]
    habits: Habits


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Two members who both agreed, compared."""

    match: Match
    first: Profile
    second: Profile


@dataclass(frozen=True, slots=True, eq=False)
class _Sample:
    """Any songs of an index, ``(n, d)``, and what two groups of them have to be like to be one side."""

    model: str
    vectors: NDArray[np.float32]
    alike: float


class Tastes:
    """Reads tastes, and lets members be compared who agreed to it.

    Parameters
    ----------
    reader
        Hears instruments in vectors, where the ear can.
    """

    def __init__(
        self,
        *,
        catalog: Catalog,
        evidence: EvidenceStore,
        habits: HabitStore,
        settings: MemberSettingsStore,
        index: CatalogIndex,
        atlas: Atlas,
        reader: VectorReader | None = None,
    ) -> None:
        self._catalog = catalog
        self._evidence = evidence
        self._habits = habits
        self._settings = settings
        self._index = index
        self._atlas = atlas
        self._reader = reader
        self._sample: _Sample | None = None

    async def profile(self, member: MemberId, index: Index | None = None) -> Profile:
        """What a member likes, from all servers; without songs for one of whom nothing is known."""
        index = await self._index.current() if index is None else index
        leaning = Leaning.of(await self._evidence.of(member))
        return Profile.of(leaning, await self._known(index, list(leaning.songs)))

    async def sides(self, profile: Profile, index: Index) -> tuple[Side, ...]:
        """The sides of a profile; which songs are alike enough for one, the catalogue's own songs show."""
        return await asyncio.to_thread(sides, profile, (await self._sampled(index)).alike)

    async def portrait(self, member: MemberId) -> TastePortrait:
        """A member's taste, to be shown.

        Raises
        ------
        TooLittleKnown
            No song is known that the member likes.
        """
        index = await self._index.current()
        profile = await self.profile(member, index)
        if not len(profile):
            raise TooLittleKnown(0, 1)
        ids = [song.id for song in profile.songs]
        places = await self._catalog.coordinates(ids)
        rows = np.flatnonzero(np.isfinite(places).all(axis=1))[:MOST_ON_MAP]
        return TastePortrait(
            profile=profile,
            songs=tuple(profile.songs[row] for row in rows),
            shares=shares(await self._with_instruments(profile, index)),
            background=await self._atlas.background(index),
            places=places[rows],
            weights=profile.weights[rows],
            habits=await self._habits.of(member),
        )

    async def share(self, member: MemberId, *, on: bool) -> MemberSettings:
        """Let other members who do so too compare their taste with a member's, or not any more."""
        return await self._settings.change(member, comparing=on)

    async def compare(self, member: MemberId, other: MemberId) -> Compared:
        """Compare two members.

        Raises
        ------
        NotSharing
            One of them has not turned it on.
        TooLittleKnown
            Of one of them too few songs are known.
        """
        for one in (member, other):
            if not (await self._settings.get(one)).comparing:
                raise NotSharing(other=one != member)
        index = await self._index.current()
        first, second = await self.profile(member, index), await self.profile(other, index)
        compared = await asyncio.to_thread(match, first, second)
        if compared.percent is None:
            raise TooLittleKnown(compared.songs, FEWEST_SONGS, other=len(first) >= FEWEST_SONGS)
        return Compared(compared, first, second)

    async def _known(self, index: Index, songs: Sequence[SongId]) -> Candidates:
        facts = await self._catalog.get(songs)
        present = [song for song in songs if song in facts and song in index]
        vectors = await asyncio.to_thread(index.vectors_of, present)
        return Candidates(tuple(facts[song] for song in present), vectors)

    async def _with_instruments(self, profile: Profile, index: Index) -> Profile:
        if self._reader is None:
            return profile
        sample = (await self._sampled(index)).vectors
        liked = await asyncio.to_thread(with_instruments, self._reader, profile.liked, sample)
        return replace(profile, liked=liked)

    async def _sampled(self, index: Index) -> _Sample:
        if self._sample is None or self._sample.model != index.model:
            ids = index.ids
            rows = np.unique(np.linspace(0, len(ids) - 1, SAMPLE).astype(int)) if ids else np.zeros(0, dtype=int)
            vectors = await asyncio.to_thread(index.vectors_of, [ids[row] for row in rows])
            self._sample = _Sample(index.model, vectors, threshold(vectors))
        return self._sample
