"""The taggers' spectrogram is librosa's with HTK's mel scale; short sounds are repeated."""

from __future__ import annotations

import librosa
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import AudioError
from engine.teachers.front_end import HOP_LENGTH, N_FFT, N_MELS, FrontEnd, filled, htk_filters, spans
from engine.teachers.teacher import SAMPLE_RATE
from tests.engine.teachers.sounds import sound


def test_filters_are_librosas() -> None:
    expected = librosa.filters.mel(sr=SAMPLE_RATE, n_fft=N_FFT, n_mels=N_MELS, htk=True, norm=None)
    np.testing.assert_allclose(htk_filters(), expected, atol=1e-6)


def test_log_mel_is_librosas() -> None:
    samples = sound(2.0)
    power = librosa.feature.melspectrogram(
        y=samples,
        sr=SAMPLE_RATE,
        n_fft=N_FFT,
        hop_length=HOP_LENGTH,
        n_mels=N_MELS,
        htk=True,
        norm=None,
        pad_mode="reflect",
    )
    heard = FrontEnd()(torch.from_numpy(samples)).numpy()
    assert heard.shape == (N_MELS, 1 + len(samples) // HOP_LENGTH)
    np.testing.assert_allclose(heard, librosa.power_to_db(power, top_db=None), atol=1e-2)


def test_silence_is_at_the_floor() -> None:
    assert (FrontEnd()(torch.zeros(SAMPLE_RATE)) == -100).all()


@given(st.integers(1, 50), st.integers(1, 200))
def test_a_short_sound_is_repeated_and_a_long_one_left_alone(n: int, needed: int) -> None:
    samples = np.arange(n, dtype=np.float32)
    made = filled(samples, needed)
    assert made.dtype == np.float32
    np.testing.assert_array_equal(made, np.arange(max(n, needed)) % n)


@pytest.mark.parametrize("wrong", [np.zeros(0), np.zeros((2, 4)), np.array([0.0, np.inf])])
def test_what_is_no_sound_is_refused(wrong: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> None:
    with pytest.raises(AudioError):
        filled(wrong.astype(np.float32), 8)


@given(st.integers(1, 20), st.integers(1, 100_000), st.integers(1, 1_000_000))
def test_spans_follow_each_other_and_end_with_the_sound(n: int, window: int, samples: int) -> None:
    made = spans(n, window, samples)
    assert made.shape == (n, 2)
    np.testing.assert_array_equal(made[1:, 0], made[:-1, 1])
    assert made[0, 0] == 0
    assert made[-1, 1] == np.float32(min(n * window, samples) / SAMPLE_RATE)
