"""Waveforms become unit vectors and words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.embed import Embedder
from engine.errors import ModelError, VectorError
from engine.evaluation.music.harmonies import harmony
from engine.evaluation.music.rhythms import rhythm

RATE = 22_050


def sound(seconds: float, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 0.1, int(seconds * RATE)).astype(np.float32)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seconds=st.floats(min_value=0.1, max_value=31), loudness=st.floats(min_value=1e-4, max_value=10))
def test_every_vector_is_of_unit_length(embedder: Embedder, seconds: float, loudness: float) -> None:
    heard = embedder.embed([sound(seconds) * np.float32(loudness)])[0]
    assert heard.vector.shape == (embedder.dimension,)
    assert heard.vector.dtype == np.float32
    assert np.linalg.norm(heard.vector) == pytest.approx(1, abs=1e-4)


def test_a_clip_is_heard_the_same_in_any_company(embedder: Embedder) -> None:
    clips = [sound(3, 1), sound(30, 2), sound(7, 3)]
    alone = [embedder.embed([clip])[0].vector for clip in clips]
    together = [heard.vector for heard in embedder.embed(clips)]
    np.testing.assert_allclose(alone, together, rtol=0, atol=1e-5)


def test_words_come_most_probable_first(embedder: Embedder) -> None:
    heard = embedder.embed([sound(4)])[0]
    for tags in (heard.genres, heard.moods, heard.quadrants):
        assert [tag.probability for tag in tags] == sorted((tag.probability for tag in tags), reverse=True)
    assert {tag.name for tag in heard.genres} == set(embedder.facts.classes.genres)
    assert sum(tag.probability for tag in heard.quadrants) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    "waveform",
    [
        np.zeros(0, np.float32),
        np.zeros(10, np.float32),
        np.full(RATE, np.nan, np.float32),
        np.full(RATE, np.inf, np.float32),
        np.zeros((2, RATE), np.float32),
    ],
    ids=["empty", "one moment", "nan", "infinite", "stereo"],
)
def test_what_is_no_waveform_is_refused(embedder: Embedder, waveform: np.ndarray) -> None:
    with pytest.raises(VectorError):
        embedder.embed([sound(3), waveform])


def test_nothing_in_nothing_out(embedder: Embedder) -> None:
    assert embedder.embed([]) == []


def test_the_device_is_named_or_refused(weights: Path) -> None:
    assert Embedder.load(weights, "auto").device
    with pytest.raises(ModelError, match="auto"):
        Embedder.load(weights, "abacus")


def test_tempo_and_key_are_heard_with_the_rest(embedder: Embedder) -> None:
    generator = np.random.default_rng(0)
    drums = rhythm("rock", 120.0, generator, seconds=20.0)
    chords = harmony(9, "minor", "organ", generator, seconds=20.0)
    heard, nothing = embedder.embed([drums + chords, sound(20)])
    assert heard.tempo is not None
    assert heard.tempo.bpm == pytest.approx(120, rel=0.02)
    assert heard.key is not None
    assert heard.key.name == "A minor"
    assert nothing.tempo is None
    assert nothing.key is None
