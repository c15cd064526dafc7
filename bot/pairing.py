"""Songs for two members who agreed to be compared. No discord.py here.

The answer is the asker's: it holds nothing of the other member but what the choice of songs tells, and names nothing
that the other likes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bot.discovering import Discovering, mean_direction
from bot.questions import Answer, Question, Seed, SeedKind
from bot.tastes import Compared, Tastes
from data.catalog import Catalog
from data.catalog.following import CatalogIndex
from data.history import History
from data.ids import MemberId
from engine.index import Index
from engine.ranking import Candidates, Pick, Ranking, Reason, ReasonKind, Term
from engine.songs import SongId
from engine.taste.both import Suiting, for_both
from engine.taste.profile import Profile

SONGS = 5
_NEIGHBOURS = 200
"""Of each side of each taste, among which is looked."""


class Pairing:
    """Finds songs for two."""

    def __init__(
        self, catalog: Catalog, history: History, index: CatalogIndex, tastes: Tastes, discovering: Discovering
    ) -> None:
        self._catalog = catalog
        self._history = history
        self._index = index
        self._tastes = tastes
        self._discovering = discovering

    async def songs(self, question: Question, other: MemberId, compared: Compared) -> Answer:
        """Five songs for the asker and another member, new to the asker, that neither likes already or refuses.

        Raises
        ------
        NothingToRecommend
            None is left.
        """
        index = await self._index.current()
        candidates = await self._candidates(question, other, compared, index)
        chosen = await asyncio.to_thread(for_both, compared.first, compared.second, candidates, SONGS)
        picks = tuple(_pick(one, candidates, compared.first) for one in chosen)
        own = compared.first
        middle = mean_direction(own.liked.vectors, own.weights)
        return await self._discovering.keep(
            replace(question, count=SONGS), Seed(SeedKind.PAIR, None, "", middle), Ranking(picks, relaxed=False)
        )

    async def _candidates(self, question: Question, other: MemberId, compared: Compared, index: Index) -> Candidates:
        found: dict[SongId, None] = {}
        for profile in (compared.first, compared.second):
            for vector in await self._medoids(profile, index):
                near = await asyncio.to_thread(index.query, vector, _NEIGHBOURS)
                found |= dict.fromkeys(near.ids)
        hidden = await self._catalog.hidden(question.guild)
        met = await self._history.met(question.member)
        kept = [await self._history.taste(member, recent_days=0) for member in (question.member, other)]
        refused = {*hidden, *met.songs}
        # An artist whom only the other plays would name what they play.
        artists = compared.second.artists.keys() - compared.first.artists.keys()
        for taste in kept:
            refused |= {*taste.liked, *taste.disliked, *taste.blocked_songs}
            artists |= set(taste.blocked_artists)
        known = await self._catalog.get([*found, *refused])
        versions = set(met.versions) | {known[song].version_key for song in refused if song in known}
        songs = [
            song
            for song in sorted(found)
            if song in known
            and song not in refused
            and known[song].version_key not in versions
            and known[song].artist_key not in artists
        ]
        vectors = await asyncio.to_thread(index.vectors_of, songs)
        return Candidates(tuple(known[song] for song in songs), vectors)

    async def _medoids(self, profile: Profile, index: Index) -> Sequence[NDArray[np.float32]]:
        return [profile.liked.vectors[side.medoid] for side in await self._tastes.sides(profile, index)]


def _pick(one: Suiting, candidates: Candidates, own: Profile) -> Pick:
    """The pick with what decided: how well it suits each; the song that it is told from is the asker's own."""
    title = own.songs[one.beside].title
    alike = Term(ReasonKind.SOUNDS_ALIKE, 1.0, one.first, title)
    both = Term(ReasonKind.FOR_BOTH, 1.0, min(one.first, one.second))
    return Pick(
        song=candidates.songs[one.row],
        similarity=one.similarity,
        score=min(one.first, one.second),
        terms=(alike, both),
        reasons=(Reason(ReasonKind.FOR_BOTH), Reason(ReasonKind.SOUNDS_ALIKE, title)),
    )
