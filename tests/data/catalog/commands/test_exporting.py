from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.data.catalog.commands.conftest import Run, put
from tests.data.songs import JOGA, MODEL, TEARDROP, TOYS


@pytest.fixture(autouse=True)
def catalogue(home: Path) -> None:
    put(home, *TOYS, model=MODEL)


def test_facts_are_written_whole(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", "--out", tmp_path / "songs.csv") == 0
    with (tmp_path / "songs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["title"] for row in rows] == ["Teardrop", "Jóga", "One", "Hurt", "Hurt"]
    assert (rows[0]["instruments"], rows[0]["year"], rows[2]["album"]) == ("voice; harpsichord", "1998", "")
    assert "5 songs" in capsys.readouterr().out
    assert run("export", "--format", "jsonl", "--genre", "Pop/Rock") == 0
    assert json.loads(capsys.readouterr().out)["genres"] == ["Electronic", "Pop/Rock"]


def test_a_playlist_names_the_files_that_songs_came_of(run: Run, home: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(home / "segue.sqlite3")) as connection:
        rows = [
            ("/m/joga.mp3", JOGA.song.id),
            ("/m/a\nb.mp3", TEARDROP.song.id),
            ("bytes:/m/t%F3.mp3", TEARDROP.song.id),
        ]
        connection.executemany("INSERT INTO files VALUES (?, 1, 1, '', ?, '')", rows)
        connection.commit()
    assert run("export", "--out", tmp_path / "list.m3u8") == 0
    assert (tmp_path / "list.m3u8").read_bytes().splitlines() == [
        b"#EXTM3U",
        b"#EXTINF:-1,Massive Attack - Teardrop",
        b"/m/t\xf3.mp3",
        "#EXTINF:-1,Björk - Jóga".encode(),
        b"/m/joga.mp3",
    ]


def test_a_file_that_cannot_be_written_is_bad_input(run: Run, tmp_path: Path) -> None:
    assert run("export", "--out", tmp_path / "nowhere" / "songs.csv") == 2
    (tmp_path / "folder.csv").mkdir()
    assert run("export", "--out", tmp_path / "folder.csv") == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.csv", "home"], "nothing is left beside it"
