from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from data.catalog import SHIPPED_DIRECTORY, CatalogEntry, read_shipped, write_shipped
from data.catalog.shipped import SONGS_FILE, VECTORS_FILE, shipped_digest
from data.errors import CatalogFileError
from engine.errors import VectorError
from engine.traits import Traits
from tests.data.songs import MODEL, TOYS, entry, song

SHIPPED_BYTES = 6 * 2**20


def damaged(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    tricky = entry('"Weird Al", Jr.; & Sons', "Line\u2028break, with = formula", year=None, seconds=61.5)
    write_shipped(tmp_path, (*TOYS, tricky), MODEL)
    read = read_shipped(tmp_path)
    assert read.model == MODEL
    assert read.digest == shipped_digest(tmp_path)
    for written, back in zip((*TOYS, tricky), read.entries, strict=True):
        assert (back.song, back.point, back.source_refs) == (written.song, written.point, written.source_refs)
        assert written.vector is not None
        assert back.vector is not None
        assert np.abs(np.linalg.norm(back.vector) - 1) < 1e-6
        assert float(written.vector @ back.vector) > 0.9999


TRAITS = ("tempo_bpm", "key", "energy", "instruments")


def rewritten(directory: Path, change: Callable[[list[list[str]]], list[list[str]]]) -> None:
    """Change the facts and let the vectors say that they belong to the changed ones."""
    with (directory / SONGS_FILE).open(encoding="utf-8", newline="") as file:
        rows = change(list(csv.reader(file)))
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    songs = stream.getvalue().encode()
    (directory / SONGS_FILE).write_bytes(songs)
    with np.load(directory / VECTORS_FILE) as arrays:
        kept = dict(arrays)
    np.savez(directory / VECTORS_FILE, **kept | {"songs_digest": np.array(hashlib.sha256(songs).hexdigest())})


def test_files_of_an_older_version_lack_how_songs_are_played_and_are_read(tmp_path: Path) -> None:
    write_shipped(tmp_path, TOYS, MODEL)
    rewritten(tmp_path, lambda rows: [row[: -len(TRAITS)] for row in rows])
    read = read_shipped(tmp_path)
    assert [entry.song.title for entry in read.entries] == [entry.song.title for entry in TOYS]
    assert {entry.song.traits for entry in read.entries} == {Traits()}


@pytest.mark.parametrize("cell", ["fast", "nan", "inf"])
def test_a_tempo_that_is_no_number_is_damage(tmp_path: Path, cell: str) -> None:
    write_shipped(tmp_path, TOYS, MODEL)
    rewritten(tmp_path, lambda rows: [rows[0], *([*row[:-4], cell, *row[-3:]] for row in rows[1:])])
    with pytest.raises(CatalogFileError, match="damaged"):
        read_shipped(tmp_path)


def test_the_digest_changes_with_anything(tmp_path: Path) -> None:
    write_shipped(tmp_path / "a", TOYS, MODEL)
    write_shipped(tmp_path / "b", TOYS[1:], MODEL)
    write_shipped(tmp_path / "c", TOYS, "another model")
    assert len({shipped_digest(tmp_path / name) for name in "abc"}) == 3


def test_writing_again_leaves_only_the_two_files(tmp_path: Path) -> None:
    write_shipped(tmp_path, TOYS, MODEL)
    write_shipped(tmp_path, TOYS[:2], MODEL)
    assert sorted(path.name for path in tmp_path.iterdir()) == [SONGS_FILE, VECTORS_FILE]
    assert len(read_shipped(tmp_path).entries) == 2


def test_what_cannot_be_written_leaves_the_old_files(tmp_path: Path) -> None:
    write_shipped(tmp_path, TOYS, MODEL)
    before = shipped_digest(tmp_path)
    bad = CatalogEntry(song("Nobody", "Nothing"), np.full(16, np.nan, np.float32))
    with pytest.raises(VectorError):
        write_shipped(tmp_path, (*TOYS, bad), MODEL)
    with pytest.raises(ValueError, match="vector"):
        write_shipped(tmp_path, (CatalogEntry(song("Nobody", "Nothing")),), MODEL)
    assert shipped_digest(tmp_path) == before


@pytest.mark.parametrize("name", [SONGS_FILE, VECTORS_FILE])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    write_shipped(tmp_path, TOYS, MODEL)
    (tmp_path / name).unlink()
    with pytest.raises(CatalogFileError, match=name) as refused:
        read_shipped(tmp_path)
    assert refused.value.command


@pytest.mark.parametrize("name", [SONGS_FILE, VECTORS_FILE])
def test_a_file_cut_anywhere_is_refused(tmp_path: Path, name: str) -> None:
    write_shipped(tmp_path, TOYS, MODEL)
    whole = (tmp_path / name).read_bytes()
    for length in range(0, len(whole), max(1, len(whole) // 23)):
        (tmp_path / name).write_bytes(whole[:length])
        with pytest.raises(CatalogFileError):
            read_shipped(tmp_path)


def test_facts_that_do_not_belong_to_the_vectors_are_refused(tmp_path: Path) -> None:
    write_shipped(tmp_path / "a", TOYS, MODEL)
    write_shipped(tmp_path / "b", TOYS[::-1], MODEL)
    (tmp_path / "b" / SONGS_FILE).replace(tmp_path / "a" / SONGS_FILE)
    with pytest.raises(CatalogFileError, match="belong"):
        read_shipped(tmp_path / "a")


def test_an_archive_that_would_run_code_is_refused(tmp_path: Path) -> None:
    write_shipped(tmp_path, TOYS, MODEL)
    np.savez(tmp_path / VECTORS_FILE, ids=np.array([print], dtype=object))
    with pytest.raises(CatalogFileError):
        read_shipped(tmp_path)


@pytest.mark.skipif(not (SHIPPED_DIRECTORY / SONGS_FILE).exists(), reason="no catalogue was built yet")
def test_the_catalogue_that_ships_is_whole_and_small_and_holds_facts_only() -> None:
    shipped = read_shipped()
    assert len(shipped.entries) > 2_400
    assert sum(path.stat().st_size for path in SHIPPED_DIRECTORY.iterdir()) <= SHIPPED_BYTES
    assert all(one.point is not None and max(abs(one.point.x), abs(one.point.y)) <= 1 for one in shipped.entries)
    assert b"/" not in b"".join(" ".join(one.source_refs).encode() for one in shipped.entries)
    assert not any("research use only" in one.song.licence for one in shipped.entries)
