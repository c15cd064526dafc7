"""Everything of a catalogue that growing writes, to be compared."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

SONGS = """SELECT id, artist, title, album, year, seconds, genres, moods, quadrant, isrc, source, source_refs, licence,
    link, tempo_bpm, musical_key, energy, instruments, cover, explicit, map_x, map_y FROM songs ORDER BY id"""


def contents(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Songs, vectors and files by content: without the numbers and moments that tell in which portions they came."""
    with closing(sqlite3.connect(database)) as connection:
        return {
            "songs": connection.execute(SONGS).fetchall(),
            "vectors": connection.execute("SELECT song, model, vector FROM vectors ORDER BY song").fetchall(),
            "files": connection.execute(
                "SELECT path, size, content, song, problem FROM files ORDER BY path"
            ).fetchall(),
        }


def count(database: Path, table: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
