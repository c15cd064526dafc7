"""What a straight line can read, the probe reads; what it cannot, stays chance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.evaluation.ear.probes import FEWEST_CLIPS, accuracy, genre_scores

N = 200
LEARNT = np.arange(N) % 5 != 0


def labels() -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    return np.array(["a", "b"])[np.random.default_rng(0).integers(0, 2, N)]


def test_a_label_that_is_a_direction_is_read_and_noise_is_not() -> None:
    said = labels()
    noise = np.random.default_rng(1).standard_normal((N, 30)).astype(np.float32)
    told = noise.copy()
    told[:, 3] = np.where(said == "a", 100, 300)
    assert accuracy(told, said, LEARNT, ~LEARNT).mean() == 1
    assert accuracy(noise, said, LEARNT, ~LEARNT).mean() < 0.75


def test_clips_without_a_label_are_neither_learnt_nor_asked() -> None:
    said = labels()
    said[:100] = ""
    told = (said == "a").astype(np.float32)[:, None] * np.ones(4, np.float32)
    assert accuracy(told, said, LEARNT, ~LEARNT).tolist() == [1.0] * 20
    assert accuracy(told, said, LEARNT & (said == "a"), ~LEARNT).size == 0
    assert accuracy(told, said, LEARNT, np.zeros(N, bool)).size == 0


@given(st.floats(min_value=0.01, max_value=100), st.floats(min_value=-50, max_value=50))
@settings(max_examples=10, deadline=None)
def test_scale_and_offset_of_a_space_do_not_matter(scale: float, offset: float) -> None:
    given_vectors = np.random.default_rng(2).standard_normal((N, 8)).astype(np.float32)
    moved = (given_vectors * scale + offset).astype(np.float32)
    straight = accuracy(given_vectors, labels(), LEARNT, ~LEARNT)
    assert np.abs(straight - accuracy(moved, labels(), LEARNT, ~LEARNT)).mean() <= 0.05


def test_more_numbers_than_clips_are_answered_as_if_every_number_were_kept() -> None:
    said = labels()
    few = np.random.default_rng(3).standard_normal((N, 20)).astype(np.float32)
    few[:, 0] += np.where(said == "a", 1.0, -1.0)
    # Twenty copies of every number: the same geometry with more numbers than clips.
    many = np.tile(few, (1, 20))
    np.testing.assert_array_equal(accuracy(many, said, LEARNT, ~LEARNT), accuracy(few, said, LEARNT, ~LEARNT))


def test_genres_are_scored_each_for_itself() -> None:
    random = np.random.default_rng(4)
    hot = random.random((N, 4)) < 0.4
    hot[:, 2] = False
    hot[: FEWEST_CLIPS - 1, 2] = True
    hot[:, 3] = False
    hot[LEARNT, 3] = True
    vectors = random.standard_normal((N, 12)).astype(np.float32)
    vectors[:, 0] = hot[:, 0]
    scores = genre_scores(vectors, hot, np.ones(N, bool), LEARNT, ~LEARNT)
    # The third has too few clips; the fourth is never asked.
    assert scores.roc_auc.shape == scores.average_precision.shape == (2,)
    assert scores.roc_auc[0] == pytest.approx(1)
    assert scores.average_precision[0] == pytest.approx(1)
    assert scores.roc_auc[1] == pytest.approx(0.5, abs=0.3)


def test_where_nothing_is_labelled_there_is_no_score() -> None:
    scores = genre_scores(np.ones((N, 2), np.float32), np.zeros((N, 1), bool), np.zeros(N, bool), LEARNT, ~LEARNT)
    assert scores.roc_auc.size == scores.average_precision.size == 0
