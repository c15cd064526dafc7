"""Baselines: chance is chance, standardising learns from known clips only, and timbre tells noise from a tone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.evaluation.baselines import mfcc_vectors, random_vectors, standardise
from engine.evaluation.folds import DataMissingError
from engine.evaluation.reencode import WAV, encode
from engine.evaluation.retrieval import TASKS, score, unit_rows
from engine.evaluation.vector_cache import cached_vectors
from tests.engine.evaluation.tracks import track

RATE = 44_100


def write_clip(path: Path, seed: int, *, noisy: bool) -> Path:
    random = np.random.default_rng(seed)
    time = np.arange(4 * RATE) / RATE
    hertz = random.uniform(200, 400)
    sound = 0.1 * random.standard_normal(time.size) if noisy else 0.3 * np.sin(2 * np.pi * hertz * time)
    path.write_bytes(encode((sound * (0.6 + 0.4 * np.sin(3 * time))).astype(np.float32), WAV))
    return path


def test_random_vectors_score_the_share_of_the_label() -> None:
    tracks = [track(number, quadrant="Q1" if number % 4 else "Q2") for number in range(400)]
    precision = score(TASKS[3], tracks, random_vectors(400, seed=1), fold=0)
    assert precision.mean() == pytest.approx(0.75**2 + 0.25**2, abs=0.03)


def test_random_vectors_are_repeatable() -> None:
    assert (random_vectors(3, seed=1) == random_vectors(3, seed=1)).all()
    assert (random_vectors(3, seed=1) != random_vectors(3, seed=2)).any()


def test_standardising_never_learns_from_the_rest() -> None:
    vectors = np.array([[1, 5], [3, 5], [100, 7]], dtype=np.float32)
    known = np.array([True, True, False])
    assert standardise(vectors, known).tolist() == [[-1, 0], [1, 0], [98, 0]]
    vectors[2] = -1_000
    assert standardise(vectors, known)[:2].tolist() == [[-1, 0], [1, 0]]


def test_timbre_groups_noises_and_tones(tmp_path: Path) -> None:
    paths = [write_clip(tmp_path / f"{number}.wav", number, noisy=number % 2 == 0) for number in range(6)]
    vectors = mfcc_vectors(paths)
    unit = unit_rows(standardise(vectors, np.ones(6, dtype=bool)))
    similarities = unit @ unit.T
    same = np.equal.outer(np.arange(6) % 2, np.arange(6) % 2)
    assert similarities[same].min() > similarities[~same].max()


def test_vectors_are_computed_once_until_a_file_changes(tmp_path: Path) -> None:
    paths = [write_clip(tmp_path / f"{number}.wav", number, noisy=False) for number in range(2)]
    calls: list[int] = []

    def compute(given: list[Path]) -> np.ndarray:
        calls.append(len(given))
        return np.full((len(given), 3), len(calls), dtype=np.float32)

    def vectors(name: str = "toy-1") -> list[list[float]]:
        return cached_vectors(tmp_path / "cache", name, paths, compute).tolist()

    assert vectors() == vectors() == [[1.0] * 3] * 2
    assert vectors("toy-2") == [[2.0] * 3] * 2
    write_clip(paths[0], 9, noisy=True)
    assert vectors() == [[3.0] * 3] * 2
    for entry in (tmp_path / "cache").iterdir():
        entry.write_bytes(entry.read_bytes()[:40])
    assert vectors() == [[4.0] * 3] * 2
    assert not list((tmp_path / "cache").glob("*.part*"))


def test_a_missing_clip_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataMissingError, match=r"gone\.opus cannot be read"):
        mfcc_vectors([tmp_path / "gone.opus"])
    with pytest.raises(DataMissingError, match=r"gone\.opus cannot be read"):
        cached_vectors(tmp_path, "toy", [tmp_path / "gone.opus"], lambda paths: random_vectors(len(paths), 0))
