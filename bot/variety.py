"""Songs that lie far apart: what is shown where there is no question and no taste. No discord.py here."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.questions import Question
from data.catalog import Catalog
from data.history import History
from engine.index import Index
from engine.ranking import RECIPE, Candidates, Query, Ranking, Request, Taste, rank
from engine.songs import SongId

LOOKED_AT = 300
"""Songs among which those are chosen that lie farthest apart, drawn anew each time."""
FEWEST_OF_A_SERVER = 25
"""A server that brought fewer songs has no variety of its own."""

VARIED = replace(RECIPE, scores=())
"""The recipe without its scores: who may come is decided as always, and then variety alone."""


class Variety:
    """Chooses among songs by how far apart they lie."""

    def __init__(
        self, catalog: Catalog, history: History, *, picks: int, generator: random.Random | None = None
    ) -> None:
        self._catalog = catalog
        self._history = history
        self._picks = picks
        self._generator = random.Random() if generator is None else generator  # noqa: S311 - it draws suggestions

    async def of_server(self, question: Question, index: Index) -> Ranking:
        """Songs new to the member among those that the server brought; nothing where these are few."""
        brought = [] if question.guild is None else await self._catalog.songs_of(question.guild)
        if len(brought) < FEWEST_OF_A_SERVER:
            return Ranking((), relaxed=False)
        return await self._rank(question, index, brought, new=True)

    async def of_catalogue(self, question: Question, index: Index, *, new: bool) -> Ranking:
        """Songs among all that are seen where it is asked.

        Parameters
        ----------
        new
            Only such as the member never met: every one that is left can come.
        """
        return await self._rank(question, index, index.ids, new=new)

    async def _rank(self, question: Question, index: Index, songs: Sequence[SongId], *, new: bool) -> Ranking:
        hidden = await self._catalog.hidden(question.guild)
        kept = await self._history.taste(question.member, recent_days=0)
        met = await self._history.met(question.member)
        refused = {*hidden, *kept.disliked, *kept.blocked_songs, *(met.songs if new else ())}
        left = [song for song in songs if song in index and song not in refused]
        drawn = self._generator.sample(left, min(len(left), LOOKED_AT))
        candidates, disliked = await self._known(index, drawn), await self._known(index, kept.disliked)
        if not len(candidates):
            return Ranking((), relaxed=not new)
        taste = Taste(
            disliked=kept.disliked,
            blocked_songs=frozenset(kept.blocked_songs),
            blocked_artists=frozenset(kept.blocked_artists),
            met=met.songs,
            met_versions=met.versions,
        )
        middle = candidates.vectors.mean(axis=0)
        vector = middle if np.linalg.norm(middle) > np.finfo(np.float32).eps else candidates.vectors[0]
        request = Request(
            query=Query(vector=vector),
            taste=taste,
            liked=Candidates.none(index.dimension),
            disliked=disliked,
            count=self._picks,
            familiarity=question.familiarity,
            only=replace(question.only, only_new=new),
        )
        ranking = await asyncio.to_thread(rank, request, candidates, VARIED)
        return Ranking(ranking.picks, relaxed=not new)

    async def _known(self, index: Index, songs: Sequence[SongId]) -> Candidates:
        facts = await self._catalog.get(songs)
        present = [song for song in songs if song in facts and song in index]
        return Candidates(tuple(facts[song] for song in present), index.vectors_of(present))
