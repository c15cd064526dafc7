"""Retrieval on toy vectors whose right answer can be proved."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from engine.evaluation.folds import Track
from engine.evaluation.retrieval import TASKS, score, unit_rows
from tests.engine.evaluation.tracks import track

GENRE_TAFFC, GENRE_EMOTIFY, GENRE_OPEN, MOOD_TAFFC, MOOD_MIREX = TASKS


def checkerboard(n: int = 12) -> tuple[list[Track], npt.NDArray[np.float32]]:
    """Even songs happy and along the first axis, odd ones sad and along the second: a perfect ear."""
    tracks = [track(number, quadrant="Q1" if number % 2 == 0 else "Q3", fold=number % 3) for number in range(n)]
    vectors = np.array([[1.0, 0.0] if number % 2 == 0 else [0.0, 1.0] for number in range(n)], dtype=np.float32)
    return tracks, vectors


def test_a_perfect_ear_scores_one_and_its_opposite_nothing() -> None:
    tracks, vectors = checkerboard()
    assert score(MOOD_TAFFC, tracks, vectors, fold=0, k=5).tolist() == [1.0] * 4
    halves = [track(number, quadrant="Q1" if number < 6 else "Q3") for number in range(12)]
    inverted = np.eye(6, dtype=np.float32)[np.arange(12) % 6]
    assert score(MOOD_TAFFC, halves, inverted, fold=0, k=1).tolist() == [0.0] * 12


def test_only_the_folds_clips_ask_but_all_clips_answer() -> None:
    tracks, vectors = checkerboard()
    assert score(MOOD_TAFFC, tracks, vectors, fold=2, k=5).shape == (4,)
    assert score(MOOD_TAFFC, tracks, vectors, fold=4).shape == (0,)


def test_songs_by_the_same_artist_never_answer() -> None:
    tracks = [
        track(0, artist="a", quadrant="Q1"),
        track(1, artist="a", quadrant="Q1"),
        track(2, artist="b", quadrant="Q2", fold=1),
        track(3, artist="c", quadrant="Q1", fold=1),
    ]
    vectors = np.array([[1, 0], [1, 0], [0.9, 0.1], [0, 1]], dtype=np.float32)
    assert score(MOOD_TAFFC, tracks, vectors, fold=0, k=1).tolist() == [0.0, 0.0]
    assert score(MOOD_TAFFC, tracks, vectors, fold=0, k=2).tolist() == [0.5, 0.5]
    # Only two answers are left; a third place cannot be filled by the excluded twin.
    assert score(MOOD_TAFFC, tracks, vectors, fold=0, k=4).tolist() == [0.25, 0.25]


def test_an_artist_of_two_folds_does_not_ask() -> None:
    tracks, vectors = checkerboard()
    tracks[3] = track(3, artist=tracks[0].artist, quadrant="Q3", fold=1)
    assert score(MOOD_TAFFC, tracks, vectors, fold=0, k=5).shape == (2,), "6 and 9, but neither 0 nor 3"
    assert score(MOOD_TAFFC, tracks, vectors, fold=1, k=5).shape == (4,), "1, 4, 7 and 10, but not 3"


def test_one_shared_genre_is_enough() -> None:
    tracks = [
        track(0, genres=("rock", "pop")),
        track(1, genres=("pop", "folk"), fold=1),
        track(2, genres=("jazz",), fold=1),
    ]
    vectors = np.array([[1, 0], [1, 0], [1, 0.1]], dtype=np.float32)
    assert score(GENRE_TAFFC, tracks, vectors, fold=0, k=2).tolist() == [0.5]


def test_other_sources_and_unlabelled_clips_do_not_take_part() -> None:
    tracks = [
        track(0, source="mirex", cluster="1"),
        track(1, source="mirex", cluster="1", fold=1),
        track(2, source="taffc", cluster="1", fold=1),
        track(3, source="mirex", fold=1),
    ]
    vectors = np.ones((4, 2), dtype=np.float32)
    assert score(MOOD_MIREX, tracks, vectors, fold=0, k=2).tolist() == [0.5]


@pytest.mark.parametrize("scale", [0.01, 1.0, 50.0])
def test_length_of_a_vector_does_not_count(scale: float) -> None:
    tracks, vectors = checkerboard()
    vectors = vectors * np.linspace(scale, 1, len(tracks), dtype=np.float32)[:, None]
    assert score(MOOD_TAFFC, tracks, vectors, fold=0, k=5).tolist() == [1.0] * 4
    assert np.allclose(np.linalg.norm(unit_rows(vectors), axis=1), 1, atol=1e-6)


def test_the_columns_name_the_sources_they_read() -> None:
    assert [task.source for task in TASKS] == ["taffc", "emotify", "open", "taffc", "mirex"]
    assert GENRE_EMOTIFY.labels(track(0, emotify_genre="rock")) == {"rock"}
    assert not GENRE_OPEN.takes(track(0, source="open"))
