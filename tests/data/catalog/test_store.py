from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.catalog import Catalog, CatalogEntry, ModelCount, write_shipped
from data.database import Database
from data.errors import CatalogEmpty, CatalogFileError, ModelMismatch
from engine.errors import VectorError
from engine.songs import SongId
from tests.data.songs import JOGA, MODEL, ONE, TEARDROP, TOYS, entry, song

UNKNOWN = SongId("f" * 16)


def ids(*entries: CatalogEntry) -> list[SongId]:
    return [one.song.id for one in entries]


async def test_songs_come_back_in_the_order_asked_for(catalog: Catalog) -> None:
    await catalog.add(TOYS, MODEL)
    found = await catalog.get([*ids(ONE, TEARDROP), UNKNOWN])
    assert list(found.items()) == [(ONE.song.id, ONE.song), (TEARDROP.song.id, TEARDROP.song)]
    assert await catalog.count() == len(TOYS)
    assert await catalog.get([]) == {}


async def test_vectors_come_back_in_the_order_they_came_in(catalog: Catalog) -> None:
    await catalog.add(TOYS[:2], MODEL)
    await catalog.add(TOYS[2:], MODEL)
    found = await catalog.vectors(MODEL)
    assert list(found.ids) == ids(*TOYS)
    np.testing.assert_allclose(
        found.vectors, np.stack([one.vector for one in TOYS if one.vector is not None]), atol=1e-6
    )


async def test_adding_a_song_again_replaces_it(catalog: Catalog) -> None:
    await catalog.add(TOYS, MODEL)
    assert (await catalog.get(ids(ONE)))[ONE.song.id].year == 1991
    await catalog.add(
        [replace(ONE, song=replace(ONE.song, year=1992, title="One (Remaster)"), vector=JOGA.vector)], "new"
    )
    assert await catalog.count() == len(TOYS)
    assert (await catalog.get(ids(ONE)))[ONE.song.id].year == 1992
    assert await catalog.models() == (ModelCount(MODEL, len(TOYS) - 1), ModelCount("new", 1))
    assert (await catalog.search("remaster", 1))[0].song.id == ONE.song.id


async def test_a_change_by_another_process_is_seen(catalog: Catalog, database_path: Path) -> None:
    await catalog.add(TOYS, MODEL)
    await catalog.get(ids(*TOYS))
    other = await Database.open(database_path)
    await Catalog(other).add([replace(ONE, song=replace(ONE.song, year=2024))], MODEL)
    await other.close()
    assert (await catalog.get(ids(ONE)))[ONE.song.id].year == 2024


async def test_a_block_that_looks_once_is_behind_at_most_until_it_ends(catalog: Catalog, database_path: Path) -> None:
    await catalog.add(TOYS, MODEL)
    other = await Database.open(database_path)
    newer = Catalog(other)
    with catalog.steady():
        assert (await catalog.get(ids(ONE)))[ONE.song.id].year == 1991
        await catalog.hidden(None)
        await newer.add([replace(ONE, song=replace(ONE.song, year=2024))], MODEL)
        assert (await catalog.get(ids(ONE)))[ONE.song.id].year == 1991
        # A song that is not at hand makes it look again, and then nothing older is given out.
        assert await catalog.get([UNKNOWN]) == {}
        assert (await catalog.get(ids(ONE)))[ONE.song.id].year == 2024
        await newer.remove(ids(ONE))
    assert await catalog.get(ids(ONE)) == {}
    await other.close()


async def test_facts_alone_can_be_added_and_have_no_vector(catalog: Catalog) -> None:
    await catalog.add([replace(ONE, vector=None), TEARDROP], MODEL)
    assert await catalog.count() == 2
    assert list((await catalog.vectors(MODEL)).ids) == ids(TEARDROP)


async def test_nothing_is_added_when_one_vector_is_bad(catalog: Catalog) -> None:
    with pytest.raises(VectorError):
        await catalog.add([*TOYS, replace(entry("Nobody", "Nothing"), vector=np.full(16, np.nan, np.float32))], MODEL)
    assert await catalog.count() == 0


