from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from data.answers import MAX_PAYLOAD_BYTES
from data.database import Database
from data.errors import PayloadTooLarge
from data.ids import GuildId, MemberId, QuestionId
from data.open_questions import KEPT, OpenQuestions, StoredQuestion
from data.privacy import Privacy

ANN, NOW = MemberId(2**62), datetime(2026, 5, 1, 12, tzinfo=UTC)


def asked(name: str, at: datetime = NOW, payload: str = "{}") -> StoredQuestion:
    return StoredQuestion(QuestionId(name), ANN, GuildId(5), at, payload)


async def test_a_question_comes_back_as_it_was(database: Database) -> None:
    questions = OpenQuestions(database)
    await questions.keep(asked("twelve_chars", payload='{"text": "j\u00f3ga"}'))
    assert await questions.get(QuestionId("twelve_chars")) == asked("twelve_chars", payload='{"text": "j\u00f3ga"}')
    assert await questions.get(QuestionId("another_one_")) is None


async def test_yesterdays_questions_are_forgotten_with_the_next(database: Database) -> None:
    questions = OpenQuestions(database)
    await questions.keep(asked("old", NOW - KEPT - timedelta(seconds=1)))
    await questions.keep(asked("young", NOW - KEPT + timedelta(minutes=1)))
    await questions.keep(asked("new"))
    assert await questions.get(QuestionId("old")) is None
    assert await questions.get(QuestionId("young")) is not None


async def test_they_are_a_members_data(database: Database) -> None:
    questions = OpenQuestions(database)
    await questions.keep(asked("mine"))
    privacy = Privacy(database)
    assert any(table.rows == 1 for table in await privacy.summary(ANN))
    await privacy.delete(ANN)
    assert await questions.get(QuestionId("mine")) is None


def test_a_payload_is_bounded() -> None:
    with pytest.raises(PayloadTooLarge):
        asked("large", payload="x" * (MAX_PAYLOAD_BYTES + 1))
