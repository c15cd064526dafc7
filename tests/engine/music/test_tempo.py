"""Tempo: what recurs is found, what does not recur has none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.evaluation.music.rhythms import PATTERNS, rhythm
from engine.features.log_mel import SAMPLE_RATE
from engine.music import hear_tempo
from engine.music.onsets import FRAMES_PER_SECOND, onset_strength
from engine.music.tempo import FASTEST_BPM, SLOWEST_BPM, find_pulse

SECONDS = np.arange(30 * SAMPLE_RATE) / SAMPLE_RATE


def as_sound(samples: np.ndarray) -> np.ndarray:
    return samples.astype(np.float32)


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("bpm", [84.0, 103.5, 127.3, 152.0])
def test_a_pattern_has_its_tempo_or_an_octave_of_it(pattern: str, bpm: float) -> None:
    heard = hear_tempo(rhythm(pattern, bpm, np.random.default_rng(0), noise_db=10.0))
    assert heard is not None
    octaves = np.log2(heard.bpm / bpm)
    assert abs(octaves - round(octaves)) < np.log2(1.04)
    assert heard.confidence > 0.5


@settings(max_examples=12, deadline=None)
@given(bpm=st.floats(min_value=85, max_value=165))
def test_clicks_are_told_finely_and_near_the_middle_without_an_octave(bpm: float) -> None:
    heard = hear_tempo(rhythm("clicks", bpm, np.random.default_rng(0), seconds=20.0))
    assert heard is not None
    assert heard.bpm == pytest.approx(bpm, rel=0.01)
    assert heard.confidence > 0.9


@settings(max_examples=8, deadline=None)
@given(loudness=st.floats(min_value=1e-3, max_value=30))
def test_loudness_does_not_matter(loudness: float) -> None:
    sound = rhythm("rock", 110.0, np.random.default_rng(1), seconds=12.0)
    heard, louder = hear_tempo(sound), hear_tempo(sound * np.float32(loudness))
    assert heard is not None
    assert louder is not None
    assert louder.bpm == pytest.approx(heard.bpm, rel=1e-3)
    assert louder.confidence == pytest.approx(heard.confidence, abs=1e-2)


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(30 * SAMPLE_RATE),
        np.full(30 * SAMPLE_RATE, 0.3),
        np.random.default_rng(0).normal(0, 0.1, 30 * SAMPLE_RATE),
        np.cumsum(np.random.default_rng(0).normal(0, 1e-3, 30 * SAMPLE_RATE)),
        0.3 * np.sin(2 * np.pi * 220 * SECONDS),
        0.1 * sum(np.sin(2 * np.pi * hz * SECONDS) for hz in (220.0, 277.2, 329.6)),
        np.full(30 * SAMPLE_RATE, 1e-30),
    ],
    ids=["silence", "constant", "white noise", "brown noise", "one tone", "held chord", "next to nothing"],
)
def test_what_does_not_recur_has_no_tempo(samples: np.ndarray) -> None:
    assert hear_tempo(as_sound(samples)) is None


@pytest.mark.parametrize("n_samples", [0, 1, 1_023, 1_465, 10_000, SAMPLE_RATE])
def test_a_moment_has_no_tempo(n_samples: int) -> None:
    assert hear_tempo(as_sound(np.random.default_rng(0).normal(0, 0.1, n_samples))) is None


def test_a_pulse_drowned_in_noise_is_less_sure() -> None:
    clear = hear_tempo(rhythm("rock", 110.0, np.random.default_rng(2)))
    drowned = hear_tempo(rhythm("rock", 110.0, np.random.default_rng(2), noise_db=-12.0))
    assert clear is not None
    assert drowned is None or drowned.confidence < clear.confidence


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), seconds=st.floats(min_value=0, max_value=12))
def test_any_onsets_give_a_tempo_within_the_range_or_none(seed: int, seconds: float) -> None:
    onsets = np.random.default_rng(seed).exponential(0.1, int(seconds * FRAMES_PER_SECOND)).astype(np.float32)
    pulse = find_pulse(onsets)
    if pulse is not None:
        assert SLOWEST_BPM * 0.99 <= pulse.bpm <= FASTEST_BPM * 1.01
        assert 0 < pulse.salience <= 1


def test_onsets_rise_where_a_click_begins() -> None:
    onsets = onset_strength(rhythm("clicks", 60.0, np.random.default_rng(0), seconds=5.0))
    loudest = np.sort(np.argsort(onsets)[-5:]) / FRAMES_PER_SECOND
    # A frame of 46 ms hears a click before its middle reaches it.
    np.testing.assert_allclose(loudest, 0.2 + np.arange(5), atol=0.06)