async def test_an_empty_catalogue_says_so(catalog: Catalog) -> None:
    assert await catalog.model() is None
    assert await catalog.sample(5, random.Random(1)) == []
    with pytest.raises(CatalogEmpty):
        await catalog.vectors(MODEL)


async def test_vectors_of_other_weights_are_refused(catalog: Catalog) -> None:
    await catalog.add(TOYS, MODEL)
    assert await catalog.model() == MODEL
    with pytest.raises(ModelMismatch) as refused:
        await catalog.vectors("newer weights")
    assert (refused.value.expected, refused.value.found) == ("newer weights", MODEL)


async def test_places_on_the_map_are_in_the_order_asked_for(catalog: Catalog) -> None:
    await catalog.add([TEARDROP, replace(ONE, point=None)], MODEL)
    found = await catalog.coordinates([*ids(ONE, TEARDROP), UNKNOWN])
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found[1], [0.25, -0.5])
    assert np.isnan(found[[0, 2]]).all()
    assert (await catalog.coordinates([])).shape == (0, 2)


async def test_shipped_files_are_imported_once(catalog: Catalog, tmp_path: Path) -> None:
    write_shipped(tmp_path / "shipped", TOYS, MODEL)
    assert (await catalog.import_shipped(tmp_path / "shipped")).songs == len(TOYS)
    assert (await catalog.import_shipped(tmp_path / "shipped")).songs == 0
    assert await catalog.count() == len(TOYS)
    np.testing.assert_array_equal((await catalog.coordinates(ids(JOGA)))[0], [0.25, -0.5])


async def test_shipped_files_that_changed_are_imported_again(catalog: Catalog, tmp_path: Path) -> None:
    write_shipped(tmp_path / "shipped", TOYS[:3], MODEL)
    await catalog.import_shipped(tmp_path / "shipped")
    write_shipped(tmp_path / "shipped", TOYS, "newer weights")
    assert (await catalog.import_shipped(tmp_path / "shipped")).songs == len(TOYS)
    assert await catalog.models() == (ModelCount("newer weights", len(TOYS)),)


async def test_importing_on_request_mends_vectors_of_other_weights(catalog: Catalog, tmp_path: Path) -> None:
    write_shipped(tmp_path / "shipped", TOYS, MODEL)
    await catalog.import_shipped(tmp_path / "shipped")
    await catalog.add(TOYS, "strange weights")
    assert (await catalog.import_shipped(tmp_path / "shipped", again=True)).songs == len(TOYS)
    assert await catalog.model() == MODEL


async def test_damaged_files_change_nothing(catalog: Catalog, tmp_path: Path) -> None:
    write_shipped(tmp_path, TOYS, MODEL)
    songs = tmp_path / "songs.csv"
    songs.write_bytes(songs.read_bytes().replace(b"1998", b"1999"))
    with pytest.raises(CatalogFileError):
        await catalog.import_shipped(tmp_path)
    assert await catalog.count() == 0


async def test_a_sample_is_drawn_without_repetition(catalog: Catalog) -> None:
    await catalog.add(TOYS, MODEL)
    drawn = await catalog.sample(3, random.Random(1))
    assert len({one.id for one in drawn}) == 3
    assert len(await catalog.sample(100, random.Random(1))) == len(TOYS)


async def test_more_songs_than_one_statement_holds_can_be_asked_for(catalog: Catalog) -> None:
    many = [CatalogEntry(song("Many", f"Song {n}")) for n in range(1_200)]
    await catalog.add(many, MODEL)
    assert list(await catalog.get(ids(*many))) == ids(*many)


async def test_compacting_the_database_leaves_songs_where_the_search_finds_them(
    database: Database, catalog: Catalog
) -> None:
    await catalog.add(TOYS, MODEL)
    await catalog.add([CatalogEntry(song("Many", f"Song {n}")) for n in range(50)], MODEL)
    await database.compact()
    assert (await catalog.search("joga", 1))[0].song == JOGA.song
    assert list((await catalog.vectors(MODEL)).ids) == ids(*TOYS)
