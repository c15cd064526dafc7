"""What holds for each of the six, whatever it has learned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import AudioError, AudioProblem
from engine.teachers import Teacher, load_teachers
from engine.teachers.teacher import N_TAGS, SAMPLE_RATE
from tests.engine.teachers.sounds import sound

NAMES = ("msd_musicnn", "msd_fcn", "jamendo_fcn", "mtat_fcn", "jamendo_musicnn", "mtat_musicnn")
ONE_OF_EACH_KIND = ("msd_musicnn", "msd_fcn", "mtat_musicnn")
WINDOW_SECONDS = {"msd_musicnn": 2.992, "msd_fcn": 5.12, "mtat_musicnn": 3.0}
WIDTHS = {"msd_musicnn": 200, "msd_fcn": 64, "mtat_musicnn": 200}


def test_they_come_in_one_order(untaught: Path) -> None:
    loaded = load_teachers(untaught)
    assert tuple(teacher.name for teacher in loaded) == NAMES
    assert [teacher.tag_names[0] for teacher in loaded] == [f"{name} 0" for name in NAMES]


@pytest.mark.parametrize("name", ONE_OF_EACH_KIND)
@pytest.mark.parametrize("seconds", [0.05, 2.0, 7.0])
def test_an_output_has_its_shape(teachers: dict[str, Teacher], name: str, seconds: float) -> None:
    samples = sound(seconds)
    output = teachers[name].hear(samples)
    n = max(1, int(seconds / WINDOW_SECONDS[name]))
    assert output.windows.shape == (n, 2)
    assert output.embedding.shape == (n, WIDTHS[name])
    assert output.tags.shape == (n, N_TAGS)
    assert output.clip_embedding.shape == (WIDTHS[name],)
    assert output.clip_tags.shape == (N_TAGS,)
    for numbers in (output.embedding, output.tags, output.clip_embedding, output.clip_tags):
        assert numbers.dtype == np.float32
        assert np.isfinite(numbers).all()
    assert output.tags.min() >= 0
    assert output.tags.max() <= 1
    assert output.windows[0, 0] == 0
    np.testing.assert_array_equal(output.windows[1:, 0], output.windows[:-1, 1])
    assert output.windows[-1, 1] <= len(samples) / SAMPLE_RATE + 1e-6


@pytest.mark.parametrize("name", ONE_OF_EACH_KIND)
def test_a_short_sound_is_heard_as_if_it_went_on(teachers: dict[str, Teacher], name: str) -> None:
    short = sound(1.5)
    again = np.resize(short, round(29.1 * SAMPLE_RATE) if name == "msd_fcn" else 3 * SAMPLE_RATE)
    first, second = teachers[name].hear(short), teachers[name].hear(again)
    if name == "msd_musicnn":  # of which a window needs a hop less than the three seconds
        again = again[: 186 * 256]
        second = teachers[name].hear(again)
    np.testing.assert_allclose(first.clip_embedding, second.clip_embedding, atol=1e-5)
    np.testing.assert_allclose(first.embedding[0], second.embedding[0], atol=1e-5)


@pytest.mark.parametrize("name", ONE_OF_EACH_KIND)
def test_the_same_sound_gives_the_same_numbers(teachers: dict[str, Teacher], name: str) -> None:
    samples = sound(3.5, seed=3)
    kept = samples.copy()
    first, second = teachers[name].hear(samples), teachers[name].hear(samples)
    np.testing.assert_array_equal(first.clip_embedding, second.clip_embedding)
    np.testing.assert_array_equal(samples, kept)
    assert np.abs(first.clip_embedding - teachers[name].hear(sound(3.5, seed=4)).clip_embedding).max() > 1e-3


@pytest.mark.parametrize("name", ONE_OF_EACH_KIND)
def test_silence_can_be_heard(teachers: dict[str, Teacher], name: str) -> None:
    assert np.isfinite(teachers[name].hear(np.zeros(4 * SAMPLE_RATE, np.float32)).clip_embedding).all()


@pytest.mark.parametrize("name", ONE_OF_EACH_KIND)
@pytest.mark.parametrize("sample_rate", [SAMPLE_RATE, 48_000])
def test_what_cannot_be_heard_is_refused(teachers: dict[str, Teacher], name: str, sample_rate: int) -> None:
    with pytest.raises(AudioError) as refused:
        teachers[name].hear(np.zeros(0, np.float32), sample_rate)
    assert refused.value.problem == AudioProblem.TOO_SHORT
    damaged = sound(4, sample_rate=sample_rate)
    damaged[sample_rate] = np.nan
    with pytest.raises(AudioError) as refused:
        teachers[name].hear(damaged, sample_rate)
    assert refused.value.problem == AudioProblem.DAMAGED


@pytest.mark.parametrize("name", ONE_OF_EACH_KIND)
def test_another_rate_is_resampled(teachers: dict[str, Teacher], name: str) -> None:
    """Nothing near the Nyquist frequency, where the resamplers differ from no resampling."""
    tones = [np.sin(2 * np.pi * 440 * np.arange(4 * rate) / rate).astype(np.float32) for rate in (SAMPLE_RATE, 48_000)]
    plain, resampled = teachers[name].hear(tones[0]), teachers[name].hear(tones[1], 48_000)
    assert resampled.windows.shape == plain.windows.shape
    assert np.corrcoef(plain.clip_embedding, resampled.clip_embedding)[0, 1] > 0.9


@settings(max_examples=10, deadline=None)
@given(gain=st.floats(0.1, 4.0))
def test_louder_is_another_sound_but_no_other_shape(teachers: dict[str, Teacher], gain: float) -> None:
    output = teachers["mtat_musicnn"].hear(sound(3.1) * np.float32(gain))
    assert output.embedding.shape == (1, 200)
    assert np.isfinite(output.tags).all()
