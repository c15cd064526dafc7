from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from data.database import Database
from data.ids import MemberId
from data.member_settings import MemberSettings, MemberSettingsStore, settings_of
from data.privacy import Privacy

ANNA, BEN, CLEO = MemberId(2**62 + 1), MemberId(2**62 + 2), MemberId(2**62 + 3)


async def test_everything_is_off_until_a_member_turns_it_on(database: Database) -> None:
    store = MemberSettingsStore(database)
    settings = await store.get(ANNA)
    assert settings == MemberSettings(ANNA)
    assert not (settings.training or settings.comparing or settings.paused)
    assert await store.who_train() == frozenset()


async def test_only_what_is_named_changes(database: Database) -> None:
    store = MemberSettingsStore(database)
    await store.change(ANNA, comparing=True)
    changed = await store.change(ANNA, training=True, paused=True)
    assert changed == MemberSettings(ANNA, training=True, comparing=True, paused=True)
    assert await store.change(ANNA, comparing=False) == MemberSettings(ANNA, training=True, paused=True)
    assert await store.get(ANNA) == MemberSettings(ANNA, training=True, paused=True)
    assert await store.get(BEN) == MemberSettings(BEN)


async def test_of_two_changes_at_once_neither_is_lost(database: Database) -> None:
    store = MemberSettingsStore(database)
    await asyncio.gather(*(store.change(ANNA, **{name: True}) for name in ("training", "comparing", "paused")))
    assert await store.get(ANNA) == MemberSettings(ANNA, training=True, comparing=True, paused=True)


async def test_who_agreed_to_training(database: Database) -> None:
    store = MemberSettingsStore(database)
    for member in (ANNA, BEN, CLEO):
        await store.change(member, training=True)
    await store.change(BEN, training=False)
    assert await store.who_train() == {ANNA, CLEO}


async def test_a_change_is_seen_inside_the_transaction_that_follows_it(database: Database) -> None:
    await MemberSettingsStore(database).change(ANNA, paused=True)
    async with database.write() as session:
        assert (await settings_of(session, ANNA)).paused


async def test_they_are_exported_with_their_moment_and_erased(database: Database) -> None:
    moment = datetime(2026, 11, 30, 12, tzinfo=UTC)
    store, privacy = MemberSettingsStore(database, lambda: moment), Privacy(database)
    await store.change(ANNA, comparing=True)
    (row,) = (await privacy.export(ANNA))["kept"]["member_settings"]["rows"]
    assert (row["comparing"], row["training"], row["changed_at"]) == (True, False, moment.isoformat())
    await privacy.delete(ANNA)
    assert await store.get(ANNA) == MemberSettings(ANNA)
