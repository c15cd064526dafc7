from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.collaborative.song_factors import SongFactors
from engine.collaborative.song_file import KeptFactors, LearnedFrom, read, remove, write
from engine.errors import ModelError
from engine.songs import SongId

FACTS = LearnedFrom("base", "ear", members=7, deeds=321, changed_ms=1_770_000_000_123)
SONGS = tuple(SongId(f"{number:016x}") for number in range(3))


def kept(scale: float = 1.0) -> KeptFactors:
    factors = (scale * np.arange(12).reshape(3, 4)).astype(np.float32)
    return KeptFactors(SongFactors(SONGS, factors, np.array([3, 4, 5], np.int32)), FACTS)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "models" / "songs.npz"
    assert read(path) is None
    for scale in (1.0, 2.0):
        write(path, kept(scale))
        found = read(path)
        assert found is not None
        assert (found.factors.songs, found.learned_from) == (SONGS, FACTS)
        assert found.factors.factors.tolist() == kept(scale).factors.factors.tolist()
        assert found.factors.listeners.tolist() == [3, 4, 5]
    assert [file.name for file in path.parent.iterdir()] == ["songs.npz"]


def test_nothing_is_left_of_what_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "songs.npz"
    write(path, kept())
    path.with_name("songs.npz.part").write_bytes(b"half")
    remove(path)
    remove(path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("cut", [0, 1, 100, -20])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "songs.npz"
    write(path, kept())
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(ModelError):
        read(path)


@pytest.mark.parametrize(
    "factors",
    [
        SongFactors(SONGS[:2], np.zeros((3, 4), np.float32), np.zeros(2, np.int32)),
        SongFactors((SONGS[0],) * 3, np.zeros((3, 4), np.float32), np.zeros(3, np.int32)),
        SongFactors(SONGS, np.full((3, 4), np.nan, np.float32), np.zeros(3, np.int32)),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, factors: SongFactors) -> None:
    write(tmp_path / "songs.npz", replace(kept(), factors=factors))
    with pytest.raises(ModelError):
        read(tmp_path / "songs.npz")


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "songs.npz"
    write(path, kept())
    path.with_name("songs.npz.part").mkdir()
    with pytest.raises(OSError, match="songs"):
        write(path, kept(2.0))
    found = read(path)
    assert found is not None
    assert found.factors.factors.tolist() == kept().factors.factors.tolist()
