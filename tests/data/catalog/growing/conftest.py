"""A workshop to grow in: a real database, an untrained ear, decoding processes, and one loop for the database."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.catalog.growing.adding import add_files
from data.catalog.growing.reading import LIBRARY_LIMITS
from data.catalog.growing.summary import Summary
from data.catalog.growing.tag_reader import TagReader
from data.catalog.growing.walking import walk
from data.catalog.growing.workshop import Candidate, Workshop
from data.database import Database
from engine.audio import DecoderPool
from engine.embed import Embedder

Add = Callable[..., Summary]


@pytest.fixture(scope="session")
def pool() -> Iterator[DecoderPool]:
    with DecoderPool(1, LIBRARY_LIMITS) as opened:
        yield opened


@pytest.fixture(scope="session")
def tag_reader() -> Iterator[TagReader]:
    with TagReader() as reader:
        yield reader


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as running:
        yield running


@pytest.fixture
def grown(migrated: Path, tmp_path: Path, runner: asyncio.Runner) -> Iterator[Database]:
    """The database that grows; its loop is the runner's."""
    path = tmp_path / "home" / "segue.sqlite3"
    path.parent.mkdir()
    shutil.copy(migrated, path)
    database = runner.run(Database.open(path))
    yield database
    runner.run(database.close())


@pytest.fixture
def workshop(
    grown: Database, embedder: Embedder, pool: DecoderPool, tag_reader: TagReader, runner: asyncio.Runner
) -> Workshop:
    return Workshop(grown, embedder, pool, tag_reader, runner)


@pytest.fixture
def add(workshop: Workshop) -> Add:
    """Add folders and files as the command does; what it came to."""

    def added(*paths: Path, again: bool = False) -> Summary:
        summary = Summary()
        add_files(map(Candidate, walk(paths).files), workshop, summary, again=again)
        return summary

    return added
