from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from engine.evaluation.folds import DataMissingError
from engine.evaluation.playlists.reading import ENTRIES_FILE, TARGETS_FILE, TRACKS_FILE, read_challenge
from tests.engine.evaluation.playlists.toy import OTHERS, PLAYLISTS, SEQUENTIAL, TRACKS, album_of, write_toy


def rewrite(path: Path, **columns: list[object]) -> None:
    parquet.write_table(pa.table(columns), path)


def test_rows_columns_albums_and_order_are_those_of_the_files(tmp_path: Path) -> None:
    challenge = read_challenge(write_toy(tmp_path))
    assert challenge.entries.held.shape == (PLAYLISTS, TRACKS)
    assert challenge.playlists.tolist() == [10 * number for number in range(PLAYLISTS)]
    assert challenge.tracks.albums.tolist() == [album_of(track) for track in range(TRACKS)]
    assert challenge.targets.tolist() == list(range(SEQUENTIAL + OTHERS))
    # Playlist 3 plays album 3, then album 4 but for its last two tracks.
    assert challenge.entries.sequence(3).tolist() == list(range(15, 23))
    assert challenge.entries.held[[3]].indices.tolist() == list(range(15, 23))
    assert challenge.entries.sequential.tolist() == [True] * SEQUENTIAL + [False] * (PLAYLISTS - SEQUENTIAL)
    assert challenge.entries.sequence(SEQUENTIAL).tolist() == []


@pytest.mark.parametrize("name", [ENTRIES_FILE, TRACKS_FILE, TARGETS_FILE])
def test_what_is_missing_or_damaged_is_named(name: str, tmp_path: Path) -> None:
    path = write_toy(tmp_path) / "polimi" / name
    path.write_bytes(b"PAR1 no more")
    with pytest.raises(DataMissingError, match=name):
        read_challenge(tmp_path)
    path.unlink()
    with pytest.raises(DataMissingError, match=f"{name} is missing; SEGUE_DATA"):
        read_challenge(tmp_path)


def test_contradictions_are_refused(tmp_path: Path) -> None:
    home = write_toy(tmp_path) / "polimi"
    rewrite(home / ENTRIES_FILE, playlist_id=[0, 0], track_id=[100, 100], position=[0, 1])
    with pytest.raises(DataMissingError, match="a track twice in one playlist"):
        read_challenge(tmp_path)
    rewrite(home / ENTRIES_FILE, playlist_id=[0], track_id=[99], position=[0])
    with pytest.raises(DataMissingError, match="names the track 99, of which nothing is known"):
        read_challenge(tmp_path)
    rewrite(home / ENTRIES_FILE, playlist_id=[0], track_id=[100], position=[-2])
    with pytest.raises(DataMissingError, match="a position below -1"):
        read_challenge(tmp_path)
    rewrite(home / ENTRIES_FILE, playlist_id=[0], track_id=[100], position=["first"])
    with pytest.raises(DataMissingError, match="as whole numbers"):
        read_challenge(tmp_path)
    rewrite(home / ENTRIES_FILE, playlist_id=[0], track_id=[100], position=[0])
    with pytest.raises(DataMissingError, match="names the playlist 10, of which nothing is known"):
        read_challenge(tmp_path)


def test_a_target_twice_is_refused(tmp_path: Path) -> None:
    home = write_toy(tmp_path) / "polimi"
    (home / TARGETS_FILE).write_text("playlist_id\n10\n10\n", encoding="utf-8")
    with pytest.raises(DataMissingError, match="one of them twice"):
        read_challenge(tmp_path)


def test_missing_values_are_no_numbers(tmp_path: Path) -> None:
    home = write_toy(tmp_path) / "polimi"
    rewrite(home / ENTRIES_FILE, playlist_id=[0, 0], track_id=[100, None], position=[0, 1])
    with pytest.raises(DataMissingError, match="as whole numbers"):
        read_challenge(tmp_path)
