from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from data.catalog import Catalog, write_shipped
from data.catalog.rebuild import rebuild_index
from data.catalog.verify import BUILD, IMPORT, REBUILD, Finding, verify
from data.database import Database
from tests.data.songs import MODEL, TOYS


@pytest.fixture
async def whole(database: Database, catalog: Catalog, tmp_path: Path) -> Path:
    """A folder where everything fits."""
    write_shipped(tmp_path / "shipped", TOYS, MODEL)
    await catalog.import_shipped(tmp_path / "shipped")
    await rebuild_index(catalog, tmp_path / "index", MODEL, "exact")
    await database.close()
    return tmp_path


async def problems(home: Path, model: str = MODEL) -> dict[str, str | None]:
    """What is wrong, by the first words of what was looked at, with what mends it."""
    findings = await verify(home / "segue.sqlite3", home / "index", home / "shipped", model)
    assert len(findings) >= 3
    return {finding.what.split(":")[0]: finding.mend for finding in findings if finding.problem is not None}


def execute(home: Path, *statements: str) -> None:
    with closing(sqlite3.connect(home / "segue.sqlite3")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


async def test_what_is_whole_is_found_whole(whole: Path) -> None:
    findings = await verify(whole / "segue.sqlite3", whole / "index", whole / "shipped", MODEL)
    assert [finding.problem for finding in findings] == [None] * 4
    assert Finding("shipped catalogue: 5 songs") in findings
    assert Finding("catalogue: 5 songs, 0 of them without a vector") in findings


async def test_other_weights_are_found_everywhere(whole: Path) -> None:
    assert await problems(whole, "newer weights") == {"shipped catalogue": BUILD, "catalogue": IMPORT, "index": REBUILD}


async def test_a_damaged_shipped_file_is_found(whole: Path) -> None:
    (whole / "shipped" / "songs.csv").write_text("id,artist\n")
    assert await problems(whole) == {"shipped catalogue": BUILD}


async def test_a_damaged_index_is_found(whole: Path) -> None:
    vectors = next((whole / "index").glob("vectors-*"))
    vectors.write_bytes(bytes(len(vectors.read_bytes())))
    assert await problems(whole) == {"index": REBUILD}


async def test_songs_that_cannot_be_searched_are_found(whole: Path) -> None:
    execute(whole, "DROP TRIGGER songs_after_update", "UPDATE songs SET search_text = ' elsewhere '")
    assert "database" in await problems(whole)


async def test_vectors_without_a_song_are_found(whole: Path) -> None:
    execute(whole, "INSERT INTO vectors SELECT 'ffffffffffffffff', model, vector, sequence FROM vectors LIMIT 1")
    assert "database" in await problems(whole)


async def test_vectors_of_several_sizes_are_found(whole: Path) -> None:
    execute(whole, "UPDATE vectors SET vector = x'0000803f' WHERE song = (SELECT min(song) FROM vectors)")
    assert "database" in await problems(whole)


async def test_a_song_that_is_there_and_counts_as_removed_is_found(whole: Path) -> None:
    execute(whole, "INSERT INTO removals SELECT song, 1 FROM vectors LIMIT 1")
    assert await problems(whole) == {"changes": REBUILD}


async def test_files_without_songs_are_no_problem(whole: Path) -> None:
    execute(
        whole,
        "INSERT INTO files SELECT '/m/' || id, 1, 1, '', id, '' FROM songs",
        "INSERT INTO files VALUES ('/m/removed.mp3', 1, 1, '', NULL, ''), ('/m/bad.mp3', 1, 1, '', NULL, 'silent')",
        "INSERT INTO songs SELECT 99, 'ffffffffffffffff', artist, title, album, year, seconds, genres, moods, quadrant,"
        " isrc, source, source_refs, licence, link, map_x, map_y, tempo_bpm, musical_key, energy, instruments, cover,"
        " explicit, private, artist_key, version_key, artist_text, title_text, search_text FROM songs LIMIT 1",
    )
    assert await problems(whole) == {}
    findings = await verify(whole / "segue.sqlite3", whole / "index", whole / "shipped", MODEL)
    assert Finding("files: 7, 1 of them bad") in findings
    assert Finding("catalogue: 6 songs, 1 of them without a vector") in findings


async def test_an_empty_catalogue_is_found(whole: Path) -> None:
    execute(whole, "DELETE FROM vectors", "DELETE FROM songs")
    assert await problems(whole) == {"catalogue": IMPORT}


async def test_a_database_that_is_not_there_is_found(whole: Path) -> None:
    (whole / "segue.sqlite3").unlink()
    assert await problems(whole) == {"database": "python -m data.migrations"}
