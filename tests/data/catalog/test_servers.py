"""Songs that a server brought: who sees them, and who takes them back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from data.catalog import Brought, Catalog
from data.ids import GuildId
from tests.data.songs import JOGA, MODEL, ONE, TEARDROP

HERE, THERE = GuildId(2**62), GuildId(7)
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def brought(guild: GuildId = HERE, *, added: bool = True, private: bool = False, minutes: int = 0) -> Brought:
    return Brought(guild, added, private, NOW + timedelta(minutes=minutes))


async def test_a_private_song_is_seen_in_its_server_alone(catalog: Catalog) -> None:
    await catalog.add([JOGA], MODEL)
    await catalog.add([ONE], MODEL, brought(private=True))
    assert await catalog.hidden(HERE) == frozenset()
    assert await catalog.hidden(THERE) == {ONE.song.id}
    assert await catalog.hidden(None) == {ONE.song.id}


async def test_a_second_server_that_brings_it_sees_it_too(catalog: Catalog) -> None:
    await catalog.add([ONE], MODEL, brought(private=True))
    await catalog.add([ONE], MODEL, brought(THERE, private=True))
    assert await catalog.hidden(THERE) == frozenset()
    assert await catalog.hidden(None) == {ONE.song.id}


async def test_a_song_that_everybody_knows_does_not_become_private(catalog: Catalog) -> None:
    await catalog.add([ONE], MODEL)
    await catalog.add([ONE], MODEL, brought(private=True))
    assert await catalog.hidden(THERE) == frozenset()


async def test_a_private_song_that_is_shared_becomes_everybodys(catalog: Catalog) -> None:
    await catalog.add([ONE], MODEL, brought(private=True))
    await catalog.add([ONE], MODEL)
    assert await catalog.hidden(THERE) == frozenset()
    assert await catalog.remove_last_added(HERE) is None


async def test_songs_are_counted_by_how_they_came(catalog: Catalog) -> None:
    await catalog.add([ONE], MODEL, brought(added=False))
    await catalog.add([JOGA], MODEL, brought(added=False))
    await catalog.add([JOGA], MODEL, brought(added=True))
    await catalog.add([JOGA], MODEL, brought(added=False))
    count = await catalog.brought_by(HERE)
    assert (count.added, count.asked) == (1, 1)


async def test_the_last_song_added_is_taken_back_first(catalog: Catalog) -> None:
    await catalog.add([ONE], MODEL, brought())
    await catalog.add([JOGA], MODEL, brought(minutes=1))
    await catalog.add([TEARDROP], MODEL, brought(added=False, minutes=2))
    assert await catalog.remove_last_added(HERE) == JOGA.song
    assert await catalog.remove_last_added(HERE) == ONE.song
    assert await catalog.remove_last_added(HERE) is None
    assert set(await catalog.get([ONE.song.id, JOGA.song.id, TEARDROP.song.id])) == {TEARDROP.song.id}


async def test_what_another_server_brought_too_stays(catalog: Catalog) -> None:
    await catalog.add([ONE], MODEL, brought())
    await catalog.add([ONE], MODEL, brought(THERE, added=False))
    assert await catalog.remove_last_added(HERE) == ONE.song
    assert set(await catalog.get([ONE.song.id])) == {ONE.song.id}


async def test_a_shipped_song_cannot_be_taken_back(catalog: Catalog) -> None:
    await catalog.add([ONE], MODEL)
    await catalog.add([ONE], MODEL, brought())
    assert await catalog.remove_last_added(HERE) is None
    assert set(await catalog.get([ONE.song.id])) == {ONE.song.id}
