from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.asked_index import METHODS, PLANTED, QUESTIONS, ask, main, plant, used_effort
from benchmarks.index import true_neighbours
from engine.index import build_index
from engine.songs import SongId
from tests.engine.index.toy_vectors import Songs


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    songs = Songs(1_500, clusters=1_500)
    build_index("exact", tmp_path, list(map(SongId, songs.ids)), songs.vectors, "benchmark")
    questions = np.random.default_rng(1).normal(size=(10, 16)).astype(np.float32)
    np.savez(tmp_path / QUESTIONS, questions=questions, truth=true_neighbours(songs.vectors, questions))
    return tmp_path


def test_comparing_every_song_finds_all(directory: Path) -> None:
    (asked,) = ask(directory, "exact", ())
    assert asked.used
    assert (asked.recall_1, asked.recall_10, asked.recall_100, asked.recall_500) == (1, 1, 1, 1)
    assert asked.processor_ms > 0


@pytest.mark.parametrize("method", METHODS)
def test_each_library_plants_and_is_asked(directory: Path, method: str) -> None:
    if not METHODS[method].available():
        pytest.skip(f"{method} is not installed")
    planted = plant(directory, method)
    assert (directory / f"{method}{PLANTED}").stat().st_size == round(planted.file_mebibytes * 2**20)
    little = {"annoy": 30.0, "ivf": 0.01}.get(method, 1.0)
    asked = ask(directory, method, (little,))
    assert [one.used for one in asked] == [False, True]
    assert asked[1].effort == used_effort(method)
    assert all(0.2 < one.recall_10 <= 1 for one in asked)
    assert asked[1].recall_10 > 0.9


def test_the_program_prints_a_line_for_its_parent(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", str(directory), "exact"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["recall_10"] == 1
