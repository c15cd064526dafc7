"""Each distortion does to a known sound what it says, and the same every time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.evaluation.distortions import (
    DISTORTIONS,
    RATE,
    REVERBERATION_SECONDS,
    SEMITONE,
    distort,
    room_response,
    shifted,
    stretched,
    telephone,
)

Samples = npt.NDArray[np.float32]


def sine(hertz: float, seconds: float = 3.0, amplitude: float = 0.25) -> Samples:
    return (amplitude * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)


def loudest_hertz(samples: Samples) -> float:
    windowed = samples * np.hanning(samples.size)
    return float(np.argmax(np.abs(np.fft.rfft(windowed))) * RATE / samples.size)


def decibels(samples: Samples, beside: Samples) -> float:
    inner = slice(RATE // 2, -RATE // 2)
    return float(10 * np.log10(np.mean(samples[inner] ** 2) / np.mean(beside[inner] ** 2)))


@given(st.floats(min_value=150, max_value=2000))
@settings(max_examples=6, deadline=None)
def test_a_semitone_moves_the_pitch_and_keeps_the_time(hertz: float) -> None:
    sound = sine(hertz)
    for ratio in (SEMITONE, 1 / SEMITONE):
        moved = shifted(sound, ratio)
        assert loudest_hertz(moved) == pytest.approx(hertz * ratio, rel=0.01)
        assert moved.size == pytest.approx(sound.size, rel=0.02)


@given(st.floats(min_value=150, max_value=2000))
@settings(max_examples=6, deadline=None)
def test_tempo_moves_the_time_and_keeps_the_pitch(hertz: float) -> None:
    sound = sine(hertz, seconds=6.0)
    for ratio in (0.95, 1.05):
        moved = stretched(sound, ratio)
        assert moved.size == pytest.approx(sound.size / ratio, rel=0.02)
        assert loudest_hertz(moved) == pytest.approx(hertz, rel=0.01)


@pytest.mark.parametrize(
    ("hertz", "low", "high"), [(100, -60, -35), (1000, -0.1, 0.1), (300, -3.5, -2.5), (8000, -60, -25)]
)
def test_a_telephone_keeps_the_voice_band(hertz: float, low: float, high: float) -> None:
    sound = sine(hertz)
    assert low <= decibels(telephone(sound), sound) <= high


def test_the_noise_is_ten_decibels_below_the_music() -> None:
    sound = sine(440)
    assert decibels(distort(sound, "noise 10 dB") - sound, sound) == pytest.approx(-10, abs=0.1)


def test_less_gain_halves_the_amplitude() -> None:
    sound = sine(440)
    np.testing.assert_allclose(distort(sound, "gain -6 dB"), sound * 10 ** (-6 / 20), rtol=1e-6)


def test_the_echo_falls_by_sixty_decibels_in_its_time_and_keeps_the_level() -> None:
    response = room_response()
    assert np.linalg.norm(response) == pytest.approx(1)
    assert response.size == round(REVERBERATION_SECONDS * RATE)
    late, early = response[-RATE // 50 :], response[1 : RATE // 50]
    fallen = 10 * np.log10(np.mean(late**2) / np.mean(early**2))
    assert -60 <= fallen <= -54
    noise = (0.1 * np.random.default_rng(1).standard_normal(3 * RATE)).astype(np.float32)
    assert decibels(distort(noise, "room"), noise) == pytest.approx(0, abs=0.3)


@pytest.mark.parametrize("name", ["mp3 64k", "opus 16k"])
def test_a_codec_keeps_the_tune(name: str) -> None:
    sound = sine(440)
    written = distort(sound, name)
    assert not np.array_equal(written[: sound.size], sound)
    assert loudest_hertz(written) == pytest.approx(440, rel=0.01)
    assert written.size == pytest.approx(sound.size, rel=0.03)


@pytest.mark.parametrize("name", DISTORTIONS)
def test_every_distortion_is_the_same_every_time_and_stays_within_full_scale(name: str) -> None:
    sound = sine(440, seconds=1.5, amplitude=1.0)
    once, again = distort(sound, name), distort(sound, name)
    np.testing.assert_array_equal(once, again)
    assert once.dtype == np.float32
    assert np.isfinite(once).all()
    assert np.abs(once).max() <= 1
