from __future__ import annotations

from datetime import UTC, datetime, timedelta

from data.database import Database
from data.history import Event, EventKind, History
from data.ids import AnswerId, MemberId
from data.member_settings import MemberSettingsStore
from data.privacy import Privacy
from data.tables import ImportRow, PlayRow
from data.taught import Taught, Teaching
from engine.songs import SongId

ANNA, BORIS = MemberId(2**60 + 11), MemberId(2**60 + 12)
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
NOON_MS = 1_769_860_800_000


async def test_only_who_agreed_counts_and_only_what_says_something(database: Database) -> None:
    taught, history = Taught(database), History(database)
    settings = MemberSettingsStore(database, lambda: NOON)
    for member in (ANNA, BORIS):
        for kind in (EventKind.LIKED, EventKind.SHOWN, EventKind.ASKED, EventKind.BLOCKED_SONG):
            await history.record([Event(kind, member, song=SongId("a" * 16), answer=AnswerId("firstanswer1"))])
    assert await taught.teaching() == Teaching(0, 0, 0)
    await settings.change(BORIS, comparing=True)
    await settings.change(ANNA, training=True)
    assert await taught.teaching() == Teaching(1, NOON_MS, 2)
    assert await taught.members() == (ANNA,)
    async with database.write() as session:
        session.add(ImportRow(id="importimport", member=ANNA, source="lastfm", at=NOON, report="{}"))
        await session.flush()
        session.add(PlayRow(import_id="importimport", artist="u2", song="", member=ANNA, count=9, last_at=NOON))
    assert (await taught.teaching()).deeds == 3
    await history.record([Event(EventKind.DISLIKED, ANNA, song=SongId("a" * 16))])
    assert (await taught.teaching()).deeds == 3


async def test_every_change_of_who_they_are_shows(database: Database) -> None:
    taught, clock = Taught(database), iter(NOON + timedelta(minutes=number) for number in range(9))
    settings = MemberSettingsStore(database, lambda: next(clock))
    seen = [await taught.teaching()]
    await settings.change(ANNA, training=True)
    seen.append(await taught.teaching())
    await settings.change(ANNA, training=False)
    await settings.change(BORIS, training=True)
    seen.append(await taught.teaching())
    await Privacy(database).delete(BORIS)
    await settings.change(ANNA, training=True)
    seen.append(await taught.teaching())
    assert [(one.members, one.changed_ms - NOON_MS) for one in seen] == [
        (0, -NOON_MS),
        (1, 0),
        (1, 120_000),
        (1, 180_000),
    ]
