"""A process that rebuilds: started once, ended with the bot, and reported however it ends."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.catalog import Catalog
from data.catalog.rebuild import REBUILD_LOCK, rebuild_index
from data.catalog.rebuilding import PAUSE_AFTER_FAILURE_SECONDS, PAUSE_SECONDS, Rebuilder, Rebuilt
from engine.index import IndexKind, open_index, read_manifest
from engine.index.files import lock
from tests.data.songs import MODEL, TOYS

LONG_ENOUGH_SECONDS = 60


class Bench:
    """A rebuilder, what it told, and a clock that the test moves."""

    def __init__(self, database: Path, directory: Path, niceness: int = 0) -> None:
        self.now = 0.0
        self.ended: list[Rebuilt] = []
        self.rebuilder = Rebuilder(
            database=database,
            directory=directory,
            model=MODEL,
            kind=IndexKind.EXACT,
            ended=self.ended.append,
            monotonic=lambda: self.now,
            niceness=niceness,
        )

    def wait(self) -> Rebuilt:
        until = time.monotonic() + LONG_ENOUGH_SECONDS
        while not self.ended and time.monotonic() < until:
            time.sleep(0.01)
        return self.ended.pop()


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def bench(database_path: Path, directory: Path) -> Iterator[Bench]:
    made = Bench(database_path, directory)
    yield made
    made.rebuilder.close()


async def test_it_builds_and_tells_and_pauses(bench: Bench, catalog: Catalog, directory: Path) -> None:
    await catalog.add(TOYS, MODEL)
    assert bench.rebuilder.start(None)
    assert not bench.rebuilder.start(None)
    told = bench.wait()
    assert (told.status, told.said) == (0, f"{len(TOYS)} songs, exact, change 1")
    assert len(open_index(directory, model=MODEL)) == len(TOYS)
    assert bench.rebuilder.pid is None
    assert not bench.rebuilder.start(None)
    bench.now += PAUSE_SECONDS
    assert bench.rebuilder.start(1)
    assert bench.wait().status == 0


async def test_an_index_that_is_newer_by_then_is_left_alone(bench: Bench, catalog: Catalog, directory: Path) -> None:
    await catalog.add(TOYS[:3], MODEL)
    before = await rebuild_index(catalog, directory, MODEL, "exact")
    await catalog.add(TOYS[3:], MODEL)
    assert bench.rebuilder.start(before.sequence - 1)
    assert bench.wait().status == 0
    assert read_manifest(directory) == before
    bench.now += PAUSE_SECONDS
    assert bench.rebuilder.start(before.sequence)
    assert bench.wait().status == 0
    assert read_manifest(directory).count == len(TOYS)


async def test_a_failure_is_told_in_words_and_waited_out(bench: Bench) -> None:
    """There is no vector of this model: nothing to build from."""
    assert bench.rebuilder.start(None)
    told = bench.wait()
    assert told.status == 1
    assert told.said
    assert "Traceback" not in told.said
    bench.now += PAUSE_SECONDS
    assert not bench.rebuilder.start(None)
    bench.now += PAUSE_AFTER_FAILURE_SECONDS
    assert bench.rebuilder.start(None)
    assert bench.wait().status == 1


async def test_closing_ends_the_process_and_leaves_the_old_index(
    bench: Bench, catalog: Catalog, directory: Path
) -> None:
    await catalog.add(TOYS[:3], MODEL)
    before = await rebuild_index(catalog, directory, MODEL, "exact")
    with (directory / REBUILD_LOCK).open("ab") as file:
        assert lock(file, wait=False)
        assert bench.rebuilder.start(None)
        pid = bench.rebuilder.pid
        bench.rebuilder.close()
        assert pid is not None
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert not bench.ended
    assert not bench.rebuilder.start(None)
    assert read_manifest(directory) == before
    bench.rebuilder.close()


async def test_a_process_that_is_killed_is_told_of(bench: Bench, catalog: Catalog, directory: Path) -> None:
    await catalog.add(TOYS, MODEL)
    await rebuild_index(catalog, directory, MODEL, "exact")
    with (directory / REBUILD_LOCK).open("ab") as file:
        assert lock(file, wait=False)
        assert bench.rebuilder.start(None)
        assert bench.rebuilder.pid is not None
        os.kill(bench.rebuilder.pid, 9)
        assert bench.wait().status == -9


async def test_it_gives_way_to_answers(catalog: Catalog, database_path: Path, directory: Path) -> None:
    await catalog.add(TOYS, MODEL)
    await rebuild_index(catalog, directory, MODEL, "exact")
    bench = Bench(database_path, directory, niceness=5)
    with (directory / REBUILD_LOCK).open("ab") as file:
        assert lock(file, wait=False)
        assert bench.rebuilder.start(None)
        assert bench.rebuilder.pid is not None
        own = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, bench.rebuilder.pid) == min(own + 5, 19)
        bench.rebuilder.close()
