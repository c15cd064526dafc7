"""The sounds that are made are what they say."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from engine.evaluation.music.harmonies import PROGRESSIONS, TIMBRES, harmony
from engine.evaluation.music.judging import KeyVerdict, TempoVerdict
from engine.evaluation.music.known import known_tempi
from engine.evaluation.music.rhythms import PATTERNS, rhythm
from engine.evaluation.music.tallies import Tally
from engine.features.log_mel import SAMPLE_RATE


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_rhythm_is_as_long_and_as_loud_as_a_clip(pattern: str) -> None:
    sound = rhythm(pattern, 133.0, np.random.default_rng(0), noise_db=0.0)
    assert sound.dtype == np.float32
    assert sound.shape == (30 * SAMPLE_RATE,)
    assert np.abs(sound).max() == pytest.approx(0.5)


def test_clicks_come_once_a_beat() -> None:
    sound = rhythm("clicks", 150.0, np.random.default_rng(0), seconds=4.0)
    begins = np.flatnonzero((np.abs(sound) > 0.01) & (np.roll(np.abs(sound), 400) < 1e-4))
    first = begins[np.diff(begins, prepend=-SAMPLE_RATE) > SAMPLE_RATE // 10]
    np.testing.assert_allclose(np.diff(first) / SAMPLE_RATE, 0.4, atol=0.005)


def test_the_same_generator_makes_the_same_sound() -> None:
    first, again = (rhythm("funk", 99.0, np.random.default_rng(3), noise_db=10.0, seconds=2.0) for _ in range(2))
    np.testing.assert_array_equal(first, again)


@pytest.mark.parametrize("timbre", TIMBRES)
def test_a_harmonys_chords_are_in_tune(timbre: str) -> None:
    sound = harmony(9, "major", timbre, np.random.default_rng(0), seconds=1.0)
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    # The first chord is always the tonic's: its bass is an A of 110 Hz.
    assert spectrum[100:120].argmax() + 100 == pytest.approx(110, abs=1)


def test_every_progression_begins_at_home_and_stays_in_twelve() -> None:
    for progressions in PROGRESSIONS.values():
        for progression in progressions:
            assert progression[0][0] == 0
            assert all(0 <= root < 12 for root, _ in progression)


def test_known_tempi_are_judged_pattern_by_pattern() -> None:
    tallies = known_tempi(2, seed=0)
    assert [tally.name for tally in tallies] == list(PATTERNS)
    assert all(tally.verdicts.total() == 2 for tally in tallies)


def test_shares_of_a_tally_add_up() -> None:
    tally = Tally("x", Counter({KeyVerdict.SAME: 3, KeyVerdict.FIFTH: 1}))
    assert tally.share(KeyVerdict.SAME) == 0.75
    assert tally.share(*KeyVerdict) == 1
    nothing: Tally[TempoVerdict] = Tally("none", Counter())
    assert nothing.share(TempoVerdict.SAME) == 0
