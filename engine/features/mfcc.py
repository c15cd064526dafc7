"""Mel-frequency cepstral coefficients, the baseline of the ear: in torch, equal to librosa's.

Davis and Mermelstein, "Comparison of parametric representations for monosyllabic word recognition" (IEEE TASSP 28(4),
1980): the cosine transform of the log-mel spectrum. The mean and deviation of each coefficient over a clip is the
timbre vector that Tzanetakis and Cook used ("Musical genre classification of audio signals", 2002).
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from engine.features.log_mel import SAMPLE_RATE, LogMel, MelScale, MelShape

MFCC_SHAPE = MelShape(SAMPLE_RATE, 1_024, 512, 128, SAMPLE_RATE / 2, MelScale.SLANEY)
"""librosa's defaults but for the frame, 46 ms."""
N_MFCC = 20
"""Coefficients kept, the first of them the loudness (librosa's default)."""
TOLERANCE = 2e-3
"""Largest difference to ``librosa.feature.mfcc(n_fft=1024, hop_length=512, n_mels=128)``, whose coefficients run to
several hundred: what 1e-4 dB in every band of the log-mel may add up to in an orthonormal transform of 128."""


def cosine_basis(n_coefficients: int = N_MFCC, n_bands: int = MFCC_SHAPE.n_mels) -> Tensor:
    """The first rows of the orthonormal discrete cosine transform of type II.

    Returns
    -------
    (n_coefficients, n_bands) float32
    """
    coefficient = torch.arange(n_coefficients, dtype=torch.float64)[:, None]
    band = torch.arange(n_bands, dtype=torch.float64)[None, :]
    basis = torch.cos(math.pi / n_bands * (band + 0.5) * coefficient) * math.sqrt(2.0 / n_bands)
    basis[0] /= math.sqrt(2.0)
    return basis.float()


class Mfcc(nn.Module):
    """Waveforms in, cepstral coefficients out."""

    basis: Tensor

    def __init__(self, n_coefficients: int = N_MFCC) -> None:
        super().__init__()
        self.log_mel = LogMel(MFCC_SHAPE)
        self.register_buffer("basis", cosine_basis(n_coefficients), persistent=False)

    def forward(self, waveforms: Tensor) -> Tensor:
        """Coefficients of a batch.

        Parameters
        ----------
        waveforms
            (batch, n_samples) float32 at 22,050 Hz.

        Returns
        -------
        (batch, n_coefficients, n_frames) float32
        """
        decibels: Tensor = self.log_mel(waveforms)
        return self.basis @ decibels


def timbre(coefficients: Tensor) -> Tensor:
    """Mean and population deviation of every coefficient over time.

    Parameters
    ----------
    coefficients
        (batch, n_coefficients, n_frames)

    Returns
    -------
    (batch, 2 * n_coefficients), means first
    """
    return torch.cat((coefficients.mean(dim=-1), coefficients.std(dim=-1, correction=0)), dim=-1)
