"""Tempi and keys are judged as the field does."""

from __future__ import annotations

import pytest

from engine.evaluation.music.judging import MIREX_SCORE, KeyVerdict, TempoVerdict, judge_key, judge_tempo

SAME, OCTAVE, OTHER, NONE = TempoVerdict


@pytest.mark.parametrize(
    ("told", "verdict"),
    [(100, SAME), (103.9, SAME), (104.1, OTHER), (96.1, SAME), (200, OCTAVE), (48.5, OCTAVE), (150, OTHER)],
)
def test_a_tempo_is_right_within_four_percent(told: float, verdict: TempoVerdict) -> None:
    assert judge_tempo(told, 100.0) is verdict


def test_no_tempo_is_a_verdict_of_its_own() -> None:
    assert judge_tempo(None, 100.0) is NONE


@pytest.mark.parametrize(
    ("told", "true", "verdict"),
    [
        ((0, "major"), (0, "major"), KeyVerdict.SAME),
        ((7, "major"), (0, "major"), KeyVerdict.FIFTH),
        ((5, "minor"), (0, "minor"), KeyVerdict.FIFTH),
        ((9, "minor"), (0, "major"), KeyVerdict.RELATIVE),
        ((0, "major"), (9, "minor"), KeyVerdict.RELATIVE),
        ((2, "major"), (11, "minor"), KeyVerdict.RELATIVE),
        ((0, "minor"), (0, "major"), KeyVerdict.PARALLEL),
        ((3, "minor"), (0, "major"), KeyVerdict.OTHER),
        ((1, "major"), (0, "major"), KeyVerdict.OTHER),
        (None, (0, "major"), KeyVerdict.NONE),
    ],
)
def test_a_keys_errors_are_told_apart(told: tuple[int, str] | None, true: tuple[int, str], verdict: KeyVerdict) -> None:
    assert judge_key(told, true) is verdict


def test_the_nearer_the_error_the_more_mirex_gives() -> None:
    assert list(MIREX_SCORE.values()) == sorted(MIREX_SCORE.values(), reverse=True)
    assert KeyVerdict.OTHER not in MIREX_SCORE
