"""The index that keeps up: on a real database and real files, changed by this process and by others."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from data.catalog import Catalog, CatalogEntry
from data.catalog.following import FEWEST_FRESH, MOST_FRESH, CatalogIndex, most_fresh
from data.catalog.rebuild import rebuild_index
from data.catalog.rebuilding import Rebuilder, Rebuilt
from data.database import Database
from engine.index import Index, IndexKind, LiveIndex, read_manifest
from engine.songs import SongId
from tests.data.songs import JOGA, MODEL, ONE, TEARDROP, TOYS, entry, vector


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
async def index(catalog: Catalog, directory: Path) -> AsyncIterator[CatalogIndex]:
    await catalog.add(TOYS[:3], MODEL)
    await rebuild_index(catalog, directory, MODEL, "exact")
    followed = CatalogIndex(catalog, LiveIndex(directory, MODEL), MODEL)
    yield followed
    followed.close()


def many(count: int, first: int = 0) -> list[CatalogEntry]:
    return [entry("Band", f"Song {number}") for number in range(first, first + count)]


def ids(entries: list[CatalogEntry] | tuple[CatalogEntry, ...]) -> set[SongId]:
    return {one.song.id for one in entries}


def nearest(index: Index, one: CatalogEntry) -> SongId:
    return index.query(vector(one.song.id), 1).ids[0]


async def test_while_nothing_changes_it_is_the_same_object(index: CatalogIndex, catalog: Catalog) -> None:
    first = await index.current()
    assert await index.current() is first
    assert set(first.ids) == ids(TOYS[:3])
    assert first.sequence == await catalog.sequence()
    assert index.problem is None


async def test_what_was_added_is_in_the_next_answer_and_what_was_removed_out_of_it(
    index: CatalogIndex, catalog: Catalog
) -> None:
    before = await index.current()
    await catalog.add(TOYS[3:4], MODEL)
    added = await index.current()
    assert nearest(added, TOYS[3]) == TOYS[3].song.id
    assert index.fresh == 1
    await catalog.remove([JOGA.song.id, TOYS[3].song.id])
    removed = await index.current()
    assert set(removed.ids) == ids((TEARDROP, ONE))
    await catalog.add([JOGA], MODEL)
    assert nearest(await index.current(), JOGA) == JOGA.song.id
    assert set(before.ids) == ids(TOYS[:3])


async def test_a_song_that_is_heard_anew_answers_with_its_new_vector(index: CatalogIndex, catalog: Catalog) -> None:
    heard = CatalogEntry(ONE.song, vector("another sound"))
    await catalog.add([heard], MODEL)
    found = await index.current()
    assert found.query(vector("another sound"), 1).ids == (ONE.song.id,)
    assert len(found) == 3


async def test_facts_alone_change_nothing(index: CatalogIndex, catalog: Catalog) -> None:
    before = await index.current()
    await catalog.add([CatalogEntry(ONE.song)], MODEL)
    assert await index.current() is before


async def test_what_another_process_adds_is_seen(index: CatalogIndex, database_path: Path) -> None:
    program = (
        "import asyncio, sys; from pathlib import Path\n"
        "from data.catalog import Catalog; from data.database import Database\n"
        "from tests.data.songs import MODEL, TOYS\n"
        "async def add():\n"
        "    database = await Database.open(Path(sys.argv[1]))\n"
        "    await Catalog(database).add(TOYS[3:], MODEL)\n"
        "    await Catalog(database).remove([TOYS[0].song.id])\n"
        "    await database.close()\n"
        "asyncio.run(add())\n"
    )
    await asyncio.to_thread(subprocess.run, [sys.executable, "-c", program, str(database_path)], check=True, timeout=60)
    assert set((await index.current()).ids) == ids(TOYS[1:])


async def test_a_rebuild_is_swapped_in_and_what_came_meanwhile_is_kept(
    index: CatalogIndex, catalog: Catalog, directory: Path
) -> None:
    await catalog.add(TOYS[3:4], MODEL)
    old = await index.current()
    await rebuild_index(catalog, directory, MODEL, "exact")
    await catalog.add(TOYS[4:], MODEL)
    await catalog.remove([TEARDROP.song.id])
    new = await index.current()
    assert set(new.ids) == ids(TOYS[1:])
    assert index.fresh == 2
    assert set(old.ids) == ids(TOYS[:4])
    assert nearest(old, TEARDROP) == TEARDROP.song.id


async def test_an_older_build_that_comes_late_takes_nothing_away(
    index: CatalogIndex, catalog: Catalog, directory: Path, tmp_path: Path
) -> None:
    """Two rebuilds may end in the other order; each holds what the changes after it bring up to date."""
    await rebuild_index(catalog, tmp_path / "late", MODEL, "exact")
    await catalog.add(TOYS[3:], MODEL)
    await catalog.remove([TEARDROP.song.id])
    await rebuild_index(catalog, directory, MODEL, "exact")
    assert set((await index.current()).ids) == ids(TOYS[1:])
    for file in (tmp_path / "late").iterdir():
        file.replace(directory / file.name)
    assert set((await index.current()).ids) == ids(TOYS[1:])


async def test_many_questions_at_once_while_songs_come_and_go_all_see_what_was_committed(
    index: CatalogIndex, catalog: Catalog, directory: Path
) -> None:
    coming = many(30)
    wrong: list[SongId] = []
    done = asyncio.Event()

    async def ask() -> None:
        while not done.is_set():
            (await index.current()).query(vector("anything"), 5)

    async def grow() -> None:
        for number, one in enumerate(coming):
            await catalog.add([one], MODEL)
            if one.song.id not in await index.current():
                wrong.append(one.song.id)
            if number % 3 == 0:
                await catalog.remove([one.song.id])
                if one.song.id in await index.current():
                    wrong.append(one.song.id)
            if number % 10 == 5:
                await rebuild_index(catalog, directory, MODEL, "exact")
        done.set()

    await asyncio.gather(grow(), *(ask() for _ in range(4)))
    assert not wrong
    assert set((await index.current()).ids) == ids(TOYS[:3]) | ids([c for n, c in enumerate(coming) if n % 3])


@pytest.mark.parametrize(("built", "most"), [(0, 500), (2_500, 500), (20_000, 2_000), (1_000_000, MOST_FRESH)])
def test_how_much_may_come_before_a_rebuild(built: int, most: int) -> None:
    assert most_fresh(built) == most


async def test_when_much_has_come_it_is_folded_in_by_a_process_of_its_own(
    catalog: Catalog, database_path: Path, directory: Path
) -> None:
    await catalog.add(TOYS[:3], MODEL)
    await rebuild_index(catalog, directory, MODEL, "exact")
    ended: list[Rebuilt] = []
    rebuilder = Rebuilder(
        database=database_path, directory=directory, model=MODEL, kind=IndexKind.EXACT, ended=ended.append, niceness=0
    )
    index = CatalogIndex(catalog, LiveIndex(directory, MODEL), MODEL, rebuilder)
    coming = many(FEWEST_FRESH + 1)
    await catalog.add(coming[:FEWEST_FRESH], MODEL)
    await index.current()
    assert rebuilder.pid is None
    await catalog.add(coming[FEWEST_FRESH:], MODEL)
    assert len(await index.current()) == FEWEST_FRESH + 4
    assert rebuilder.pid is not None
    async with asyncio.timeout(60):
        while not ended:
            assert len(await index.current()) == FEWEST_FRESH + 4
            await asyncio.sleep(0.02)
    assert (ended[0].status, read_manifest(directory).count) == (0, FEWEST_FRESH + 4)
    assert len(await index.current()) == FEWEST_FRESH + 4
    assert index.fresh == 0
    index.close()


async def test_a_catalogue_that_was_put_back_is_built_anew(
    catalog: Catalog, database: Database, migrated: Path, directory: Path, tmp_path: Path
) -> None:
    """The database is an earlier one, as after a backup was restored; the index still knows what is gone."""
    await catalog.add(TOYS, MODEL)
    await catalog.remove([ONE.song.id])
    await rebuild_index(catalog, directory, MODEL, "exact")
    earlier = tmp_path / "earlier.sqlite3"
    shutil.copy(migrated, earlier)
    restored = await Database.open(earlier)
    await Catalog(restored).add(TOYS[:1], MODEL)
    told = threading.Event()
    rebuilder = Rebuilder(
        database=earlier,
        directory=directory,
        model=MODEL,
        kind=IndexKind.EXACT,
        ended=lambda _: told.set(),
        niceness=0,
    )
    index = CatalogIndex(Catalog(restored), LiveIndex(directory, MODEL), MODEL, rebuilder)
    await index.current()
    await asyncio.to_thread(told.wait, 60)
    assert set((await index.current()).ids) == ids(TOYS[:1])
    await Catalog(restored).add(TOYS[1:2], MODEL)
    assert set((await index.current()).ids) == ids(TOYS[:2])
    index.close()
    await restored.close()
