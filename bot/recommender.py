"""The use case, in the order in which it happens: resolve, hear, find, rank, remember. No discord.py here."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from bot.admission import Admission, Ticket
from bot.answers import KeptAnswer, UnreadableAnswer, decode, encode
from bot.atlas import Atlas
from bot.errors import AnswerGone, NothingToRecommend, UnknownPick
from bot.fetching import Fetching
from bot.finding import Finder
from bot.hearing import Hearing
from bot.logs import logger
from bot.portraits import Portraits
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
from bot.seeds import Sought
from bot.seeking import Seeking, check_one
from bot.words import Words, narrowed
from data.answers import Answers, StoredAnswer
from data.catalog import Catalog, Match
from data.catalog.following import CatalogIndex
from data.history import Event, EventKind, History
from data.ids import AnswerId, GuildId, MemberId, new_answer_id
from data.previews.facts import Preview
from data.times import Clock, utc_now
from engine.embed.reading import VectorReader
from engine.index import Index
from engine.ranking import Familiarity, Pick, Query, Ranking
from engine.songs import SongId

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

_EVENTS = {
    FeedbackKind.LIKE: EventKind.LIKED,
    FeedbackKind.DISLIKE: EventKind.DISLIKED,
    FeedbackKind.SKIP: EventKind.SKIPPED,
    FeedbackKind.MORE_LIKE: EventKind.MORE_LIKE,
    FeedbackKind.BLOCK_SONG: EventKind.BLOCKED_SONG,
    FeedbackKind.BLOCK_ARTIST: EventKind.BLOCKED_ARTIST,
}

_NOBODY, _NO_ANSWER, _ANY_NAME = MemberId(0), AnswerId(""), "love"
"""What is asked while warming up."""

_log = logger(__name__)


class Recommender:
    """Answers questions and remembers what was said of the answers; one for each process.

    Parameters
    ----------
    device
        Where the ear runs; shown with every answer.
    reader
        Reads what the ear says off vectors, for prompts.
    generator
        Draws the songs that are suggested while nothing is typed.

    Attributes
    ----------
    words
        What a question may ask for besides, in the catalogue's words.
    portraits
        What is heard in one song by itself.
    """

    def __init__(
        self,
        *,
        catalog: Catalog,
        history: History,
        answers: Answers,
        index: CatalogIndex,
        hearing: Hearing,
        fetching: Fetching,
        finder: Finder,
        admission: Admission,
        device: str,
        reader: VectorReader | None = None,
        clock: Clock = utc_now,
        generator: random.Random | None = None,
    ) -> None:
        self._catalog = catalog
        self._history = history
        self._answers = answers
        self._index = index
        self._seeking = Seeking(catalog, history, hearing, fetching, reader)
        self._finder = finder
        self._atlas = Atlas(catalog)
        self._device = device
        self._clock = clock
        self._generator = random.Random() if generator is None else generator  # noqa: S311 - it draws suggestions
        self.admission = admission
        self.words = Words(catalog)
        self.portraits = Portraits(catalog, self._seeking.seeds, index)

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
        check_one(question)
        with self._place(question.member, ticket):
            started = time.perf_counter()
            index = await self._index.current()
            sought = await self._seeking.seek(question, index)
            question = replace(question, only=narrowed(question.only, sought.only))
            found = time.perf_counter()
            with self._catalog.steady():
                ranking = await self._rank(question, sought, index)
                answer = await self._remember(question, sought, ranking, index)
            _log.info(
                "question_answered",
                answer_id=answer.id,
                seed=sought.seed.kind.value,
                recognised=sought.recognised is not None,
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
        index = await self._index.current()
        chart = await self._atlas.chart(index, kept.seed, tuple(pick.song.id for pick in kept.picks))
        return _answer(stored, kept, chart)

    async def last(self, member: MemberId, guild: GuildId | None) -> Answer | None:
        """The newest answer that a member got there and that can be read still; ``None`` where there is none."""
        newest = await self._answers.newest(member, guild)
        try:
            return None if newest is None else await self.recall(newest.id)
        except AnswerGone:
            return None

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

    async def suggest(self, text: str, limit: int = 25, guild: GuildId | None = None) -> list[Match]:
        """Songs of a server whose names fit what was typed so far, best first; any songs while nothing is typed."""
        if not text.strip():
            return [Match(song, 0.0, 0.0) for song in await self._catalog.sample(limit, self._generator)]
        return await self._catalog.search(text, limit, guild)

    async def warm_up(self) -> None:
        """Go the whole way once without writing, so that the first member does not wait for caches to fill."""
        index = await self._index.current()
        if not len(index):
            return
        song = index.ids[0]
        seed = Seed(SeedKind.CLIP, None, "", (await asyncio.to_thread(index.vectors_of, [song]))[0])
        await self._finder.find(index, Query(vector=seed.vector), _NOBODY, Familiarity.BALANCED)
        await self._atlas.chart(index, seed, (song,))
        await self._answers.get(_NO_ANSWER)
        await self._catalog.search(_ANY_NAME, 1)
        await self._catalog.vocabulary()

    def _place(self, member: MemberId, ticket: Ticket | None) -> AbstractContextManager[object]:
        if ticket is not None and ticket.member == member:
            return nullcontext()
        return self.admission.admit(member)

    async def _rank(self, question: Question, sought: Sought, index: Index) -> Ranking:
        only = question.only
        if sought.ends is not None:
            return await self._seeking.walks.way(sought.ends, question, index)
        ranking = await self._finder.find(
            index, sought.query, question.member, question.familiarity, only, guild=question.guild, also=sought.near
        )
        if not ranking.picks:
            raise await self.words.nothing_of(only) if only else NothingToRecommend
        return ranking

    async def _remember(self, question: Question, sought: Sought, ranking: Ranking, index: Index) -> Answer:
        kept = KeptAnswer(
            seed=sought.seed,
            recognised=sought.recognised,
            picks=ranking.picks,
            count=question.count,
            relaxed=ranking.relaxed,
            device=self._device,
            familiarity=question.familiarity,
            only=question.only,
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
        songs: list[SongId | None] = [song.id for song in sought.songs]
        asked = [
            Event(
                kind=EventKind.ASKED,
                member=question.member,
                guild=question.guild,
                song=song,
                answer=stored.id,
                at=now,
            )
            for song in songs or [None]
        ]
        await self._history.record(asked, answer=stored)
        return _answer(stored, kept, chart, sought.preview)

    async def _kept(self, answer_id: AnswerId) -> tuple[StoredAnswer, KeptAnswer]:
        stored = await self._answers.get(answer_id)
        if stored is None:
            raise AnswerGone
        try:
            return stored, decode(stored.payload)
        except UnreadableAnswer as error:
            raise AnswerGone from error


def _answer(stored: StoredAnswer, kept: KeptAnswer, chart: Chart, preview: Preview | None = None) -> Answer:
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
        only=kept.only,
        preview=preview,
    )
