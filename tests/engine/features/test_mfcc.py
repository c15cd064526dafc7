"""The cepstrum: librosa's numbers, and what the transform must do to sounds whose answer is known."""

from __future__ import annotations

import librosa
import numpy as np
import numpy.typing as npt
import pytest
import torch

from engine.features.mfcc import MFCC_SHAPE, N_MFCC, TOLERANCE, Mfcc, cosine_basis, timbre


def chord(seconds: float, seed: int) -> npt.NDArray[np.float32]:
    random = np.random.default_rng(seed)
    time = np.arange(int(seconds * MFCC_SHAPE.sample_rate)) / MFCC_SHAPE.sample_rate
    tones = sum(
        np.sin(2 * np.pi * hertz * time) * np.exp(-time * rate)
        for hertz, rate in ((220, 0.3), (277, 0.8), (3_300, 2.0))
    )
    return (0.2 * tones + 0.01 * random.standard_normal(time.size)).astype(np.float32)


@pytest.mark.parametrize("seed", [0, 1])
def test_coefficients_equal_librosas(seed: int) -> None:
    waveform = chord(3.0, seed)
    theirs = librosa.feature.mfcc(
        y=waveform,
        sr=MFCC_SHAPE.sample_rate,
        n_mfcc=N_MFCC,
        n_fft=MFCC_SHAPE.n_fft,
        hop_length=MFCC_SHAPE.hop_length,
        n_mels=MFCC_SHAPE.n_mels,
    )
    ours = Mfcc()(torch.from_numpy(waveform)[None])[0].numpy()
    assert ours.shape == theirs.shape
    assert np.abs(ours - theirs).max() < TOLERANCE


def test_the_basis_is_orthonormal() -> None:
    basis = cosine_basis(MFCC_SHAPE.n_mels, MFCC_SHAPE.n_mels)
    assert torch.allclose(basis @ basis.T, torch.eye(MFCC_SHAPE.n_mels), atol=1e-5)


def test_a_louder_sound_changes_only_the_first_coefficient() -> None:
    waveform = torch.from_numpy(chord(1.0, 3))[None]
    mfcc = Mfcc()
    difference = mfcc(waveform * 0.5) - mfcc(waveform)
    assert torch.allclose(
        difference[0, 0], torch.full_like(difference[0, 0], -6.0206 * MFCC_SHAPE.n_mels**0.5), atol=0.05
    )
    assert difference[0, 1:].abs().max() < 0.05


def test_timbre_is_the_mean_and_deviation_of_each_coefficient() -> None:
    coefficients = torch.tensor([[[1.0, 3.0], [2.0, 2.0]]])
    assert timbre(coefficients).tolist() == [[2.0, 2.0, 1.0, 0.0]]
