"""Two ways down to 16 kHz: both keep what both can keep."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engine.teachers.resampling import by_ffmpeg, by_soxr
from engine.teachers.teacher import SAMPLE_RATE, Samples
from tests.engine.teachers.sounds import sound

BOTH = pytest.mark.parametrize("resample", [by_ffmpeg, by_soxr])
Resample = Callable[[Samples, int], Samples]


@BOTH
def test_the_taggers_own_rate_is_left_alone(resample: Resample) -> None:
    samples = sound(1.0)
    assert resample(samples, SAMPLE_RATE) is samples


@BOTH
@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000])
def test_a_tone_stays_itself(resample: Resample, rate: int) -> None:
    samples = np.sin(2 * np.pi * 1_000 * np.arange(2 * rate) / rate).astype(np.float32)
    made = resample(samples, rate)
    assert made.dtype == np.float32
    assert abs(len(made) - 2 * SAMPLE_RATE) <= 1
    expected = np.sin(2 * np.pi * 1_000 * np.arange(len(made)) / SAMPLE_RATE)
    inner = slice(SAMPLE_RATE // 4, -SAMPLE_RATE // 4)
    np.testing.assert_allclose(made[inner], expected[inner], atol=1e-2)


@BOTH
def test_nothing_stays_nothing(resample: Resample) -> None:
    assert resample(np.zeros(0, np.float32), 48_000).size == 0


def test_only_one_is_open_to_8_khz() -> None:
    noise = np.random.default_rng(0).standard_normal(4 * 48_000).astype(np.float32)
    top = [np.abs(np.fft.rfft(resample(noise, 48_000)))[-4 * 150 :].mean() for resample in (by_ffmpeg, by_soxr)]
    assert top[0] > 3 * top[1]
