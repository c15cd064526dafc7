"""Answers whose calibration error is known by construction."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.evaluation.reliability import BINS, Answers, calibration_error, judge


def answers(n: int, flattery: float = 0.0, clips_an_artist: int = 1, seed: int = 0) -> Answers:
    """Confidences that are too high by ``flattery``; all clips of an artist are right or wrong together."""
    random = np.random.default_rng(seed)
    truth = random.uniform(0.1, 0.7, n // clips_an_artist).repeat(clips_an_artist)
    luck = random.random(n // clips_an_artist).repeat(clips_an_artist)
    return Answers(truth + flattery, luck < truth, np.arange(n) // clips_an_artist)


def test_flattery_is_measured() -> None:
    judged = judge(answers(20_000, flattery=0.2), resamples=100)
    assert judged.error.value == pytest.approx(0.2, abs=0.01)
    assert judged.error.low < 0.2 < judged.error.high
    assert judged.confidence - judged.accuracy == pytest.approx(0.2, abs=0.01)


def test_an_honest_head_shows_what_chance_shows() -> None:
    judged = judge(answers(700), resamples=100)
    assert judged.error.value == pytest.approx(judged.chance, abs=0.015)
    assert judge(answers(20_000), resamples=10).chance < judged.chance


def test_bins_hold_the_same_number_of_answers_from_the_least_sure_to_the_surest() -> None:
    bins = judge(answers(1_000), resamples=2).bins
    assert [one.answers for one in bins] == [100] * BINS
    assert [one.confidence for one in bins] == sorted(one.confidence for one in bins)


def test_clips_of_one_artist_count_as_one_voice() -> None:
    alone = judge(answers(2_000, flattery=0.1), resamples=300).error
    together = judge(answers(2_000, flattery=0.1, clips_an_artist=20), resamples=300).error
    assert together.high - together.low > 1.5 * (alone.high - alone.low)


def test_brier_and_accuracy_by_hand() -> None:
    judged = judge(Answers(np.array([0.5, 1.0]), np.array([True, False]), np.array([7, 7])), resamples=2)
    assert judged.brier == pytest.approx((0.25 + 1.0) / 2)
    assert judged.accuracy == 0.5
    assert (judged.answers, judged.artists) == (2, 1)


def test_the_same_seed_gives_the_same_interval() -> None:
    assert judge(answers(200), seed=3, resamples=50) == judge(answers(200), seed=3, resamples=50)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_the_error_lies_between_the_whole_gap_and_one_and_knows_no_order(given_: list[tuple[float, bool]]) -> None:
    confidence = np.array([one for one, _ in given_])
    right = np.array([one for _, one in given_])
    error = calibration_error(confidence, right)
    assert abs(confidence.mean() - right.mean()) - 1e-9 <= error <= 1 + 1e-9
    if len(set(confidence.tolist())) == len(confidence):
        assert calibration_error(confidence[::-1], right[::-1]) == pytest.approx(error)


@pytest.mark.parametrize(
    ("confidence", "right"),
    [([], []), ([0.5], [True, False]), ([1.5], [True]), ([float("nan")], [True])],
)
def test_what_is_no_confidence_is_refused(confidence: list[float], right: list[bool]) -> None:
    with pytest.raises(ValueError, match=r"answer|confidence"):
        Answers(np.array(confidence), np.array(right, dtype=bool), np.zeros(len(right), np.int64))
