from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from data.database import Database, database_path
from data.errors import (
    DatabaseCorrupt,
    DatabaseFull,
    DatabaseLocked,
    DatabaseNewer,
    DatabaseOlder,
    DatabaseReadOnly,
    DatabaseSlow,
    DatabaseUnavailable,
)
from data.markers import Markers


def size(path: Path) -> int:
    return path.stat().st_size


def damage_the_markers(path: Path) -> None:
    """Overwrite the page that looking up a marker begins with."""
    with closing(sqlite3.connect(path)) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name LIKE '%index_markers%'").fetchone()[0]
        length = connection.execute("PRAGMA page_size").fetchone()[0]
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[(page - 1) * length : page * length] = b"\xff" * length
    path.write_bytes(content)


FOR_EVER = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")


async def test_what_was_written_is_there_for_another_process(database: Database) -> None:
    await Markers(database).put("colour", "green")
    with closing(sqlite3.connect(database.path)) as other:
        assert other.execute("SELECT value FROM markers WHERE name = 'colour'").fetchone() == ("green",)


async def test_a_write_that_fails_changes_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError, match="half-way"):
        async with database.write() as session:
            await session.execute(text("INSERT INTO markers VALUES ('colour', 'green')"))
            raise RuntimeError("half-way")
    assert await Markers(database).get("colour") is None


async def test_a_cancelled_write_changes_nothing_and_holds_nobody_up(database: Database) -> None:
    written = asyncio.Event()

    async def write() -> None:
        async with database.write() as session:
            await session.execute(text("INSERT INTO markers VALUES ('colour', 'green')"))
            written.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(write())
    await written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await Markers(database).put("shape", "round")
    assert await Markers(database).get("colour") is None


async def test_writers_come_one_after_another(database: Database) -> None:
    async def add_one() -> None:
        async with database.write() as session:
            value = (await session.execute(text("SELECT value FROM markers WHERE name = 'sum'"))).scalar_one()
            await asyncio.sleep(0)
            await session.execute(text("UPDATE markers SET value = :value"), {"value": str(int(value) + 1)})

    await Markers(database).put("sum", "0")
    await asyncio.gather(*(add_one() for _ in range(25)))
    assert await Markers(database).get("sum") == "25"


async def test_a_reader_sees_one_snapshot_while_others_write(database: Database) -> None:
    markers = Markers(database)
    await markers.put("colour", "green")
    async with database.read() as session:
        query = text("SELECT value FROM markers")
        before = (await session.execute(query)).scalar_one()
        await markers.put("colour", "red")
        assert (await session.execute(query)).scalar_one() == before == "green"
    assert await markers.get("colour") == "red"


async def test_a_reader_may_not_write(database: Database) -> None:
    with pytest.raises(DatabaseReadOnly):
        async with database.read() as session:
            await session.execute(text("INSERT INTO markers VALUES ('colour', 'green')"))


async def test_a_read_past_its_time_is_stopped_and_the_next_one_answered(database_path: Path) -> None:
    database = await Database.open(database_path, read_seconds=0.2, readers=1)
    for _ in range(2):
        with pytest.raises(DatabaseSlow):
            async with database.read() as session:
                await session.execute(FOR_EVER)
    assert await Markers(database).get("colour") is None
    await database.close()


async def test_a_read_that_is_known_to_be_long_gets_its_own_limit(database_path: Path) -> None:
    now = 0.0
    database = await Database.open(database_path, read_seconds=5, monotonic=lambda: now)
    some_time = text(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT max(i) FROM n"
    )
    async with database.read(60) as session:
        now = 59
        assert (await session.execute(some_time)).scalar_one() == 100_000
    with pytest.raises(DatabaseSlow):
        async with database.read() as session:
            await session.execute(text("SELECT 1"))
            now += 6
            await session.execute(some_time)
    await database.close()


