"""The SQLite file: many readers with a time limit, one writer, nothing acknowledged before it is on the disk."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from data.errors import DatabaseLocked, DatabaseUnavailable, translate, translated
from data.migrations import check_schema

READ_SECONDS = 5.0
"""A read session may take this long before SQLite is told to give up."""
BUSY_SECONDS = 5.0
"""How long a statement waits for another process to let go."""
QUEUE_SECONDS = 15.0
"""How long a writer waits for the writers of this process before it."""
READERS = 4
"""Connections for reading; a fifth reader waits for one of them."""
MAX_BYTES = 8 * 2**30
"""The file may not grow past this: whoever floods the bot does not fill the disk."""
PAGE_BYTES = 4096
"""SQLite's page size, as it is by default."""
STEPS_BETWEEN_CHECKS = 20_000
"""Steps of SQLite's machine between two looks at the clock: about a millisecond."""
DEADLINE = "deadline"
"""Under this name a reading connection keeps its time limit."""


@dataclass(slots=True)
class _Deadline:
    """Until when a reading connection may work; looked at from SQLite's progress handler."""

    at: float = float("inf")


class Database:
    """One SQLite file, opened.

    Readers see a snapshot and may not write. Writers come one after another; their changes are on the disk when
    ``write`` has been left without an error, all or none.
    """

    def __init__(
        self, path: Path, reader: AsyncEngine, writer: AsyncEngine, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.path = path
        self._monotonic = monotonic
        self._reader = reader
        self._writer = writer
        self._turn = asyncio.Lock()

    @classmethod
    async def open(
        cls,
        location: str | Path,
        *,
        read_seconds: float = READ_SECONDS,
        busy_seconds: float = BUSY_SECONDS,
        readers: int = READERS,
        max_bytes: int = MAX_BYTES,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> Database:
        """Open a migrated database.

        Parameters
        ----------
        location
            A path or a ``sqlite+aiosqlite:///`` address.
        read_seconds, busy_seconds
            Time limits of a read session, and of the wait for another process.
        readers
            How many may read at once.
        max_bytes
            Past this size nothing more is taken in.
        monotonic
            Measures the time limit.

        Raises
        ------
        DatabaseNewer, DatabaseOlder
            The schema is not this program's.
        DatabaseError
            The file is locked, damaged, or cannot be opened.
        """
        path = database_path(location)
        await asyncio.to_thread(check_schema, path)
        url = URL.create("sqlite+aiosqlite", database=str(path))
        wait = {"timeout": busy_seconds}
        reader = create_async_engine(
            url, connect_args=wait, pool_size=readers, max_overflow=0, pool_timeout=read_seconds + busy_seconds
        )
        writer = create_async_engine(url, connect_args=wait, pool_size=1, max_overflow=0, pool_timeout=busy_seconds)
        _limit_reads(reader, read_seconds, monotonic)
        _prepare(reader, ("PRAGMA query_only = ON",))
        _prepare(
            writer,
            (
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = FULL",
                "PRAGMA foreign_keys = ON",
                "PRAGMA secure_delete = ON",
                f"PRAGMA max_page_count = {max(max_bytes // PAGE_BYTES, 1)}",
            ),
        )
        database = cls(path, reader, writer, monotonic)
        try:
            with translated(path):
                for engine in (writer, reader):
                    async with engine.connect():
                        pass
        except BaseException:
            await database.close()
            raise
        return database

    @asynccontextmanager
    async def read(self, seconds: float | None = None) -> AsyncIterator[AsyncSession]:
        """Give a session that sees one snapshot and may not write.

        Parameters
        ----------
        seconds
            How long this one may take, where it is known to be a long one.

        Raises
        ------
        DatabaseSlow
            It took longer than the time limit.
        DatabaseError
            The database refused.
        """
        with translated(self.path):
            async with AsyncSession(self._reader, expire_on_commit=False) as session:
                if seconds is not None:
                    (await session.connection()).info[DEADLINE].at = self._monotonic() + seconds
                yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Give a session whose changes are committed, all or none, when the block is left without an error.

        Raises
        ------
        DatabaseError
            The database refused; nothing was changed.
        """
        async with self._my_turn():
            with translated(self.path):
                async with AsyncSession(self._writer, expire_on_commit=False) as session, session.begin():
                    yield session

    async def compact(self) -> None:
        """Rewrite the file without the remains of what was deleted.

        Takes about a second for each 100 MB, and holds back writers meanwhile.

        Raises
        ------
        DatabaseError
            The database refused; it is as it was.
        """
        async with self._my_turn():
            await self._run_outside_transaction("VACUUM")

    async def checkpoint(self) -> None:
        """Move everything from the write-ahead log into the file and empty the log.

        Raises
        ------
        DatabaseLocked
            A reader still needs the log.
        """
        async with self._my_turn():
            row = await self._run_outside_transaction("PRAGMA wal_checkpoint(TRUNCATE)")
        if row is not None and row[0]:
            raise DatabaseLocked(self.path, "a reader still needs the write-ahead log")

    async def close(self) -> None:
        """Close every connection; the last one to leave empties the write-ahead log."""
        await self._reader.dispose()
        await self._writer.dispose()

    @asynccontextmanager
    async def _my_turn(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(QUEUE_SECONDS):
                await self._turn.acquire()
        except TimeoutError as error:
            raise DatabaseLocked(self.path, "too many changes are waiting") from error
        try:
            yield
        finally:
            self._turn.release()

    async def _run_outside_transaction(self, statement: str) -> Any:
        try:
            async with self._writer.connect() as connection:
                driver = (await connection.get_raw_connection()).driver_connection
                assert driver is not None
                async with driver.execute(statement) as cursor:
                    return await cursor.fetchone()
        except Exception as error:
            known = translate(error, self.path)
            if known is None:
                raise
            raise known from error


def database_path(location: str | Path) -> Path:
    """Find the file behind a path or an address.

    Raises
    ------
    DatabaseUnavailable
        The address is of another kind of database, or of one in memory.
    """
    if isinstance(location, Path) or "://" not in location:
        return Path(location)
    url = make_url(location)
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        raise DatabaseUnavailable(Path(url.render_as_string()), "only a SQLite file is supported")
    return Path(str(url.database))


def _prepare(engine: AsyncEngine, statements: tuple[str, ...]) -> None:
    """Set up each new connection, and begin transactions ourselves: writers take the lock when they begin."""
    begin = "BEGIN" if any("query_only" in statement for statement in statements) else "BEGIN IMMEDIATE"

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        # What is sorted or rewritten stays in memory: no copy of a member's rows is left in a temporary folder.
        for statement in ("PRAGMA temp_store = MEMORY", *statements):
            cursor.execute(statement)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _limit_reads(engine: AsyncEngine, seconds: float, monotonic: Callable[[], float]) -> None:
    """Let SQLite itself stop a read that is past its time: no thread is left working for nobody."""

    @event.listens_for(engine.sync_engine, "connect")
    def watch(connection: Any, record: ConnectionPoolEntry) -> None:
        deadline = _Deadline()
        record.info[DEADLINE] = deadline

        def past() -> bool:
            return monotonic() > deadline.at

        connection.run_async(lambda driver: driver.set_progress_handler(past, STEPS_BETWEEN_CHECKS))

    @event.listens_for(engine.sync_engine, "checkout")
    def start(_: Any, record: ConnectionPoolEntry, __: Any) -> None:
        record.info[DEADLINE].at = monotonic() + seconds

    @event.listens_for(engine.sync_engine, "checkin")
    def stop(_: Any, record: ConnectionPoolEntry) -> None:
        record.info[DEADLINE].at = float("inf")
