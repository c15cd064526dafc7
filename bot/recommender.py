"""The use case, in the order in which it happens: resolve, hear, find, rank, remember. No discord.py here."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.admission import Admission, Ticket
from bot.answers import KeptAnswer, UnreadableAnswer, decode, encode
from bot.atlas import Atlas
from bot.errors import AnswerGone, NothingToRecommend, OneOfSongAndClip, UnknownPick, UnknownSong
from bot.finding import Finder
from bot.hearing import Hearing
from bot.logs import logger
from bot.questions import (
    MOST_PICKS,
    PAGE_SIZE,
    Answer,
    Chart,
    Feedback,
    FeedbackKind,
    Question,
    Seed,
    SeedKind,
)
from bot.resolving import resolve
from bot.text.escape import plain
from data.answers import Answers, StoredAnswer
from data.catalog import Catalog, Match
from data.history import Event, EventKind, History
from data.ids import AnswerId, MemberId, new_answer_id
from data.times import Clock, utc_now
from engine.index import Index, LiveIndex
from engine.ranking import Familiarity, Pick, Query, Ranking
from engine.recognition import recognise
from engine.songs import Song

__all__ = [
    "MOST_PICKS",
    "PAGE_SIZE",
    "Answer",
    "Chart",
    "Feedback",
    "FeedbackKind",
    "Question",
    "Recommender",
    "Seed",
    "SeedKind",
]

RECOGNITION_NEIGHBOURS = 10
"""Neighbours among which a clip's own song and the best other song are looked for."""

TAGS_IN_A_SEED = 3
"""Of the ear's guesses so many genres and moods describe a clip."""

LEAST_TAG_PROBABILITY = 0.3
"""The ear's guesses below it are not named."""

_EVENTS = {
    FeedbackKind.LIKE: EventKind.LIKED,
    FeedbackKind.DISLIKE: EventKind.DISLIKED,
    FeedbackKind.SKIP: EventKind.SKIPPED,
    FeedbackKind.BLOCK_SONG: EventKind.BLOCKED_SONG,
    FeedbackKind.BLOCK_ARTIST: EventKind.BLOCKED_ARTIST,
}

_NOBODY, _NO_ANSWER, _ANY_NAME = MemberId(0), AnswerId(""), "love"
"""What is asked while warming up."""

