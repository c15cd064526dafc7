from __future__ import annotations

import asyncio
import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.catalog import Catalog
from data.catalog.growing.adding import add_files
from data.catalog.growing.summary import Summary
from data.catalog.growing.walking import walk
from data.catalog.growing.workshop import Candidate, Workshop
from data.database import Database
from engine.embed import Embedder
from engine.songs import Song, song_id
from tests.data.catalog.growing.conftest import Add
from tests.data.catalog.growing.music import CODECS, bad_file, cover, sound, write_song
from tests.data.catalog.growing.stored import contents


def song(database: Database, runner: asyncio.Runner, artist: str, title: str) -> Song:
    made = song_id(artist, title)
    return runner.run(Catalog(database).get([made]))[made]


def test_every_format_becomes_a_song(tmp_path: Path, add: Add, grown: Database, runner: asyncio.Runner) -> None:
    endings = [*CODECS, "aiff"]
    for number, ending in enumerate(endings):
        write_song(tmp_path / "m" / f"{number}.{ending}", number, artist="Björk", title=f"Song {number}", date="1997")
    summary = add(tmp_path / "m")
    assert (summary.added, summary.heard, summary.all_well) == (len(endings), len(endings), True)
    made = song(grown, runner, "Björk", "Song 3")
    assert (made.year, made.source) == (1997, "library")
    assert made.seconds == pytest.approx(3.5, abs=0.1)
    vectors = runner.run(Catalog(grown).vectors(runner.run(Catalog(grown).model()) or ""))
    assert len(vectors.ids) == len(endings)


def test_what_is_known_is_not_opened_and_what_moved_is_not_heard(tmp_path: Path, add: Add, grown: Database) -> None:
    folder = tmp_path / "m"
    one = write_song(folder / "one.flac", 1, artist="A", title="One")
    two = write_song(folder / "two.mp3", 2, artist="A", title="Two")
    assert add(folder).added == 2
    before = contents(grown.path)
    again = add(folder)
    assert (again.unchanged, again.heard, again.added) == (2, 0, 0)
    assert contents(grown.path) == before

    two.rename(folder / "zwei.mp3")
    shutil.copy(one, folder / "eins.flac")
    moved = add(folder)
    assert (moved.copies, moved.unchanged, moved.heard) == (2, 1, 0)
    files = {Path(str(row[0])).name: row[3] for row in contents(grown.path)["files"]}
    assert files == {
        "one.flac": song_id("A", "One"), "eins.flac": song_id("A", "One"), "zwei.mp3": song_id("A", "Two"),
    }  # fmt: skip
    assert contents(grown.path)["songs"] == before["songs"]


def test_a_file_that_changed_is_heard_again(tmp_path: Path, add: Add) -> None:
    path = write_song(tmp_path / "m" / "one.wav", 1, artist="A", title="One")
    assert add(path).added == 1
    write_song(path, 7, artist="A", title="Another")
    changed = add(path)
    assert (changed.heard, changed.added) == (1, 1)


def test_bad_files_have_one_reason_each_and_are_remembered(tmp_path: Path, add: Add, workshop: Workshop) -> None:
    folder = tmp_path / "m"
    folder.mkdir()
    for number in range(8):
        ending, data = bad_file(number)
        (folder / f"bad-{number}.{ending}").write_bytes(data)
    (folder / "empty.mp3").touch()
    write_song(folder / "good.ogg", artist="A", title="Good")
    told: list[str] = []
    summary = Summary()
    add_files(
        map(Candidate, walk([folder]).files), workshop, summary, report=lambda path, problem: told.append(problem)
    )
    assert summary.added == 1
    assert summary.bad == {
        "not_audio": 2, "damaged": 2, "silent": 1, "protected": 1, "too_short": 1, "playlist": 1, "empty": 1,
    }  # fmt: skip
    assert sorted(told) == sorted(summary.bad.elements())
    again = add(folder)
    assert (again.bad, again.bad_before, again.heard) == ({}, summary.bad, 0)
    assert not again.all_well
    anew = add(folder, again=True)
    assert (anew.bad, anew.bad_before, anew.added) == (summary.bad, {}, 0)


def test_a_file_that_was_bad_and_was_mended_becomes_a_song(tmp_path: Path, add: Add) -> None:
    path = tmp_path / "m" / "one.mp3"
    path.parent.mkdir()
    path.write_bytes(sound("mp3")[:3_000])
    assert add(path).bad
    write_song(path, artist="A", title="One")
    assert add(path).added == 1


def test_files_that_go_away_are_tried_again(tmp_path: Path, add: Add, workshop: Workshop) -> None:
    path = write_song(tmp_path / "m" / "one.mp3", artist="A", title="One")
    walked = walk([path]).files
    path.rename(path.with_name("two.mp3"))
    summary = Summary()
    add_files(map(Candidate, walked), workshop, summary)
    assert summary.bad == {"gone": 1}
    path.with_name("two.mp3").rename(path)
    assert add(path).added == 1


