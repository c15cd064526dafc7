"""A real, migrated database for every test that asks, and songs whose vectors are known."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from data.catalog import Catalog
from data.database import Database
from data.migrations import migrate


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest schema; copy it, do not open it."""
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    migrate(path)
    return path


@pytest.fixture
def database_path(migrated: Path, tmp_path: Path) -> Path:
    path = tmp_path / "segue.sqlite3"
    shutil.copy(migrated, path)
    return path


@pytest.fixture
async def database(database_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(database_path)
    yield opened
    await opened.close()


@pytest.fixture
def catalog(database: Database) -> Catalog:
    return Catalog(database)
