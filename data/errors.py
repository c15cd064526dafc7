"""What can go wrong with what lasts, and the one place where SQLite's errors become ours.

The exceptions carry facts; the sentences are written by who talks to people. ``command`` names what mends it.

::

    DataError
    ├── DatabaseError             ``path`` says which file
    │   ├── DatabaseLocked        another process holds it; trying again helps
    │   ├── DatabaseSlow          a read ran past its time limit; trying again may help
    │   ├── DatabaseReadOnly      the file or its folder may not be written
    │   ├── DatabaseFull          no space is left, on the disk or under the size limit
    │   ├── DatabaseCorrupt       the file is damaged or is no database
    │   ├── DatabaseNewer         its schema was made by a newer Segue
    │   ├── DatabaseOlder         its schema still has to be migrated
    │   └── DatabaseUnavailable   it cannot be opened or read at all
    ├── CatalogError
    │   ├── CatalogFileError      a file of the catalogue is missing, damaged or not one
    │   ├── CatalogEmpty          there is no song with a vector
    │   └── ModelMismatch         the vectors were made with other weights
    ├── HistoryPaused             the member has paused Segue: nothing is written down
    └── PayloadTooLarge           an answer that is too big to be remembered
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class DataError(Exception):
    """The root of everything that the data layer raises on purpose."""


class DatabaseError(DataError):
    """The database refused.

    Attributes
    ----------
    path
        The database file.
    reason
        What SQLite or the system said; for the log, not for members.
    """

    command: str | None = None
    retry = False

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class DatabaseLocked(DatabaseError):
    """Another process holds the database for longer than the busy timeout."""

    retry = True


class DatabaseSlow(DatabaseError):
    """A read ran past its time limit and was interrupted."""

    retry = True


class DatabaseReadOnly(DatabaseError):
    """The database or its folder may not be written."""


class DatabaseFull(DatabaseError):
    """No space is left on the disk or under the database's size limit."""


class DatabaseCorrupt(DatabaseError):
    """The file is damaged or is no database."""

    command = "python -m data.catalog verify"


class DatabaseNewer(DatabaseError):
    """The schema was made by a newer Segue; going back is not possible."""


class DatabaseOlder(DatabaseError):
    """The schema has to be migrated first."""

    command = "python -m data.migrations"


class DatabaseUnavailable(DatabaseError):
    """The database cannot be opened or read at all."""


class CatalogError(DataError):
    """The catalogue refused."""


class CatalogFileError(CatalogError):
    """A file of the catalogue is missing, damaged or not what it should be.

    Attributes
    ----------
    path
        The file.
    reason
        What is wrong with it.
    """

    command = "python -m data.catalog build TRACKS.csv AUDIO_DIR"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class CatalogEmpty(CatalogError):
    """There is no song with a vector."""

    command = "python -m data.catalog import"


class ModelMismatch(CatalogError):
    """Vectors that were made with other weights than those in use.

    Attributes
    ----------
    expected
        Content hash of the weights in use.
    found
        Content hash of the weights that made the vectors.
    """

    command = "python -m data.catalog import"

    def __init__(self, *, expected: str, found: str) -> None:
        super().__init__(expected, found)
        self.expected = expected
        self.found = found

    def __str__(self) -> str:
        return (
            f"vectors of model {self.found}, but the weights in use are {self.expected}; mend it with: {self.command}"
        )


class HistoryPaused(DataError):
    """The member has paused Segue: what they do is not written down."""


class PayloadTooLarge(DataError):
    """An answer whose text is larger than may be kept."""

    def __init__(self, measured: int, limit: int) -> None:
        super().__init__(measured, limit)
        self.measured = measured
        self.limit = limit

    def __str__(self) -> str:
        return f"an answer of {self.measured} bytes (limit {self.limit})"


PRIMARY_CODE = 0xFF
"""SQLite's extended error codes hold the primary one in their lowest byte."""

_BY_CODE: dict[int, type[DatabaseError]] = {
    sqlite3.SQLITE_BUSY: DatabaseLocked,
    sqlite3.SQLITE_LOCKED: DatabaseLocked,
    sqlite3.SQLITE_INTERRUPT: DatabaseSlow,
    sqlite3.SQLITE_READONLY: DatabaseReadOnly,
    sqlite3.SQLITE_PERM: DatabaseReadOnly,
    sqlite3.SQLITE_FULL: DatabaseFull,
    sqlite3.SQLITE_CORRUPT: DatabaseCorrupt,
    sqlite3.SQLITE_NOTADB: DatabaseCorrupt,
    sqlite3.SQLITE_CANTOPEN: DatabaseUnavailable,
    sqlite3.SQLITE_IOERR: DatabaseUnavailable,
}
_BY_ERRNO: dict[int, type[DatabaseError]] = {
    errno.EROFS: DatabaseReadOnly,
    errno.EACCES: DatabaseReadOnly,
    errno.EPERM: DatabaseReadOnly,
    errno.ENOSPC: DatabaseFull,
    errno.EDQUOT: DatabaseFull,
}


def translate(error: BaseException, path: Path) -> DatabaseError | None:
    """Name a failure of SQLite, its driver, its pool or the file system; ``None`` for a mistake in a statement."""
    if isinstance(error, PoolTimeout):
        return DatabaseSlow(path, "no connection became free in time")
    if isinstance(error, DBAPIError):
        # A driver may wrap SQLite's own error once more.
        inner: BaseException | None = error.orig
        while inner is not None and not isinstance(inner, sqlite3.Error):
            inner = inner.__cause__
        return None if inner is None else translate(inner, path)
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        kind = None if code is None else _BY_CODE.get(code & PRIMARY_CODE)
        return None if kind is None else kind(path, str(error))
    if isinstance(error, OSError) and not isinstance(error, TimeoutError):
        return _BY_ERRNO.get(error.errno or 0, DatabaseUnavailable)(path, str(error))
    return None


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise what SQLite raises inside as our own error.

    Raises
    ------
    DatabaseError
        Its subclass for what happened; anything that is no failure of the database passes unchanged.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error, PoolTimeout) as error:
        known = translate(error, path)
        if known is None:
            raise
        raise known from error
