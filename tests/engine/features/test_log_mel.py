"""The log-mel spectrogram is librosa's, on each of the ear's two scales."""

from __future__ import annotations

import librosa
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.features.log_mel import (
    EAR_SHAPE,
    EAR_SHAPES,
    N_BANDS,
    N_FFT,
    N_MELS,
    SAMPLE_RATE,
    TOP_DB,
    LogMel,
    MelScale,
    MelShape,
    band_edges,
    mel_filters,
    n_frames,
)

SLANEY_SHAPE = MelShape(SAMPLE_RATE, 1_024, 512, 128, SAMPLE_RATE / 2, MelScale.SLANEY)
SHAPES = pytest.mark.parametrize(
    "shape", [*EAR_SHAPES, SLANEY_SHAPE], ids=lambda shape: f"{shape.scale} {shape.n_mels}"
)


def librosa_scale(shape: MelShape) -> dict[str, object]:
    is_htk = shape.scale is MelScale.HTK
    return {"n_mels": shape.n_mels, "fmax": shape.f_max, "htk": is_htk, "norm": None if is_htk else "slaney"}


def librosa_log_mel(samples: np.ndarray, shape: MelShape = EAR_SHAPE) -> np.ndarray:
    power = librosa.feature.melspectrogram(
        y=samples, sr=shape.sample_rate, n_fft=shape.n_fft, hop_length=shape.hop_length, **librosa_scale(shape)
    )
    return librosa.power_to_db(power, top_db=TOP_DB)


def music_like(seconds: float, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    notes = [np.sin(2 * np.pi * f * time) * np.exp(-((time * 3) % 1) * 4) for f in random.uniform(60, 5000, 8)]
    return (np.sum(notes, axis=0) * 0.05 + random.normal(0, 0.01, len(time))).astype(np.float32)


@SHAPES
def test_filters_are_librosas(shape: MelShape) -> None:
    reference = librosa.filters.mel(sr=shape.sample_rate, n_fft=shape.n_fft, **librosa_scale(shape))
    np.testing.assert_allclose(mel_filters(shape), reference, atol=1e-6)


@SHAPES
def test_a_tone_lies_in_the_band_of_its_frequency(shape: MelShape) -> None:
    time = np.arange(SAMPLE_RATE, dtype=np.float32) / SAMPLE_RATE
    frames = LogMel(shape)(torch.from_numpy(np.sin(2 * np.pi * 1_500 * time, dtype=np.float32))[None])[0]
    loudest = int(frames.mean(dim=1).argmax())
    edges = band_edges(shape)
    assert edges[loudest] < 1_500 < edges[loudest + 2]


@SHAPES
@pytest.mark.parametrize("seconds", [0.5, 3.0, 10.0])
def test_equals_librosa(seconds: float, shape: MelShape) -> None:
    samples = music_like(seconds, seed=int(seconds * 10))
    ours = LogMel(shape)(torch.from_numpy(samples)[None])[0].numpy()
    np.testing.assert_allclose(ours, librosa_log_mel(samples, shape), atol=1e-4)


def test_the_ear_hears_htks_scale_and_then_slaneys() -> None:
    assert [shape.scale for shape in EAR_SHAPES] == [MelScale.HTK, MelScale.SLANEY]
    samples = music_like(3.0, seed=4)
    both = LogMel()(torch.from_numpy(samples)[None])[0].numpy()
    assert len(both) == N_BANDS == 2 * N_MELS
    np.testing.assert_allclose(both[:N_MELS], librosa_log_mel(samples, EAR_SHAPES[0]), atol=1e-4)
    np.testing.assert_allclose(both[N_MELS:], librosa_log_mel(samples, EAR_SHAPES[1]), atol=1e-4)


def test_each_scale_ends_below_its_own_peak() -> None:
    # Music before silence: Slaney's triangles have another height, so the two scales have other peaks.
    samples = music_like(3.0, seed=5)
    samples[len(samples) // 2 :] = 0
    scales = LogMel()(torch.from_numpy(samples)[None])[0].reshape(2, -1)
    peaks = scales.amax(dim=1)
    assert abs(peaks[0] - peaks[1]) > 10
    torch.testing.assert_close(scales.amin(dim=1), peaks - TOP_DB)


def test_a_batch_is_its_clips() -> None:
    clips = np.stack([music_like(3.0, seed) * gain for seed, gain in [(1, 1.0), (2, 0.01)]])
    together = LogMel()(torch.from_numpy(clips))
    for row, clip in zip(together, clips, strict=True):
        np.testing.assert_allclose(row[:N_MELS].numpy(), librosa_log_mel(clip), atol=1e-4)


@settings(max_examples=20, deadline=None)
@given(n_samples=st.integers(min_value=N_FFT, max_value=3 * SAMPLE_RATE))
def test_frames_are_counted_as_they_come(n_samples: int) -> None:
    assert LogMel()(torch.zeros(1, n_samples)).shape == (1, N_BANDS, n_frames(n_samples))


@settings(max_examples=10, deadline=None)
@given(decibels=st.floats(min_value=-20, max_value=0))
def test_gain_only_shifts(decibels: float) -> None:
    samples = music_like(3.0, seed=3)
    quiet = (samples * 10 ** (decibels / 20)).astype(np.float32)
    shift = LogMel()(torch.from_numpy(quiet)[None]) - LogMel()(torch.from_numpy(samples)[None])
    np.testing.assert_allclose(shift.numpy(), decibels, atol=1e-3)
