"""Silence and clipped noise are refused; hushed and harsh music is not."""

from __future__ import annotations

import numpy as np
import pytest

from engine.audio import SAMPLE_RATE
from engine.audio.judgement import NOISE_CLIPPED_SHARE, NOISE_FLATNESS, SILENT_PEAK, judge, spectral_flatness
from engine.errors import AudioError, AudioProblem
from tests.bad_inputs.encoding import music, tone

NOISE = np.random.default_rng(2).standard_normal(SAMPLE_RATE * 4).astype(np.float32)
LOUD = NOISE_CLIPPED_SHARE


def problem_of(samples: np.typing.NDArray[np.float32], clipped_share: float) -> AudioProblem | None:
    try:
        judge(samples, clipped_share)
    except AudioError as error:
        return error.problem
    return None


def test_flatness_of_noise_is_one_and_of_a_tone_is_nothing() -> None:
    assert spectral_flatness(NOISE) == pytest.approx(1, abs=0.05)
    assert spectral_flatness(tone(4, rate=SAMPLE_RATE)[0]) < 0.01
    assert spectral_flatness(music(4.0, SAMPLE_RATE)[0]) < NOISE_FLATNESS / 2
    assert spectral_flatness(NOISE[:100]) == 0.0


def test_loudness_does_not_change_flatness() -> None:
    assert spectral_flatness(0.01 * NOISE) == pytest.approx(spectral_flatness(NOISE), rel=1e-3)


def test_noise_needs_both_flatness_and_clipping() -> None:
    assert problem_of(NOISE, LOUD) is AudioProblem.NOISE
    assert problem_of(NOISE, LOUD / 2) is None
    assert problem_of(music(4.0, SAMPLE_RATE)[0], 0.5) is None


def test_silence_is_what_never_rises() -> None:
    assert problem_of(np.zeros(SAMPLE_RATE, np.float32), 0) is AudioProblem.SILENT
    assert problem_of(np.float32(0.9 * SILENT_PEAK) * np.sign(NOISE), 0) is AudioProblem.SILENT
    assert problem_of(tone(4, level=4 * SILENT_PEAK)[0], 0) is None


def test_a_click_in_silence_is_silence() -> None:
    clicks = np.zeros(SAMPLE_RATE * 30, np.float32)
    clicks[5_000] = 2 * SILENT_PEAK
    assert problem_of(clicks, 0) is AudioProblem.SILENT
