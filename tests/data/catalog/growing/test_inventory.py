from __future__ import annotations

from pathlib import Path

from data.catalog import Catalog
from data.catalog.growing.files import KnownFile, write_files
from data.catalog.growing.inventory import Filter, count_all, files_of, find_songs, list_songs
from data.database import Database
from tests.data.songs import JOGA, MODEL, ONE, TEARDROP, TOYS, entry


async def titles(database: Database, wanted: Filter, limit: int | None = None) -> list[str]:
    async with database.read() as session:
        return [song.title async for song in list_songs(session, wanted, limit)]


async def test_songs_are_listed_in_the_order_in_which_they_came(database: Database, catalog: Catalog) -> None:
    await catalog.add([*TOYS, entry("Björk", "Hunter", source="library", genres=("electronic",))], MODEL)
    assert await titles(database, Filter()) == ["Teardrop", "Jóga", "One", "Hurt", "Hurt", "Hunter"]
    assert await titles(database, Filter(), 2) == ["Teardrop", "Jóga"]
    assert await titles(database, Filter(source="library")) == ["Hunter"]
    assert await titles(database, Filter(genre="ELECTRONIC")) == ["Teardrop", "Jóga", "Hunter"]
    assert await titles(database, Filter(genre="Electronic"), 1) == ["Teardrop"]
    assert await titles(database, Filter(text="BJORK j")) == ["Jóga"]
    assert await titles(database, Filter(source="library", genre="Jazz")) == []


async def test_a_large_catalogue_is_read_in_pieces(database: Database, catalog: Catalog) -> None:
    await catalog.add([entry("A", f"Song {n}") for n in range(1_234)], MODEL)
    assert len(await titles(database, Filter())) == 1_234


async def test_a_song_is_found_by_id_and_by_name(database: Database, catalog: Catalog) -> None:
    await catalog.add(TOYS, MODEL)
    async with database.read() as session:
        assert await find_songs(session, f" {JOGA.song.id.upper()} ") == [JOGA.song]
        assert (await find_songs(session, "teardrop massive attack"))[0] == TEARDROP.song
        assert await find_songs(session, "zzzzzz") == []


async def test_everything_is_counted(database: Database, catalog: Catalog) -> None:
    await catalog.add(TOYS, MODEL)
    files = [KnownFile(Path("/a"), 1, 1, "a", ONE.song.id), KnownFile(Path("/b"), 1, 1, "b", None, "silent")]
    async with database.write() as session:
        await write_files(session, files)
    async with database.read() as session:
        counts = await count_all(session)
        assert await files_of(session, ONE.song.id) == [Path("/a")]
    assert (counts.songs, counts.private, counts.without_vector) == (5, 0, 0)
    assert counts.genres == {"Electronic": 2, "Pop/Rock": 1}
    assert counts.models == {MODEL: 5}
    assert counts.problems == {"": 1, "silent": 1}
