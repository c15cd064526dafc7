"""How a stretch of sound is made up: level, spread and change of every mel band, and which cepstral coefficients move
together.

Such statistics tell recordings apart rather than kinds of music: the instruments, the room and the mastering of one
record stay for as long as it plays (Mandel & Ellis, "Song-level features and support vector machines for music
classification", ISMIR 2005; Pampalk's fluctuation patterns, 2006). They cost next to nothing.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from engine.features.log_mel import N_MELS
from engine.features.mfcc import cosine_basis

STRETCH_FRAMES = 625
"""Frames that are described together, about: ten seconds."""
_LAGS = (1, 4, 16, 64)
"""Frames over which change is measured: 16 ms, 64 ms, a quarter and a whole second."""
_QUANTILES = (0.1, 0.9)
_QUANTILE_STEP = 8
"""Quantiles are taken of every eighth frame: the rest would only cost its sorting."""
_N_CEPSTRAL = 24
_LEAST_DEVIATION = 1e-3
N_STATISTICS = N_MELS * (2 + len(_LAGS) + len(_QUANTILES)) + _N_CEPSTRAL * (_N_CEPSTRAL + 1) // 2
"""Numbers that describe a stretch."""


def statistics(decibels: Tensor, stretches: int) -> Tensor:
    """Describe clips of one length.

    Parameters
    ----------
    decibels
        (batch, N_MELS, n_frames), more frames than ``65 * stretches``.
    stretches
        Parts of equal length that are described each for itself.

    Returns
    -------
    (batch, stretches, N_STATISTICS) float32
        For every band mean, deviation, deviation of the change over each lag, and quantiles; then the correlations of
        the cepstral coefficients, with the logarithm of each one's deviation in place of its correlation with itself.
    """
    n_frames = decibels.shape[2]
    edges = [(n * n_frames // stretches, -(-(n + 1) * n_frames // stretches)) for n in range(stretches)]
    return torch.stack([_of_stretch(decibels[:, :, start:end].float()) for start, end in edges], dim=1)


def stretches_of(n_frames: int) -> int:
    """How many stretches of about ten seconds a clip has; one at least."""
    return max(1, round(n_frames / STRETCH_FRAMES))


def _of_stretch(decibels: Tensor) -> Tensor:
    """(batch, N_MELS, n_frames) -> (batch, N_STATISTICS)."""
    changes = [_deviation(decibels[:, :, lag:] - decibels[:, :, :-lag]) for lag in _LAGS]
    thinned = decibels[:, :, ::_QUANTILE_STEP].sort(dim=2).values
    quantiles = [thinned[:, :, round(part * (thinned.shape[2] - 1))] for part in _QUANTILES]
    bands = [decibels.mean(dim=2), _deviation(decibels), *changes, *quantiles]
    return torch.cat([*bands, _together(decibels)], dim=1)


def _together(decibels: Tensor) -> Tensor:
    """(batch, N_MELS, n_frames) -> (batch, 300): upper triangle of the correlations, deviations on the diagonal."""
    cepstral = cosine_basis(_N_CEPSTRAL, N_MELS).to(decibels.device) @ decibels
    centred = cepstral - cepstral.mean(dim=2, keepdim=True)
    covariance = centred @ centred.transpose(1, 2) / centred.shape[2]
    deviation = covariance.diagonal(dim1=1, dim2=2).clamp(min=0).sqrt() + _LEAST_DEVIATION
    correlation = covariance / (deviation[:, :, None] * deviation[:, None, :])
    correlation = correlation - torch.diag_embed(correlation.diagonal(dim1=1, dim2=2) - deviation.log())
    rows, columns = torch.triu_indices(_N_CEPSTRAL, _N_CEPSTRAL, device=decibels.device)
    return correlation[:, rows, columns]


def _deviation(x: Tensor) -> Tensor:
    # Several times as fast as torch.std.
    length: Tensor = torch.linalg.vector_norm(x - x.mean(dim=2, keepdim=True), dim=2)
    return length / math.sqrt(x.shape[2])
