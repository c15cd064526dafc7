from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.listener_pairs import alike, auc, main, read
from data.catalog import CatalogEntry, Point, read_shipped, write_shipped
from engine.songs import Song, song_id

ARTISTS = ("Air", "Muse", "Enya", "Moby", "Blur", "Suede")


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    generator = np.random.default_rng(0)
    entries = []
    for number, artist in enumerate(ARTISTS):
        vector = generator.standard_normal(16) + np.eye(16)[number % 2] * 9
        song = Song(song_id(artist, "One"), artist, "One", genres=("Rock",))
        entries.append(CatalogEntry(song, (vector / np.linalg.norm(vector)).astype(np.float32), Point(0.0, 0.0), ()))
    write_shipped(tmp_path / "shipped", entries, "0123456789abcdef")
    return tmp_path / "shipped"


@pytest.fixture
def hetrec(tmp_path: Path) -> Path:
    """Four listeners: two who play the same artists and are friends, and two others."""
    folder = tmp_path / "hetrec"
    folder.mkdir()
    names = "".join(f"{number}\t{artist}\thttp://a\thttp://b\n" for number, artist in enumerate(ARTISTS))
    (folder / "artists.dat").write_text("id\tname\turl\tpictureURL\n" + names)
    plays = {1: (0, 2, 4), 2: (0, 2, 4), 3: (1, 3, 5), 4: (1, 3)}
    lines = [f"{user}\t{artist}\t{10 + artist}\n" for user, artists in plays.items() for artist in artists]
    (folder / "user_artists.dat").write_text("userID\tartistID\tweight\n" + "".join(lines))
    (folder / "user_friends.dat").write_text("userID\tfriendID\n1\t2\n2\t1\n")
    return folder


def test_listeners_are_joined_to_the_catalogue_by_artist(catalogue: Path, hetrec: Path) -> None:
    listeners = read(hetrec, read_shipped(catalogue))
    assert set(listeners.plays) == {"1", "2", "3", "4"}
    assert listeners.friends == [("1", "2")]
    generator = np.random.default_rng(0)
    profile = listeners.profile("1", 3, generator)
    assert profile is not None
    assert {song.artist for song in profile.songs} == {"Air", "Enya", "Blur"}
    assert listeners.profile("4", 3, generator) is None


def test_who_plays_the_same_is_more_alike(catalogue: Path, hetrec: Path) -> None:
    listeners = read(hetrec, read_shipped(catalogue))
    (same,), (other,) = alike(listeners, [("1", "2")], 3, 0), alike(listeners, [("1", "3")], 3, 0)
    assert same > other
    assert alike(listeners, [("1", "4")], 3, 0) == []


def test_auc_counts_ties_half() -> None:
    assert auc([2.0], [1.0, 3.0]) == 0.5
    assert auc([2.0], [2.0]) == 0.5
    assert auc([3.0, 4.0], [1.0, 2.0]) == 1.0


def test_missing_data_are_said_in_a_sentence(
    tmp_path: Path, catalogue: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SEGUE_DATA", str(tmp_path / "nowhere"))
    assert main(["--quick", "--catalogue", str(catalogue)]) == 2
    assert main(["--quick", "--catalogue", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err.count("listener_pairs: ") == 2
