"""Whether what the catalogue consists of is whole and fits together; what does not is said with what mends it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from data.catalog.shipped import read_shipped
from data.errors import CatalogFileError, DatabaseError, translated
from data.migrations import check_schema
from engine.errors import IndexFileError
from engine.index import open_index

REBUILD = "python -m data.catalog rebuild"
IMPORT = "python -m data.catalog import"
BUILD = "python -m data.catalog build TRACKS.csv AUDIO_DIR"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    problem
        What is wrong; ``None`` where all is well.
    mend
        The command that mends it, where there is one.
    """

    what: str
    problem: str | None = None
    mend: str | None = None


async def verify(database: Path, index: Path, shipped: Path, model: str) -> list[Finding]:
    """Look at the shipped files, the database and the index.

    Parameters
    ----------
    model
        Content hash of the weights in use.
    """
    return await asyncio.to_thread(
        lambda: [*_shipped(shipped, model), *_database(database, model), *_index(index, model)]
    )


def _shipped(directory: Path, model: str) -> Iterator[Finding]:
    try:
        catalog = read_shipped(directory)
    except CatalogFileError as error:
        yield Finding("shipped catalogue", str(error), BUILD)
        return
    what = f"shipped catalogue: {len(catalog.entries)} songs"
    yield _of_model(what, {catalog.model}, model, BUILD)


def _database(path: Path, model: str) -> Iterator[Finding]:
    try:
        check_schema(path)
        with translated(path), closing(sqlite3.connect(path)) as connection:
            found = _look(connection)
    except DatabaseError as error:
        yield Finding("database", str(error), error.command)
        return
    yield Finding("database", "; ".join(found.damage) or None)
    if not found.songs:
        yield Finding("catalogue", "there are no songs", IMPORT)
        return
    what = f"catalogue: {found.songs} songs, {found.silent} of them without a vector"
    yield _of_model(what, found.models, model, IMPORT)
    if found.forgotten:
        yield Finding("changes", f"{found.forgotten} songs that are there count as removed", REBUILD)
    if found.files:
        yield Finding(f"files: {found.files}, {found.bad_files} of them bad")


@dataclass(frozen=True, slots=True)
class _Looked:
    damage: list[str]
    songs: int
    silent: int
    models: set[str]
    forgotten: int
    files: int
    bad_files: int


def _look(connection: sqlite3.Connection) -> _Looked:
    def count(statement: str) -> int:
        return int(connection.execute(statement).fetchone()[0])

    damage = [row[0] for row in connection.execute("PRAGMA integrity_check(10)") if row[0] != "ok"]
    strays = Counter(row[0] for row in connection.execute("PRAGMA foreign_key_check"))
    damage += [f"{number} {table} without a song" for table, number in sorted(strays.items())]
    sizes = count(
        "SELECT count(*) FROM (SELECT model FROM vectors GROUP BY model HAVING count(DISTINCT length(vector)) > 1)"
    )
    damage += [f"vectors of {sizes} models are of several sizes"] if sizes else []
    # Compares the full-text index with the songs it was made from; raises where they differ.
    connection.execute("INSERT INTO songs_trigrams(songs_trigrams, rank) VALUES ('integrity-check', 1)")
    connection.rollback()
    return _Looked(
        damage=damage,
        songs=count("SELECT count(*) FROM songs"),
        silent=count("SELECT count(*) FROM songs WHERE id NOT IN (SELECT song FROM vectors)"),
        models={row[0] for row in connection.execute("SELECT DISTINCT model FROM vectors")},
        forgotten=count("SELECT count(*) FROM removals WHERE song IN (SELECT song FROM vectors)"),
        files=count("SELECT count(*) FROM files"),
        bad_files=count("SELECT count(*) FROM files WHERE problem <> ''"),
    )


def _index(directory: Path, model: str) -> Iterator[Finding]:
    try:
        index = open_index(directory, model=model, verify=True)
    except IndexFileError as error:
        yield Finding("index", str(error), REBUILD)
        return
    yield Finding(f"index: {len(index)} songs, {index.kind}")
    index.close()


def _of_model(what: str, found: set[str], model: str, mend: str) -> Finding:
    others = sorted(found - {model})
    if not others:
        return Finding(what)
    return Finding(what, f"vectors of model {', '.join(others)}, but the weights are {model}", mend)
