from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from data.answers import MAX_PAYLOAD_BYTES, Answers, StoredAnswer
from data.database import Database
from data.errors import PayloadTooLarge
from data.history import Event, EventKind, History
from data.ids import AnswerId, ChannelId, GuildId, MemberId, new_answer_id
from engine.songs import SongId

ANNA = MemberId(2**60 + 11)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def answer(at: datetime = NOON, payload: str = '{"picks": []}') -> StoredAnswer:
    return StoredAnswer(new_answer_id(), ANNA, GuildId(2), ChannelId(3), at, payload)


async def test_an_answer_comes_back_as_it_was_given(database: Database) -> None:
    given = answer(payload='{"title": "Jóga"}')
    await History(database).record([], given)
    assert await Answers(database).get(given.id) == given


async def test_an_answer_outside_a_server_comes_back(database: Database) -> None:
    given = StoredAnswer(new_answer_id(), ANNA, None, None, NOON, "{}")
    await History(database).record([], given)
    assert await Answers(database).get(given.id) == given


async def test_the_first_of_two_answers_with_one_id_stays(database: Database) -> None:
    given = answer()
    history = History(database)
    await history.record([], given)
    await history.record([], StoredAnswer(given.id, MemberId(9), None, None, NOON, '{"forged": true}'))
    assert await Answers(database).get(given.id) == given


async def test_an_answer_that_never_was_is_none(database: Database) -> None:
    assert await Answers(database).get(AnswerId("x' OR 1=1 --")) is None


async def test_old_answers_are_forgotten_and_what_members_did_stays(database: Database) -> None:
    history, answers = History(database), Answers(database)
    old, new = answer(NOON - timedelta(days=40)), answer(NOON)
    await history.record([Event(EventKind.LIKED, ANNA, song=SongId("a" * 16), answer=old.id)], old)
    await history.record([], new)
    assert await answers.forget_older_than(NOON - timedelta(days=30)) == 1
    assert await answers.get(old.id) is None
    assert await answers.get(new.id) == new
    assert (await history.taste(ANNA, recent_days=7)).liked == (SongId("a" * 16),)


def test_an_answer_that_is_too_large_is_refused_by_its_bytes() -> None:
    answer(payload="x" * MAX_PAYLOAD_BYTES)
    with pytest.raises(PayloadTooLarge):
        answer(payload="é" * (MAX_PAYLOAD_BYTES // 2 + 1))
