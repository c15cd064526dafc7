"""A state directory with a small catalogue, and the command on it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from data.catalog import Catalog, CatalogEntry
from data.catalog.__main__ import main
from data.database import Database

Run = Callable[..., int]


@pytest.fixture
def home(migrated: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    shutil.copy(migrated, folder / "segue.sqlite3")
    return folder


@pytest.fixture
def run(home: Path) -> Run:
    """Run a command on the state directory."""

    def command(name: str, *arguments: object) -> int:
        return main([name, "--home", str(home), *map(str, arguments)])

    return command


def put(home: Path, *entries: CatalogEntry, model: str) -> None:
    async def write() -> None:
        database = await Database.open(home / "segue.sqlite3")
        await Catalog(database).add(entries, model)
        await database.close()

    asyncio.run(write())