def test_two_files_of_one_song_make_one_song(tmp_path: Path, add: Add, grown: Database, runner: asyncio.Runner) -> None:
    write_song(tmp_path / "m" / "1.flac", 1, artist="Björk", title="Jóga", album="Homogenic")
    write_song(
        tmp_path / "m" / "2.mp3", 2, artist="bjork", title="JOGA", album="Greatest Hits", date="1997", genre="Jazz"
    )
    shutil.copy(tmp_path / "m" / "1.flac", tmp_path / "m" / "3.flac")
    summary = add(tmp_path / "m")
    assert (summary.added, summary.known, summary.copies, summary.heard) == (1, 1, 1, 2)
    made = song(grown, runner, "Björk", "Jóga")
    assert (made.artist, made.album, made.year) == ("Björk", "Homogenic", 1997)
    assert {row[3] for row in contents(grown.path)["files"]} == {made.id}


def test_a_known_song_keeps_its_facts_and_its_vector(
    tmp_path: Path, add: Add, grown: Database, runner: asyncio.Runner, embedder: Embedder
) -> None:
    catalog = Catalog(grown)
    write_song(tmp_path / "first" / "1.flac", 1, artist="A", title="One", album="First", genre="Jazz")
    add(tmp_path / "first")
    before = song(grown, runner, "A", "One")
    vector = runner.run(catalog.vectors(embedder.model)).vectors
    write_song(tmp_path / "second" / "1.flac", 2, artist="A", title="One", album="Second", date="2001", genre="Rock")
    assert add(tmp_path / "second").known == 1
    assert song(grown, runner, "A", "One") == replace(before, year=2001)
    np.testing.assert_array_equal(runner.run(catalog.vectors(embedder.model)).vectors, vector)


def test_a_removed_song_comes_back_only_when_it_is_asked_for(
    tmp_path: Path, add: Add, grown: Database, runner: asyncio.Runner
) -> None:
    path = write_song(tmp_path / "m" / "one.mp3", artist="A", title="One")
    add(path)
    runner.run(Catalog(grown).remove([song_id("A", "One")]))
    assert (add(path).unchanged, add(path).added) == (1, 0)
    assert add(path, again=True).added == 1


def test_what_comes_out_does_not_depend_on_where_portions_end(
    tmp_path: Path, workshop: Workshop, add: Add, migrated: Path
) -> None:
    folder = tmp_path / "m"
    for number in range(12):
        write_song(folder / f"{number:02}.wav", number, artist="A", title=f"Song {number % 5}", album=f"Album {number}")
    shutil.copy(folder / "03.wav", folder / "13.wav")
    ending, data = bad_file(0)
    (folder / f"02b.{ending}").write_bytes(data)
    add(folder)
    other_path = tmp_path / "other.sqlite3"
    shutil.copy(migrated, other_path)
    other = workshop.runner.run(Database.open(other_path))
    ticks = iter(range(10**9))
    summary = Summary()
    add_files(
        map(Candidate, walk([folder]).files),
        replace(workshop, database=other, monotonic=lambda: 10.0 * next(ticks)),
        summary,
    )
    workshop.runner.run(other.close())
    assert contents(other_path) == contents(workshop.database.path)
    assert (summary.added, summary.known, summary.copies) == (5, 7, 1)


def test_names_that_are_no_text_are_kept_and_known_again(tmp_path: Path, add: Add, grown: Database) -> None:
    folder = tmp_path / "m"
    path = Path(os.fsdecode(os.fsencode(folder) + b"/Bj\xf6rk - J\xf3ga.mp3"))
    folder.mkdir()
    path.write_bytes(sound("mp3"))
    assert add(folder).added == 1
    assert add(folder).unchanged == 1
    assert contents(grown.path)["songs"][0][1:3] == ("Björk", "Jóga")


def test_covers_are_kept_once(tmp_path: Path, workshop: Workshop, grown: Database) -> None:
    class Shelf:
        def __init__(self) -> None:
            self.kept: list[bytes] = []

        def store(self, data: bytes) -> str:
            self.kept.append(data)
            return f"file:{len(self.kept)}"

    shelf, picture = Shelf(), cover()
    for number in range(3):
        write_song(tmp_path / "m" / f"{number}.mp3", number, picture=picture, artist="A", title=f"{number}!")
    add_files(map(Candidate, walk([tmp_path / "m"]).files), replace(workshop, covers=shelf), Summary())
    assert shelf.kept == [picture]
    assert {row[18] for row in contents(grown.path)["songs"]} == {"file:1"}


def test_every_file_is_one_step(tmp_path: Path, workshop: Workshop) -> None:
    folder = tmp_path / "m"
    one = write_song(folder / "1.mp3", artist="A", title="One")
    shutil.copy(one, folder / "2.mp3")
    (folder / "3.mp3").touch()
    steps: list[None] = []
    for _ in range(2):
        add_files(map(Candidate, walk([folder]).files), workshop, Summary(), step=lambda: steps.append(None))
    assert len(steps) == 6
