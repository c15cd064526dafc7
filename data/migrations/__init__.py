"""The schema's history: numbered, forward only, one transaction.

A new step is a file in ``versions/`` named by its number and subject; a test compares what the steps make with the
tables as they are declared.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import URL, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool

from data.errors import DatabaseNewer, DatabaseOlder, DatabaseUnavailable, translate, translated

BUSY_SECONDS = 10.0
"""How long migrating waits for another process that is migrating too."""


def head() -> str:
    """Name the newest step that this program knows."""
    newest = _scripts().get_current_head()
    assert newest is not None
    return newest


def current(path: Path) -> str | None:
    """Name the step that a database is at; ``None`` for one that is empty or not there.

    Raises
    ------
    DatabaseError
        The file cannot be read.
    """
    if not path.exists():
        return None
    with translated(path), closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    return None if row is None else str(row[0])


def check_schema(path: Path) -> None:
    """Refuse a database whose schema is not this program's.

    Raises
    ------
    DatabaseNewer
        It was made by a newer Segue.
    DatabaseOlder
        It has to be migrated first, or is not there.
    DatabaseError
        The file cannot be read.
    """
    found = current(path)
    _refuse_newer(path, found)
    if found != head():
        raise DatabaseOlder(path, f"schema {found or 'none'}, needed is {head()}")


def migrate(path: Path) -> bool:
    """Bring a database to the newest schema; make it where there is none.

    Everything happens in one transaction: a process that is killed here leaves the database as it was.

    Returns
    -------
    bool
        Whether there was anything to do.

    Raises
    ------
    DatabaseNewer
        It was made by a newer Segue; nothing was changed.
    DatabaseError
        It is locked, read-only, full or damaged; nothing was changed.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise translate(error, path) or DatabaseUnavailable(path, str(error)) from error
    found = current(path)
    _refuse_newer(path, found)
    if found == head():
        return False
    with translated(path), _connection(path) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def _refuse_newer(path: Path, found: str | None) -> None:
    known = {script.revision for script in _scripts().walk_revisions()}
    if found is not None and found not in known:
        raise DatabaseNewer(path, f"schema {found} is newer than {head()}, the newest known")


def _config() -> Config:
    config = Config()
    # A percent sign starts a substitution in this option.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


@contextmanager
def _connection(path: Path) -> Iterator[Connection]:
    engine = create_engine(
        URL.create("sqlite", database=str(path)), poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS}
    )

    @event.listens_for(engine, "connect")
    def set_up(driver: sqlite3.Connection, _: object) -> None:
        driver.isolation_level = None
        driver.execute("PRAGMA journal_mode = WAL")
        driver.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # The lock is taken at once, so that of two processes that start together the second finds nothing to do.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.begin() as connection:
        yield connection