_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a question turned out to be about."""

    seed: Seed
    recognised: Song | None
    quadrant: str | None

    @property
    def song(self) -> Song | None:
        """The song of the catalogue that was asked about, by name or by ear."""
        return self.seed.song or self.recognised


class Recommender:
    """Answers questions and remembers what was said of the answers; one for each process.

    Parameters
    ----------
    device
        Where the ear runs; shown with every answer.
    generator
        Draws the songs that are suggested while nothing is typed.
    """

    def __init__(
        self,
        *,
        catalog: Catalog,
        history: History,
        answers: Answers,
        live_index: LiveIndex,
        hearing: Hearing,
        finder: Finder,
        admission: Admission,
        device: str,
        clock: Clock = utc_now,
        generator: random.Random | None = None,
    ) -> None:
        self._catalog = catalog
        self._history = history
        self._answers = answers
        self._live_index = live_index
        self._hearing = hearing
        self._finder = finder
        self._atlas = Atlas(catalog)
        self._device = device
        self._clock = clock
        self._generator = random.Random() if generator is None else generator  # noqa: S311 - it draws suggestions
        self.admission = admission

    async def answer(self, question: Question, ticket: Ticket | None = None) -> Answer:
        """Answer a question and write the answer down.

        Without a ``ticket`` the question is admitted here; who answers several clips of one message, or wants to be
        refused before a file is fetched, holds one from :attr:`admission` meanwhile.

        Raises
        ------
        QuestionError, BusyError, HeardTooLate
            Each subclass says why.
        AudioError, VectorError
            The clip cannot be heard.
        DataError, IndexFileError
            The store or the index is out of order.
        """
        given = [part for part in (question.song, question.text, question.clip) if part is not None]
        if len(given) != 1:
            raise OneOfSongAndClip(both=len(given) > 1)
        with self._place(question.member, ticket):
            started = time.perf_counter()
            index = await asyncio.to_thread(self._live_index.current)
            heard = await (
                self._resolve(question, index) if question.clip is None else self._hear(question.clip, question, index)
            )
            found = time.perf_counter()
            ranking = await self._rank(question, heard, index)
            answer = await self._remember(question, heard, ranking, index)
            _log.info(
                "question_answered",
                answer_id=answer.id,
                seed=heard.seed.kind.value,
                recognised=heard.recognised is not None,
                picks=len(answer.picks),
                hear_ms=round(1000 * (found - started)),
                total_ms=round(1000 * (time.perf_counter() - started)),
            )
            return answer

    async def recall(self, answer_id: AnswerId) -> Answer:
        """The same answer again, as it was ranked then, on the map as it is now.

        Raises
        ------
        AnswerGone
            It is not kept any more, or never was.
        """
        stored, kept = await self._kept(answer_id)
        index = await asyncio.to_thread(self._live_index.current)
        chart = await self._atlas.chart(index, kept.seed, tuple(pick.song.id for pick in kept.picks))
        return _answer(stored, kept, chart)

    async def mark_shown(self, answer: Answer, picks: Sequence[Pick]) -> None:
        """Write down that these picks were seen, so that they do not come again soon."""
        now = self._clock()
        await self._history.record(
            [
                Event(
                    kind=EventKind.SHOWN,
                    member=answer.member,
                    guild=answer.guild,
                    song=pick.song.id,
                    answer=answer.id,
                    at=now,
                )
                for pick in picks
            ]
        )

    async def feedback(self, answer_id: AnswerId, pick: int, member: MemberId, kind: FeedbackKind) -> Feedback:
        """Write down what a member says of the pick at that place (from 0) of an answer.

        Raises
        ------
        AnswerGone, UnknownPick
            The button is stale or forged; nothing is written.
        """
        stored, kept = await self._kept(answer_id)
        if not 0 <= pick < len(kept.picks):
            raise UnknownPick
        song = kept.picks[pick].song
        new = await self._history.record(
            [
                Event(
                    kind=_EVENTS[kind],
                    member=member,
                    guild=stored.guild,
                    song=song.id,
                    artist=song.artist_key if kind is FeedbackKind.BLOCK_ARTIST else None,
                    answer=answer_id,
                    at=self._clock(),
                )
            ]
        )
        return Feedback(song, kind, changed=new > 0)

    async def suggest(self, text: str, limit: int = 25) -> list[Match]:
        """Songs whose names fit what was typed so far, best first; any songs while nothing is typed."""
        if not text.strip():
            return [Match(song, 0.0, 0.0) for song in await self._catalog.sample(limit, self._generator)]
        return await self._catalog.search(text, limit)

    async def warm_up(self) -> None:
        """Go the whole way once without writing, so that the first member does not wait for caches to fill."""
        index = await asyncio.to_thread(self._live_index.current)
        if not len(index):
            return
        song = index.ids[0]
        seed = Seed(SeedKind.CLIP, None, "", (await asyncio.to_thread(index.vectors_of, [song]))[0])
        await self._finder.find(index, Query(vector=seed.vector), _NOBODY, Familiarity.BALANCED)
        await self._atlas.chart(index, seed, (song,))
        await self._answers.get(_NO_ANSWER)
        await self._catalog.search(_ANY_NAME, 1)

    def _place(self, member: MemberId, ticket: Ticket | None) -> AbstractContextManager[object]:
        if ticket is not None and ticket.member == member:
            return nullcontext()
        return self.admission.admit(member)

    async def _resolve(self, question: Question, index: Index) -> _Heard:
        if question.song is None:
            song = await resolve(self._catalog, question.text or "")
        else:
            known = (await self._catalog.get([question.song])).get(question.song)
            if known is None:
                raise UnknownSong(question.song)
            song = known
        vector = (await asyncio.to_thread(index.vectors_of, [song.id]))[0]
        seed = Seed(SeedKind.SONG, song, song.title, vector, song.genres, song.moods)
        return _Heard(seed, None, song.quadrant)

    async def _hear(self, clip: bytes, question: Question, index: Index) -> _Heard:
        heard = await self._hearing.hear(clip)
        recognised = await self._recognise(index, heard.vector)
        if recognised is not None:
            genres, moods, quadrant = recognised.genres, recognised.moods, recognised.quadrant
        else:
            genres, moods = (
                tuple(tag.name for tag in tags[:TAGS_IN_A_SEED] if tag.probability >= LEAST_TAG_PROBABILITY)
                for tags in (heard.genres, heard.moods)
            )
            quadrant = heard.quadrants[0].name if heard.quadrants else None
        seed = Seed(SeedKind.CLIP, None, plain(question.clip_name), heard.vector, genres, moods)
        return _Heard(seed, recognised, quadrant)

    async def _recognise(self, index: Index, vector: NDArray[np.float32]) -> Song | None:
        near = await asyncio.to_thread(index.query, vector, RECOGNITION_NEIGHBOURS)
        known = await self._catalog.get(near.ids)
        rows = [row for row, song in enumerate(near.ids) if song in known]
        songs = [known[near.ids[row]] for row in rows]
        found = recognise([float(near.similarities[row]) for row in rows], [song.version_key for song in songs])
        return None if found is None else songs[found]

    async def _rank(self, question: Question, heard: _Heard, index: Index) -> Ranking:
        own = heard.song
        query = Query(
            vector=heard.seed.vector,
            songs=() if own is None else (own.id,),
            title=heard.seed.title if own is None else own.title,
            genres=heard.seed.genres,
            moods=heard.seed.moods,
            quadrant=heard.quadrant,
            artist="" if own is None else own.artist,
            year=None if own is None else own.year,
        )
        ranking = await self._finder.find(index, query, question.member, question.familiarity)
        if not ranking.picks:
            raise NothingToRecommend
        return ranking

    async def _remember(self, question: Question, heard: _Heard, ranking: Ranking, index: Index) -> Answer:
        kept = KeptAnswer(
            seed=heard.seed,
            recognised=heard.recognised,
            picks=ranking.picks,
            count=question.count,
            relaxed=ranking.relaxed,
            device=self._device,
            familiarity=question.familiarity,
        )
        chart = await self._atlas.chart(index, kept.seed, tuple(pick.song.id for pick in kept.picks))
        now = self._clock()
        stored = StoredAnswer(
            id=new_answer_id(),
            member=question.member,
            guild=question.guild,
            channel=question.channel,
            created_at=now,
            payload=encode(kept),
        )
        asked = Event(
            kind=EventKind.ASKED,
            member=question.member,
            guild=question.guild,
            song=None if heard.song is None else heard.song.id,
            answer=stored.id,
            at=now,
        )
        await self._history.record([asked], answer=stored)
        return _answer(stored, kept, chart)

    async def _kept(self, answer_id: AnswerId) -> tuple[StoredAnswer, KeptAnswer]:
        stored = await self._answers.get(answer_id)
        if stored is None:
            raise AnswerGone
        try:
            return stored, decode(stored.payload)
        except UnreadableAnswer as error:
            raise AnswerGone from error


def _answer(stored: StoredAnswer, kept: KeptAnswer, chart: Chart) -> Answer:
    return Answer(
        id=stored.id,
        member=stored.member,
        guild=stored.guild,
        seed=kept.seed,
        recognised=kept.recognised,
        picks=kept.picks,
        count=kept.count,
        chart=chart,
        relaxed=kept.relaxed,
        device=kept.device,
        familiarity=kept.familiarity,
    )
