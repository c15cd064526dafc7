"""A mix without a question: from what a member likes, or, where nothing is known, from variety. No discord.py here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from bot.answers import KeptAnswer, encode
from bot.errors import AnswerGone, NothingToRecommend
from bot.finding import Finder
from bot.questions import Answer, Question, Seed, SeedKind
from bot.recommender import Recommender
from bot.tastes import Tastes
from bot.variety import Variety
from data.answers import StoredAnswer
from data.catalog import Catalog
from data.catalog.following import CatalogIndex
from data.history import Event, EventKind, History
from data.ids import new_answer_id
from data.times import Clock, utc_now
from engine.index import Index
from engine.ranking import Only, Pick, Query, Ranking, ReasonKind
from engine.ranking.variety import MOST_OF_AN_ARTIST
from engine.songs import Song
from engine.taste.profile import Profile
from engine.taste.sides import Side, dealt, drawn

NEW = Only(only_new=True)


class Discovering:
    """Makes mixes and keeps them for the day.

    Parameters
    ----------
    generator
        Draws which song stands for a side, and what is looked at for a member without a history.
    """

    def __init__(
        self,
        *,
        recommender: Recommender,
        finder: Finder,
        tastes: Tastes,
        variety: Variety,
        catalog: Catalog,
        history: History,
        index: CatalogIndex,
        device: str,
        picks: int,
        clock: Clock = utc_now,
        generator: np.random.Generator | None = None,
    ) -> None:
        self._recommender = recommender
        self._finder = finder
        self._tastes = tastes
        self._variety = variety
        self._catalog = catalog
        self._history = history
        self._index = index
        self._device = device
        self._picks = picks
        self._clock = clock
        self._generator = np.random.default_rng() if generator is None else generator

    async def mix(self, question: Question, *, more: bool = False) -> Answer:
        """The member's mix of the day (UTC): the same until it is over or more is asked for.

        Nothing that the member was ever shown, asked for or said something of is in a new mix while anything new is
        left. What the member blocked or disliked since is taken out of the day's.

        Parameters
        ----------
        question
            Who asks and where, how many and how far from the familiar; it names neither song nor clip.
        more
            Make another one.

        Raises
        ------
        NothingToRecommend
            Nothing is left that may come.
        """
        kept = None if more else await self._of_today(question)
        return await self._new(question) if kept is None else kept

    async def keep(self, question: Question, seed: Seed, ranking: Ranking) -> Answer:
        """Write a mix down as an answer, with the buttons that every answer has."""
        if not ranking.picks:
            raise NothingToRecommend
        kept = KeptAnswer(
            seed=seed,
            recognised=None,
            picks=ranking.picks,
            count=question.count,
            relaxed=ranking.relaxed,
            device=self._device,
            familiarity=question.familiarity,
        )
        now = self._clock()
        stored = StoredAnswer(
            id=new_answer_id(),
            member=question.member,
            guild=question.guild,
            channel=question.channel,
            created_at=now,
            payload=encode(kept),
        )
        event = Event(EventKind.DISCOVERED, question.member, question.guild, answer=stored.id, at=now)
        # Songs for two are no mix of the day.
        await self._history.record([] if seed.kind is SeedKind.PAIR else [event], answer=stored)
        return await self._recommender.recall(stored.id)

    async def _of_today(self, question: Question) -> Answer | None:
        """The newest mix of the day, without what may not come any more; ``None`` where there is none for here."""
        newest = await self._history.list(question.member, 1, kinds={EventKind.DISCOVERED})
        event = newest[0].event if newest else None
        if event is None or event.answer is None or event.at is None or event.at < self._midnight():
            return None
        try:
            answer = await self._recommender.recall(event.answer)
        except AnswerGone:
            return None
        hidden = await self._catalog.hidden(question.guild)
        if any(pick.song.id in hidden for pick in answer.picks):
            return None
        taste = await self._history.taste(question.member, recent_days=0)
        songs = {*taste.disliked, *taste.blocked_songs}
        artists = frozenset(taste.blocked_artists)
        left = tuple(pick for pick in answer.picks if pick.song.id not in songs and pick.song.artist_key not in artists)
        if len(left) == len(answer.picks):
            return answer
        return await self.keep(question, answer.seed, Ranking(left, answer.relaxed)) if left else None

    async def _new(self, question: Question) -> Answer:
        index = await self._index.current()
        profile = await self._tastes.profile(question.member, index)
        found = await self._tastes.sides(profile, index)
        if not found:
            return await self._without_history(question, index)
        rows = [drawn(profile, side, self._generator) for side in found]
        ranking = await self._from_sides(question, index, profile, rows, found)
        seed = Seed(
            SeedKind.TASTE,
            None,
            self._day(),
            mean_direction(profile.liked.vectors[rows], np.array([side.share for side in found])),
            sides=tuple(profile.songs[row].title for row in rows),
        )
        return await self.keep(question, seed, ranking)

    async def _from_sides(
        self, question: Question, index: Index, profile: Profile, rows: Sequence[int], found: Sequence[Side]
    ) -> Ranking:
        shares = tuple(side.share for side in found)
        queries = [_query(profile.songs[row], profile.liked.vectors[row]) for row in rows]
        picks = _interleaved(await self._rankings(question, index, queries, NEW), queries, shares, self._picks)
        if len(picks) < question.count:
            rest = await self._variety.of_catalogue(question, index, new=True)
            picks = _joined((*picks, *rest.picks), self._picks)
        if picks:
            return Ranking(picks, relaxed=False)
        again = await self._rankings(question, index, queries, Only())
        return Ranking(_interleaved(again, queries, shares, self._picks), relaxed=True)

    async def _rankings(self, question: Question, index: Index, queries: Sequence[Query], only: Only) -> list[Ranking]:
        return [
            await self._finder.find(index, query, question.member, question.familiarity, only, guild=question.guild)
            for query in queries
        ]

    async def _without_history(self, question: Question, index: Index) -> Answer:
        kind, ranking = SeedKind.SERVER, await self._variety.of_server(question, index)
        if len(ranking.picks) < question.count:
            kind, ranking = SeedKind.CATALOGUE, await self._variety.of_catalogue(question, index, new=True)
        if not ranking.picks:
            ranking = await self._variety.of_catalogue(question, index, new=False)
        vectors = index.vectors_of([pick.song.id for pick in ranking.picks])
        middle = (
            mean_direction(vectors, np.ones(len(vectors))) if len(vectors) else np.zeros(index.dimension, np.float32)
        )
        return await self.keep(question, Seed(kind, None, self._day(), middle), ranking)

    def _midnight(self) -> datetime:
        return self._clock().replace(hour=0, minute=0, second=0, microsecond=0)

    def _day(self) -> str:
        return self._clock().date().isoformat()


def _query(song: Song, vector: NDArray[np.float32]) -> Query:
    return Query(
        vector=vector,
        songs=(song.id,),
        title=song.title,
        genres=song.genres,
        moods=song.moods,
        quadrant=song.quadrant,
        artist=song.artist,
        year=song.year,
        traits=song.traits,
    )


def mean_direction(vectors: NDArray[np.float32], weights: NDArray[np.float64]) -> NDArray[np.float32]:
    """The weighted mean with unit length; the first where they cancel out."""
    mean = weights @ vectors.astype(np.float64)
    length = float(np.linalg.norm(mean))
    return vectors[0] if length < np.finfo(np.float32).eps else (mean / length).astype(np.float32)


def _interleaved(
    rankings: Sequence[Ranking], queries: Sequence[Query], shares: tuple[float, ...], count: int
) -> tuple[Pick, ...]:
    """The sides' picks, each side as often as it counts, each pick told from the song that its side started from."""
    left = [
        [_told_from(pick, query.title) for pick in ranking.picks]
        for ranking, query in zip(rankings, queries, strict=True)
    ]
    turns = dealt(shares, count * len(shares))
    return _joined([left[turn].pop(0) for turn in turns if left[turn]], count)


def _joined(picks: Sequence[Pick], count: int) -> tuple[Pick, ...]:
    """The first so many of which no two are versions of one song and few are by one artist."""
    chosen: list[Pick] = []
    versions: set[str] = set()
    artists: dict[str, int] = {}
    for pick in picks:
        artist, version = pick.song.artist_key, pick.song.version_key
        if version in versions or artists.get(artist, 0) >= MOST_OF_AN_ARTIST:
            continue
        versions.add(version)
        artists[artist] = artists.get(artist, 0) + 1
        chosen.append(pick)
    return tuple(chosen[:count])


def _told_from(pick: Pick, title: str) -> Pick:
    """The pick whose likeness in sound says to which song: several were asked from."""
    alike = ReasonKind.SOUNDS_ALIKE
    return replace(
        pick,
        terms=tuple(replace(term, subject=title) if term.kind == alike else term for term in pick.terms),
        reasons=tuple(replace(reason, subject=title) if reason.kind is alike else reason for reason in pick.reasons),
    )
