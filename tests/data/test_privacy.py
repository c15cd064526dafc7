from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from data.answers import Answers, StoredAnswer
from data.catalog import Catalog
from data.database import Database
from data.errors import DatabaseLocked
from data.history import Event, EventKind, History
from data.ids import ChannelId, GuildId, MemberId, new_answer_id
from data.privacy import Privacy
from engine.songs import SongId
from tests.data.songs import JOGA, MODEL, TEARDROP, TOYS

ANNA, BORIS = MemberId(1_234_567_890_123_456_789), MemberId(1_234_567_890_123_456_790)
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


def files(database: Database) -> Iterator[Path]:
    yield from database.path.parent.glob(database.path.name + "*")


def traces(database: Database, member: MemberId) -> list[str]:
    """Where a member's id is still found, as text or as a number of eight bytes of either order."""
    needles = {"text": str(member).encode(), "big": member.to_bytes(8, "big"), "little": member.to_bytes(8, "little")}
    return [
        f"{name} in {path.name}"
        for path in files(database)
        for name, needle in needles.items()
        if needle in path.read_bytes()
    ]


def answer_of(member: MemberId) -> StoredAnswer:
    payload = json.dumps({"member": str(member), "title": "Jóga"})
    return StoredAnswer(new_answer_id(), member, GuildId(5), ChannelId(6), NOON, payload)


async def live(database: Database, member: MemberId, songs: int) -> StoredAnswer:
    """Let a member ask, be shown and like songs."""
    history, answer = History(database), answer_of(member)
    shown = [SongId(f"{n:016x}") for n in range(songs)]
    await history.record([Event(EventKind.ASKED, member, song=TEARDROP.song.id, answer=answer.id)], answer)
    await history.record([Event(EventKind.SHOWN, member, song=song, answer=answer.id) for song in shown])
    await history.record([Event(EventKind.LIKED, member, song=song, answer=answer.id) for song in shown])
    return answer


async def test_a_member_is_told_what_is_kept(database: Database) -> None:
    await live(database, ANNA, 2)
    kept = {one.table: one for one in await Privacy(database).summary(ANNA)}
    assert {name: one.rows for name, one in kept.items() if one.rows} == {"events": 5, "answers": 1}
    assert kept["answers"].oldest == kept["answers"].newest == NOON
    assert all(one.describes and one.why and one.until for one in kept.values())
    assert all(one.rows == 0 for one in await Privacy(database).summary(BORIS))


async def test_the_export_holds_every_row_of_the_member_and_of_nobody_else(
    database: Database, catalog: Catalog
) -> None:
    await catalog.add(TOYS, MODEL)
    await live(database, ANNA, 1)
    await live(database, BORIS, 3)
    await History(database).record([Event(EventKind.DISLIKED, ANNA, song=JOGA.song.id)])
    exported = json.loads(json.dumps(await Privacy(database, lambda: NOON).export(ANNA)))
    assert exported["member"] == str(ANNA)
    assert exported["made_at"] == NOON.isoformat()
    assert [row["kind"] for row in exported["kept"]["events"]["rows"]] == ["asked", "shown", "liked", "disliked"]
    assert exported["kept"]["answers"]["rows"][0]["payload"] == {"member": str(ANNA), "title": "Jóga"}
    assert exported["songs"] == {TEARDROP.song.id: "Massive Attack - Teardrop", JOGA.song.id: "Björk - Jóga"}
    assert str(BORIS) not in json.dumps(exported)


async def test_nothing_of_a_member_is_left_in_any_file(database: Database, catalog: Catalog) -> None:
    await catalog.add(TOYS, MODEL)
    answer = await live(database, ANNA, 150)
    await live(database, BORIS, 150)
    assert traces(database, ANNA)
    erased = {one.table: one.rows for one in await Privacy(database).delete(ANNA)}
    assert {name: rows for name, rows in erased.items() if rows} == {"answers": 1, "events": 301}
    assert traces(database, ANNA) == []
    assert await Answers(database).get(answer.id) is None
    assert all(one.rows == 0 for one in await Privacy(database).summary(ANNA))


async def test_nothing_is_left_however_the_rows_came_and_went(database: Database) -> None:
    generator = random.Random(7)
    history = History(database)
    members = [MemberId(ANNA + n) for n in range(20)]
    for _ in range(60):
        await history.record(
            [
                Event(
                    generator.choice([EventKind.LIKED, EventKind.DISLIKED, EventKind.SKIPPED]),
                    generator.choice(members),
                    song=SongId(f"{generator.randrange(40):016x}"),
                    answer=new_answer_id(),
                )
                for _ in range(12)
            ]
        )
        if generator.random() < 0.5:
            await history.undo(generator.choice(members))
    privacy = Privacy(database)
    for member in members[:5]:
        await privacy.delete(member)
        assert traces(database, member) == []


async def test_others_keep_everything(database: Database) -> None:
    await live(database, ANNA, 5)
    answer = await live(database, BORIS, 5)
    before = await Privacy(database, lambda: NOON).export(BORIS)
    await Privacy(database).delete(ANNA)
    assert await Privacy(database, lambda: NOON).export(BORIS) == before
    assert await Answers(database).get(answer.id) == answer


async def test_what_another_member_liked_on_an_erased_answer_stays(database: Database) -> None:
    answer = await live(database, ANNA, 1)
    await History(database).record([Event(EventKind.LIKED, BORIS, song=JOGA.song.id, answer=answer.id)])
    await Privacy(database).delete(ANNA)
    assert (await History(database).taste(BORIS, recent_days=7)).liked == (JOGA.song.id,)


async def test_a_member_of_whom_nothing_is_kept_can_be_deleted(database: Database) -> None:
    assert sum(one.rows for one in await Privacy(database).delete(ANNA)) == 0


async def test_a_deletion_that_was_held_up_is_finished_by_the_next_one(database_path: Path) -> None:
    database = await Database.open(database_path, busy_seconds=0.1)
    await live(database, ANNA, 3)
    async with database.read() as session:
        await session.execute(text("SELECT count(*) FROM events"))
        with pytest.raises(DatabaseLocked):
            await Privacy(database).delete(ANNA)
    assert all(one.rows == 0 for one in await Privacy(database).summary(ANNA))
    await Privacy(database).delete(ANNA)
    assert traces(database, ANNA) == []
    await database.close()
