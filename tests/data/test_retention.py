from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from data.answers import Answers, StoredAnswer
from data.database import Database
from data.history import Event, EventKind, History
from data.ids import GuildId, MemberId, new_answer_id, new_question_id
from data.member_settings import MemberSettingsStore
from data.open_questions import OpenQuestions, StoredQuestion
from data.retention import Forgotten, Retention
from engine.songs import SongId

ANNA, BORIS = MemberId(1_234_567_890_123_456_789), MemberId(1_234_567_890_123_456_790)
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


async def answer(database: Database, member: MemberId, days_ago: float) -> StoredAnswer:
    """Keep an answer that was given so long ago, and that one song of it was shown and liked."""
    at = NOON - timedelta(days=days_ago)
    given = StoredAnswer(new_answer_id(), member, GuildId(5), None, at, json.dumps({}))
    song = SongId("a" * 16)
    events = [Event(kind, member, song=song, answer=given.id, at=at) for kind in (EventKind.SHOWN, EventKind.LIKED)]
    await History(database).record(events, given)
    return given


async def kinds(database: Database, member: MemberId) -> list[EventKind]:
    return [entry.event.kind for entry in await History(database).list(member, kinds=frozenset(EventKind))]


async def test_what_is_past_its_time_is_forgotten_and_nothing_else(database: Database) -> None:
    old, fresh = await answer(database, ANNA, 366), await answer(database, BORIS, 364)
    retention = Retention(database, lambda: NOON)
    assert await retention.forget_expired() == Forgotten(answers=1, shown=1, questions=0)
    assert await Answers(database).get(old.id) is None
    assert await Answers(database).get(fresh.id) == fresh
    assert await kinds(database, ANNA) == [EventKind.LIKED]
    assert set(await kinds(database, BORIS)) == {EventKind.LIKED, EventKind.SHOWN}
    assert (await retention.forget_expired()).rows == 0


async def test_while_a_member_pauses_answers_last_a_day(database: Database) -> None:
    given = [await answer(database, member, days) for member in (ANNA, BORIS) for days in (0.9, 1.1)]
    await MemberSettingsStore(database).change(ANNA, paused=True)
    assert (await Retention(database, lambda: NOON).forget_expired()).answers == 1
    left = [one.id for one in given if await Answers(database).get(one.id) is not None]
    assert left == [given[0].id, given[2].id, given[3].id]


async def test_an_open_question_lasts_a_day(database: Database) -> None:
    questions = OpenQuestions(database)
    kept = StoredQuestion(new_question_id(), ANNA, None, NOON - timedelta(hours=25), "{}")
    await questions.keep(kept)
    assert (await Retention(database, lambda: NOON).forget_expired()).questions == 1
    assert await questions.get(kept.id) is None
