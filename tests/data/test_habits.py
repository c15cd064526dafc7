from __future__ import annotations

from datetime import UTC, datetime

import pytest

from data.catalog import Catalog
from data.database import Database
from data.habits import Habits, HabitStore
from data.history import Event, EventKind, History
from data.ids import MemberId
from data.tables import ImportRow, PlayRow
from tests.data.songs import MODEL, TEARDROP

ANNA, BEN = MemberId(2**62 + 1), MemberId(2**62 + 2)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 30, hour, minute, 59, 999_000, tzinfo=UTC)


@pytest.fixture
async def history(database: Database) -> History:
    await Catalog(database).add([TEARDROP], MODEL)
    return History(database)


async def test_deeds_fall_into_their_hour_and_what_was_only_shown_does_not(
    history: History, database: Database
) -> None:
    song = TEARDROP.song.id
    await history.record(
        [
            Event(EventKind.LIKED, ANNA, song=song, at=at(0)),
            Event(EventKind.ASKED, ANNA, song=song, at=at(0, 59)),
            Event(EventKind.DISCOVERED, ANNA, at=at(23, 59)),
            Event(EventKind.SHOWN, ANNA, song=song, at=at(12)),
            Event(EventKind.LIKED, BEN, song=song, at=at(5)),
        ]
    )
    habits = await HabitStore(database).of(ANNA)
    assert (habits.clock[0], habits.clock[23], sum(habits.clock), habits.deeds, habits.plays) == (2, 1, 3, 3, 0)


async def test_the_clocks_of_all_imports_add_up(history: History, database: Database) -> None:
    clocks = [[number == hour for number in range(24)] for hour in (3, 3, 20)]
    async with database.write() as session:
        for number, clock in enumerate(clocks):
            report = f'{{"clock": {[int(one) for one in clock]}}}'
            session.add(ImportRow(id=f"i{number}", member=ANNA, source="x", at=at(1), report=report))
        await session.flush()
        for number in range(2):
            session.add(
                PlayRow(import_id=f"i{number}", artist="air", song="", member=ANNA, count=40 + number, last_at=at(1))
            )
    habits = await HabitStore(database).of(ANNA)
    assert (habits.clock[3], habits.clock[20], sum(habits.clock), habits.plays) == (2, 1, 3, 81)


async def test_of_nobody_there_is_nothing(database: Database) -> None:
    assert await HabitStore(database).of(BEN) == Habits((0,) * 24, 0, 0)