async def test_a_lock_of_another_process_is_named(database_path: Path) -> None:
    database = await Database.open(database_path, busy_seconds=0.1)
    with closing(sqlite3.connect(database_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseLocked) as refused:
            await Markers(database).put("colour", "green")
        assert refused.value.retry
        other.execute("ROLLBACK")
    await Markers(database).put("colour", "green")
    await database.close()


async def test_a_full_database_refuses_and_keeps_what_it_has(database_path: Path) -> None:
    database = await Database.open(database_path, max_bytes=size(database_path) + 64 * 1024)
    markers = Markers(database)
    await markers.put("colour", "green")
    with pytest.raises(DatabaseFull):
        await markers.put("flood", "x" * 10**6)
    assert await markers.get("colour") == "green"
    assert await markers.get("flood") is None
    await markers.put("colour", "red")
    await database.close()


WRITE_WITHOUT_RIGHTS = """
import asyncio, os, sys
from data.database import Database
from data.markers import Markers
async def write(path):
    database = await Database.open(path)
    await Markers(database).put("colour", "green")
    await database.close()
async def main(mine, theirs):
    await write(mine)  # whatever is imported late is imported here, while it may be read
    if os.geteuid() == 0:
        os.setuid(65534)  # root may write anywhere
    try:
        await write(theirs)
    except Exception as error:
        print(type(error).__name__)
asyncio.run(main(*sys.argv[1:]))
"""


def test_a_database_that_may_not_be_written_is_named(database_path: Path, migrated: Path, root: Path) -> None:
    # Its own folder: whoever is not root may not look into pytest's.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "segue.sqlite3"
        shutil.copy(migrated, path)
        path.chmod(0o444)
        Path(folder).chmod(0o555)
        command = [sys.executable, "-c", WRITE_WITHOUT_RIGHTS, str(database_path), str(path)]
        child = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        Path(folder).chmod(0o755)
    assert child.stdout.strip() == "DatabaseReadOnly", child.stderr


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to be read as one" * 100])
async def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "segue.sqlite3"
    path.write_bytes(content)
    with pytest.raises(DatabaseCorrupt if content else DatabaseOlder):
        await Database.open(path)
    assert path.read_bytes() == content


async def test_damage_inside_is_named_when_it_is_met(database_path: Path) -> None:
    damage_the_markers(database_path)
    database = await Database.open(database_path)
    with pytest.raises(DatabaseCorrupt) as refused:
        await Markers(database).get("colour")
    assert refused.value.command
    await database.close()


async def test_a_newer_schema_is_refused_and_left_alone(database_path: Path) -> None:
    with closing(sqlite3.connect(database_path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(DatabaseNewer, match="9999"):
        await Database.open(database_path)


async def test_a_database_that_is_not_there_says_what_makes_it(tmp_path: Path) -> None:
    with pytest.raises(DatabaseOlder) as refused:
        await Database.open(tmp_path / "nowhere.sqlite3")
    assert refused.value.command == "python -m data.migrations"
    assert os.listdir(tmp_path) == []  # noqa: PTH208


async def test_the_log_cannot_be_emptied_under_a_reader(database_path: Path) -> None:
    database = await Database.open(database_path, busy_seconds=0.1)
    async with database.read() as session:
        await session.execute(text("SELECT count(*) FROM markers"))
        await Markers(database).put("colour", "green")
        with pytest.raises(DatabaseLocked):
            await database.checkpoint()
    await database.checkpoint()
    assert size(database.path.with_name(database.path.name + "-wal")) == 0
    await database.close()


async def test_compacting_gives_back_room_and_keeps_the_rest(database: Database) -> None:
    markers = Markers(database)
    await markers.put("colour", "green")
    await markers.put("flood", "x" * 10**6)
    await markers.put("flood", "")
    await database.checkpoint()
    before = size(database.path)
    await database.compact()
    await database.checkpoint()
    assert size(database.path) < before - 900_000
    assert await markers.get("colour") == "green"


def test_an_address_names_the_same_file_as_a_path(tmp_path: Path) -> None:
    path = tmp_path / "segue.sqlite3"
    assert database_path(f"sqlite+aiosqlite:///{path}") == database_path(path) == database_path(str(path)) == path


@pytest.mark.parametrize("address", ["postgresql+asyncpg://host/name", "sqlite+aiosqlite://"])
def test_an_address_of_anything_else_is_refused(address: str) -> None:
    with pytest.raises(DatabaseUnavailable):
        database_path(address)
