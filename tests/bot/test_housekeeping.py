from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from bot.housekeeping import Housekeeping
from data.answers import Answers, StoredAnswer
from data.database import Database
from data.history import History
from data.ids import MemberId, new_answer_id
from data.migrations import migrate
from data.retention import Retention

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


async def keep_old(database: Database) -> StoredAnswer:
    answer = StoredAnswer(new_answer_id(), MemberId(1), None, None, LONG_AGO, json.dumps({}))
    await History(database).record([], answer)
    return answer


async def gone(database: Database, answer: StoredAnswer) -> bool:
    for _ in range(1000):
        if await Answers(database).get(answer.id) is None:
            return True
        await asyncio.sleep(0.01)
    return False


async def test_what_is_past_its_time_goes_at_the_start_and_again_later(tmp_path: Path) -> None:
    path = tmp_path / "segue.sqlite3"
    migrate(path)
    database = await Database.open(path)
    first = await keep_old(database)
    housekeeping = await Housekeeping.open(Retention(database), every=timedelta(milliseconds=10))
    assert await Answers(database).get(first.id) is None
    assert await gone(database, await keep_old(database))
    await housekeeping.close()
    await database.close()


async def test_it_goes_on_after_a_round_that_the_database_refused(tmp_path: Path) -> None:
    path = tmp_path / "segue.sqlite3"
    migrate(path)
    database = await Database.open(path, busy_seconds=0.01)
    answer = await keep_old(database)
    other = await Database.open(path)
    async with other.write() as session:
        await session.execute(text("SELECT 1"))
        housekeeping = await Housekeeping.open(Retention(database), every=timedelta(milliseconds=10))
        await asyncio.sleep(0.1)
        assert await Answers(database).get(answer.id) is not None
    assert await gone(database, answer)
    await housekeeping.close()
    await other.close()
    await database.close()
