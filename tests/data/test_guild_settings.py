from __future__ import annotations

from data.database import Database
from data.guild_settings import GuildSettings, GuildSettingsStore
from data.ids import ChannelId, GuildId
from engine.ranking.rules import Rules

HERE, THERE = GuildId(2**61 + 1), GuildId(2**61 + 2)


async def test_a_server_starts_with_the_defaults(database: Database) -> None:
    settings = await GuildSettingsStore(database).get(HERE)
    assert settings == GuildSettings(HERE)
    assert settings.drop_channel is None


async def test_only_what_is_named_changes(database: Database) -> None:
    store = GuildSettingsStore(database)
    await store.change(HERE, drop_channel=ChannelId(7), familiarity="adventurous")
    changed = await store.change(HERE, public_by_default=False)
    assert changed == GuildSettings(HERE, ChannelId(7), public_by_default=False, familiarity="adventurous")
    assert await store.get(HERE) == changed
    assert (await store.change(HERE, drop_channel=None)).drop_channel is None


async def test_servers_do_not_share_settings(database: Database) -> None:
    store = GuildSettingsStore(database)
    await store.change(HERE, public_by_default=False)
    assert await store.get(THERE) == GuildSettings(THERE)


async def test_what_a_server_keeps_away_is_kept_as_it_was_given_and_compared_however_it_is_written(
    database: Database,
) -> None:
    store = GuildSettingsStore(database)
    assert not (await store.get(GuildId(3))).rules
    await store.change(GuildId(3), clean=True, blocked_artists=("The Beatles",), blocked_genres=("Hip-Hop",))
    kept = await store.get(GuildId(3))
    assert (kept.blocked_artists, kept.blocked_genres) == (("The Beatles",), ("Hip-Hop",))
    assert kept.rules == Rules(clean=True, artists=frozenset({"beatles"}), genres=frozenset({"hip hop"}))
    assert not (await store.get(GuildId(4))).rules
