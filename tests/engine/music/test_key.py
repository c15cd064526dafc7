"""Keys: a cadence has its own, in any timbre and tuning; what has no notes has none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.evaluation.music.harmonies import TIMBRES, harmony
from engine.evaluation.music.rhythms import rhythm
from engine.features.log_mel import SAMPLE_RATE
from engine.music import Key, hear_key
from engine.music.chroma import chroma
from engine.music.key import MODES, TONICS, fit_key
from engine.music.profiles import PROFILES, Profiles

SECONDS = np.arange(10 * SAMPLE_RATE) / SAMPLE_RATE


def tones(*frequencies: float) -> np.ndarray:
    return (0.1 * sum(np.sin(2 * np.pi * hz * SECONDS) for hz in frequencies)).astype(np.float32)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("tonic", range(12))
def test_a_cadence_has_its_key_in_any_timbre(tonic: int, mode: str) -> None:
    timbre = tuple(TIMBRES)[tonic % len(TIMBRES)]
    heard = hear_key(harmony(tonic, mode, timbre, np.random.default_rng(tonic), noise_db=20.0, seconds=8.0))
    assert heard is not None
    assert heard.name == f"{TONICS[mode][tonic]} {mode}"
    assert heard.confidence > 0.5


@settings(max_examples=10, deadline=None)
@given(cents=st.floats(min_value=-45, max_value=45))
def test_the_tuning_is_estimated(cents: float) -> None:
    sound = harmony(9, "minor", "organ", np.random.default_rng(0), cents=cents, seconds=8.0)
    heard, key = chroma(sound), hear_key(sound)
    assert heard is not None
    assert key is not None
    assert heard.cents == pytest.approx(cents, abs=6)
    assert key.name == "A minor"


def test_the_pitch_classes_of_tones_are_those_that_sound() -> None:
    heard = chroma(tones(261.63, 329.63, 392.0))
    assert heard is not None
    weights = heard.frames.mean(axis=0)
    assert set(np.argsort(weights)[-3:]) == {0, 4, 7}
    assert heard.tonality > 0.9


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(10 * SAMPLE_RATE, np.float32),
        np.full(10 * SAMPLE_RATE, 1e-30, np.float32),
        np.random.default_rng(0).normal(0, 0.1, 10 * SAMPLE_RATE).astype(np.float32),
        np.zeros(0, np.float32),
        np.ones(8_191, np.float32),
        tones(220.0),
    ],
    ids=["silence", "next to nothing", "noise", "empty", "less than a frame", "one tone"],
)
def test_what_has_no_three_notes_has_no_key(samples: np.ndarray) -> None:
    assert hear_key(samples) is None


@pytest.mark.parametrize("pattern", ["clicks", "rock", "funk"])
def test_drums_have_no_key_or_an_unsure_one(pattern: str) -> None:
    heard = hear_key(rhythm(pattern, 120.0, np.random.default_rng(0)))
    assert heard is None or heard.confidence < 0.5


@pytest.mark.parametrize("roots", [(110.0,), (110.0, 165.0)], ids=["one note", "a fifth"])
def test_a_drone_has_no_key(roots: tuple[float, ...]) -> None:
    assert hear_key(tones(*(root * number for root in roots for number in range(1, 12)))) is None


@pytest.mark.parametrize("profiles", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("tonic", [0, 5, 11])
def test_a_profile_is_most_like_itself(profiles: Profiles, mode: str, tonic: int) -> None:
    weights = np.roll(profiles.major if mode == "major" else profiles.minor, tonic)
    fit = fit_key(weights, profiles)
    assert (fit.tonic, fit.mode) == (tonic, mode)
    assert fit.correlation == pytest.approx(1)
    assert fit.margin > 0


def test_equal_weights_fit_nothing() -> None:
    assert fit_key(np.ones(12)).correlation == pytest.approx(0)


def test_templates_are_of_unit_length_and_the_same_shape_in_every_key() -> None:
    for profiles in PROFILES.values():
        templates = profiles.templates()
        assert templates.shape == (24, 12)
        np.testing.assert_allclose(np.linalg.norm(templates, axis=1), 1)
        np.testing.assert_allclose(np.roll(templates[0], 7), templates[7])


def test_every_mode_spells_twelve_tonics() -> None:
    assert all(len(set(TONICS[mode])) == 12 for mode in MODES)
    assert Key("F#", "minor", 0.4).name == "F# minor"
