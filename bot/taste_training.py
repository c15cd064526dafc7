"""The model learns from those of this bot's own members who agreed to it, in the background and in bounded time.

The order of things keeps three promises. Factors that may hold something of a member who withdrew or was erased are
gone at the next look, before anything is learned anew. What is learned is judged on deeds that were held back, and
taken only where it is no worse than what is in use and than similarity alone. And what is kept is of songs: no member's
factors or ids.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

import numpy as np

from bot.logs import logger
from bot.taste_model import TasteModel
from data.catalog import Catalog
from data.catalog.following import CatalogIndex
from data.errors import DataError
from data.evidence import EvidenceStore
from data.ids import MemberId
from data.previews.apart import apart
from data.taught import Taught, Teaching
from engine.collaborative.listening import Listening
from engine.collaborative.song_factors import MemberDeeds, OutOfTime, SongFactors, learn
from engine.collaborative.song_file import KeptFactors, LearnedFrom, read, remove, write
from engine.collaborative.song_judgement import Judgement, judge
from engine.errors import IndexFileError, ModelError
from engine.index import Index
from engine.ranking import Candidates
from engine.ranking.feedback import Evidence
from engine.ranking.member_listeners import LEAST_STRENGTH, placed
from engine.songs import SongId

FILE_NAME = "songs.npz"
EVERY = timedelta(minutes=10)
"""Between two looks: what has to go is gone within the hour with much to spare."""
FEWEST_MEMBERS = 5
FEWEST_DEEDS = 100
"""Of fewer members, or from less, nothing is learned."""
GROWN = 1.1
"""When there is so many times as much as was learned from, it is learned anew."""
TRAIN_SECONDS = 600.0
"""A training that takes longer is given up."""
MOST_MEMBERS = 5_000
"""The first so many take part: a minute of one core."""
MOST_COMPARED = 2_000
"""Songs of the catalogue, beside those that members did something of, among which held-out ones have to be found."""

_log = logger(__name__)


class Outcome(StrEnum):
    """What a look came to."""

    TOO_LITTLE = "too_little"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    """What was learned was worse than what is in use."""
    OVERTAKEN = "overtaken"
    """Who agreed changed meanwhile, so that what was learned is thrown away."""
    TAKEN = "taken"


@dataclass(frozen=True, slots=True, eq=False)
class _Lesson:
    """All that is learned from, without members."""

    songs: Candidates
    members: tuple[MemberDeeds, ...]


class TasteTraining:
    """Looks every ten minutes whether there is something to learn or to forget; :meth:`close` ends it.

    Parameters
    ----------
    directory
        Where the factors are kept.
    base, ear
        As in :class:`engine.collaborative.song_file.LearnedFrom`.
    """

    def __init__(
        self,
        *,
        taught: Taught,
        evidence: EvidenceStore,
        catalog: Catalog,
        index: CatalogIndex,
        model: TasteModel,
        directory: Path,
        base: str,
        ear: str,
        seconds: float = TRAIN_SECONDS,
    ) -> None:
        self._taught = taught
        self._evidence = evidence
        self._catalog = catalog
        self._index = index
        self._model = model
        self._path = directory / FILE_NAME
        self._base, self._ear = base, ear
        self._seconds = seconds
        self._learned: Teaching | None = None
        self._refused: Teaching | None = None
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Take up what was learned before, where it still holds; what does not is removed."""
        now = await self._taught.teaching()
        try:
            kept = await asyncio.to_thread(read, self._path)
        except ModelError:
            kept = None
        if kept is None or not self._holds(kept.learned_from, now):
            await self._drop()
            return
        self._learned = Teaching(kept.learned_from.members, kept.learned_from.changed_ms, kept.learned_from.deeds)
        self._model.use(kept.factors)

    def start(self, every: timedelta = EVERY) -> None:
        """Look from now on."""
        self._task = apart(self._run(every))

    async def close(self) -> None:
        """End it. What a thread still learns is thrown away when it is done."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def look(self) -> Outcome:
        """Forget what has to be forgotten, then learn where there is enough that is new.

        Raises
        ------
        DataError, IndexFileError
            The store or the index is out of order.
        OSError
            The factors cannot be written or removed.
        """
        now = await self._taught.teaching()
        if self._learned is not None and _somebody_left(self._learned, now):
            await self._drop()
        if now.members < FEWEST_MEMBERS or now.deeds < FEWEST_DEEDS:
            await self._drop()
            return Outcome.TOO_LITTLE
        if now == self._refused or (self._learned is not None and now.deeds < GROWN * self._learned.deeds):
            return Outcome.UNCHANGED
        return await self._learn(now)

    async def _learn(self, now: Teaching) -> Outcome:
        started = time.perf_counter()
        lesson = await self._lesson(await self._index.current())
        try:
            learned, judgement = await asyncio.to_thread(self._train, lesson)
        except OutOfTime:
            _log.warning("taste_training_given_up", members=now.members, seconds=self._seconds)
            self._refused = now
            return Outcome.REFUSED
        taken = judgement.accepts and len(learned) > 0
        _log.info(
            "taste_trained",
            taken=taken,
            members=now.members,
            songs=len(learned),
            held_out=judgement.held_out,
            own=round(judgement.own, 4),
            artists=round(judgement.artists, 4),
            content=round(judgement.content, 4),
            ms=round(1000 * (time.perf_counter() - started)),
        )
        if not taken:
            self._refused = now
            return Outcome.REFUSED
        if _somebody_left(now, await self._taught.teaching()):
            return Outcome.OVERTAKEN
        facts = LearnedFrom(self._base, self._ear, now.members, now.deeds, now.changed_ms)
        await asyncio.to_thread(write, self._path, KeptFactors(learned, facts))
        self._learned, self._refused = now, None
        self._model.use(learned)
        return Outcome.TAKEN

    def _train(self, lesson: _Lesson) -> tuple[SongFactors, Judgement]:
        until = time.monotonic() + self._seconds
        hybrid, songs = self._model.listening.hybrid, lesson.songs
        prior = Listening(hybrid).factors(placed(songs))
        judgement = judge(hybrid, songs.ids, prior, songs.vectors, lesson.members, until=until)
        return learn(hybrid, songs.ids, prior, lesson.members, until=until), judgement

    async def _lesson(self, index: Index) -> _Lesson:
        """What members did of the songs of the index, and other songs to compare with."""
        told = [await self._evidence.of(member) for member in await self._agreed()]
        ids = index.ids
        others = [ids[row] for row in np.unique(np.linspace(0, len(ids) - 1, MOST_COMPARED).astype(int))] if ids else []
        done = [one.song for deeds in told for one in deeds if one.song is not None]
        songs = [song for song in dict.fromkeys([*done, *others]) if song in index]
        facts = await self._catalog.get(songs)
        songs = [song for song in songs if song in facts]
        vectors = await asyncio.to_thread(index.vectors_of, songs)
        rows = {song: row for row, song in enumerate(songs)}
        members = [deeds for one in told if len((deeds := _deeds(one, rows)).songs)]
        return _Lesson(Candidates(tuple(facts[song] for song in songs), vectors), tuple(members))

    async def _agreed(self) -> Sequence[MemberId]:
        return (await self._taught.members())[:MOST_MEMBERS]

    async def _drop(self) -> None:
        """Let nothing be left of what was learned."""
        await asyncio.to_thread(remove, self._path)
        if self._learned is not None:
            _log.info("taste_forgotten")
            self._model.use(None)
        self._learned = self._refused = None

    def _holds(self, learned: LearnedFrom, now: Teaching) -> bool:
        fits = (learned.base, learned.ear) == (self._base, self._ear)
        return fits and not _somebody_left(Teaching(learned.members, learned.changed_ms, learned.deeds), now)

    async def _run(self, every: timedelta) -> None:
        while True:
            try:
                await self.look()
            except (DataError, IndexFileError, OSError) as error:
                # The next look does the same again: nothing is lost but ten minutes.
                _log.warning("taste_training_failed", cause=type(error).__name__)
            await asyncio.sleep(every.total_seconds())


def _somebody_left(learned: Teaching, now: Teaching) -> bool:
    """Whether who agreed is not who it was, or something that was learned from was taken back."""
    return (learned.members, learned.changed_ms) != (now.members, now.changed_ms) or now.deeds < learned.deeds


def _deeds(evidence: Sequence[Evidence], rows: dict[SongId, int]) -> MemberDeeds:
    told = [one for one in evidence if one.song in rows and abs(one.strength) >= LEAST_STRENGTH]
    return MemberDeeds(
        np.array([rows[one.song] for one in told if one.song is not None], np.int64),
        np.array([one.strength for one in told], np.float64),
    )
