from __future__ import annotations

import errno
import inspect
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from data import errors
from data.errors import (
    DatabaseCorrupt,
    DatabaseError,
    DatabaseFull,
    DatabaseLocked,
    DatabaseReadOnly,
    DatabaseSlow,
    DatabaseUnavailable,
    DataError,
    ModelMismatch,
    translate,
    translated,
)

PATH = Path("segue.sqlite3")


def failure(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY, DatabaseLocked),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, DatabaseLocked),
        (sqlite3.SQLITE_INTERRUPT, DatabaseSlow),
        (sqlite3.SQLITE_READONLY_DBMOVED, DatabaseReadOnly),
        (sqlite3.SQLITE_FULL, DatabaseFull),
        (sqlite3.SQLITE_CORRUPT, DatabaseCorrupt),
        (sqlite3.SQLITE_NOTADB, DatabaseCorrupt),
        (sqlite3.SQLITE_IOERR_FSYNC, DatabaseUnavailable),
    ],
)
def test_every_code_of_sqlite_has_its_name(code: int, kind: type[DatabaseError]) -> None:
    assert type(translate(failure(code), PATH)) is kind
    assert type(translate(OperationalError("SELECT 1", {}, failure(code)), PATH)) is kind


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DatabaseFull),
        (errno.EROFS, DatabaseReadOnly),
        (errno.EACCES, DatabaseReadOnly),
        (errno.ENOTDIR, DatabaseUnavailable),
    ],
)
def test_failures_of_the_file_system_have_a_name(number: int, kind: type[DatabaseError]) -> None:
    assert type(translate(OSError(number, "as the system says it"), PATH)) is kind


def test_a_mistake_in_a_statement_is_not_hidden() -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), translated(PATH):
        sqlite3.connect(":memory:").execute("SELECT * FROM nowhere")


def test_only_what_may_pass_by_itself_is_worth_another_try() -> None:
    kinds = [kind for kind in vars(errors).values() if inspect.isclass(kind) and issubclass(kind, DatabaseError)]
    assert {kind for kind in kinds if kind.retry} == {DatabaseLocked, DatabaseSlow}


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    drawn = errors.__doc__ or ""
    kinds = [kind for kind in vars(errors).values() if inspect.isclass(kind) and issubclass(kind, DataError)]
    assert len(kinds) > 10
    assert [kind.__name__ for kind in kinds if kind.__name__ not in drawn] == []


def test_a_mismatch_names_both_models_and_what_mends_it() -> None:
    said = str(ModelMismatch(expected="new", found="old"))
    assert "new" in said
    assert "old" in said
    assert "python -m data.catalog import" in said
