"""The members' past: real events, of songs that the shipped catalogue really knows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest_asyncio

from bot.demo.past import find, record_past
from bot.demo.people import PEOPLE, Named, Person
from data.catalog import Catalog, CatalogEntry, read_shipped
from data.database import Database
from data.history import History
from data.ids import GuildId, MemberId
from data.migrations import migrate
from engine.songs import Song, artist_key, song_id, version_key

NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)
MEMBER, GUILD = MemberId(1), GuildId(2)
TEARDROP = Named("Massive Attack", "Teardrop")
ROADS = Named("Portishead", "Roads")
ANGEL = Named("Shaggy", "Angel")


def entry(artist: str, title: str, axis: int) -> CatalogEntry:
    vector = np.zeros(8, dtype=np.float32)
    vector[axis] = 1.0
    return CatalogEntry(Song(song_id(artist, title), artist, title), vector)


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    path = tmp_path / "segue.sqlite3"
    migrate(path)
    database = await Database.open(path)
    await Catalog(database).add(
        [
            entry("Massive Attack, Elizabeth Fraser", "Teardrop (2012 Remaster)", 0),
            entry("Portishead", "Roads", 1),
            entry("Massive Attack", "Angel", 2),
        ],
        "0123456789abcdef",
    )
    yield database
    await database.close()


async def test_a_song_is_found_in_whichever_version_there_is(database: Database) -> None:
    found = await find(Catalog(database), TEARDROP)
    assert found is not None
    assert found.title == "Teardrop (2012 Remaster)"


async def test_a_song_of_that_name_by_somebody_else_is_not_it(database: Database) -> None:
    assert await find(Catalog(database), ANGEL) is None


async def test_likes_and_blocks_become_the_members_taste(database: Database) -> None:
    catalog, history = Catalog(database), History(database)
    person = Person("m", "M", liked=(TEARDROP, ANGEL), disliked=(ROADS,), blocked=(Named("Massive Attack", "Angel"),))
    recorded = await record_past(person, MEMBER, GUILD, catalog=catalog, history=history, now=NOW)
    taste = await history.taste(MEMBER, recent_days=14)
    songs = await catalog.get([*taste.liked, *taste.disliked])
    assert recorded == 3
    assert [songs[song].title for song in taste.liked] == ["Teardrop (2012 Remaster)"]
    assert [songs[song].title for song in taste.disliked] == ["Roads"]
    assert taste.blocked_artists == (artist_key("Massive Attack"),)
    assert taste.recent == ()


async def test_the_past_lies_in_the_past(database: Database) -> None:
    history = History(database)
    person = Person("m", "M", liked=(TEARDROP,), disliked=(ROADS,))
    await record_past(person, MEMBER, GUILD, catalog=Catalog(database), history=history, now=NOW)
    moments = [row.event.at for row in await history.list(MEMBER, limit=10)]
    assert len(moments) == 2
    assert all(at is not None and at < NOW for at in moments)


def test_the_members_know_songs_that_ship_and_differ() -> None:
    known = {version_key(entry.song.artist, entry.song.title) for entry in read_shipped().entries}
    for person in PEOPLE:
        named = [*person.liked, *person.disliked, *person.blocked]
        assert [song for song in named if version_key(song.artist, song.title) not in known] == []
    likes = [set(person.liked) for person in PEOPLE]
    assert len(PEOPLE) == 3
    assert all(not one & other for place, one in enumerate(likes) for other in likes[place + 1 :])
