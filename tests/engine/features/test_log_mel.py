"""The log-mel spectrogram is librosa's."""

from __future__ import annotations

import librosa
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.features.log_mel import (
    HOP_LENGTH,
    N_FFT,
    N_MELS,
    SAMPLE_RATE,
    TOP_DB,
    LogMel,
    mel_filters,
    n_frames,
)


def librosa_log_mel(samples: np.ndarray) -> np.ndarray:
    power = librosa.feature.melspectrogram(y=samples, sr=SAMPLE_RATE, n_fft=N_FFT, hop_length=HOP_LENGTH, n_mels=N_MELS)
    return librosa.power_to_db(power, top_db=TOP_DB)


def music_like(seconds: float, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    notes = [np.sin(2 * np.pi * f * time) * np.exp(-((time * 3) % 1) * 4) for f in random.uniform(60, 5000, 8)]
    return (np.sum(notes, axis=0) * 0.05 + random.normal(0, 0.01, len(time))).astype(np.float32)


def test_filters_are_librosas() -> None:
    reference = librosa.filters.mel(sr=SAMPLE_RATE, n_fft=N_FFT, n_mels=N_MELS)
    np.testing.assert_allclose(mel_filters(), reference, atol=1e-8)


@pytest.mark.parametrize("seconds", [0.5, 3.0, 10.0])
def test_equals_librosa(seconds: float) -> None:
    samples = music_like(seconds, seed=int(seconds * 10))
    ours = LogMel()(torch.from_numpy(samples)[None])[0].numpy()
    np.testing.assert_allclose(ours, librosa_log_mel(samples), atol=1e-4)


def test_a_batch_is_its_clips() -> None:
    clips = np.stack([music_like(3.0, seed) * gain for seed, gain in [(1, 1.0), (2, 0.01)]])
    together = LogMel()(torch.from_numpy(clips))
    for row, clip in zip(together, clips, strict=True):
        np.testing.assert_allclose(row.numpy(), librosa_log_mel(clip), atol=1e-4)


@settings(max_examples=20, deadline=None)
@given(n_samples=st.integers(min_value=N_FFT, max_value=3 * SAMPLE_RATE))
def test_frames_are_counted_as_they_come(n_samples: int) -> None:
    assert LogMel()(torch.zeros(1, n_samples)).shape == (1, N_MELS, n_frames(n_samples))


@settings(max_examples=10, deadline=None)
@given(decibels=st.floats(min_value=-20, max_value=0))
def test_gain_only_shifts(decibels: float) -> None:
    samples = music_like(3.0, seed=3)
    quiet = (samples * 10 ** (decibels / 20)).astype(np.float32)
    shift = LogMel()(torch.from_numpy(quiet)[None]) - LogMel()(torch.from_numpy(samples)[None])
    np.testing.assert_allclose(shift.numpy(), decibels, atol=1e-3)
