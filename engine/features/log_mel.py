"""The log-mel spectrogram, in torch and equal to librosa's.

The ear hears two of them over each other, on HTK's scale and on Slaney's: the two have their narrow bands at other
pitches, and the public taggers that it is made from listen to one each.

The same numbers as ``librosa.power_to_db(librosa.feature.melspectrogram(...))`` for the same sizes, without librosa's
start-up cost, batched, and on the device where the networks are.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

SAMPLE_RATE = 22_050
"""Samples a second."""
N_FFT = 720
"""Samples in one Fourier frame of the ear (33 ms)."""
HOP_LENGTH = 353
"""Samples from one frame of the ear to the next (16 ms, as the public taggers have it at 16 kHz)."""
N_MELS = 96
"""Mel bands of one scale, from 0 Hz to ``F_MAX``."""
F_MAX = 8_000.0
"""Hertz; above it there is little that tells music apart, and codecs at low rates cut it off."""
AMIN = 1e-10
"""Smallest power that is told apart from silence."""
TOP_DB = 80.0
"""Decibels below a clip's loudest cell at which the rest is cut off."""

# Slaney's mel scale (Auditory Toolbox, 1998): linear below 1 kHz, logarithmic above.
_HZ_PER_MEL = 200.0 / 3
_BREAK_HZ = 1_000.0
_BREAK_MEL = _BREAK_HZ / _HZ_PER_MEL
_LOG_STEP = math.log(6.4) / 27.0
# The scale of HTK: O'Shaughnessy, Speech Communication (1987).
_HTK_FACTOR = 2595.0
_HTK_BREAK_HZ = 700.0


class MelScale(StrEnum):
    """How frequencies become bands: Slaney's triangles have equal area, HTK's equal height."""

    SLANEY = "slaney"
    HTK = "htk"


@dataclass(frozen=True, slots=True)
class MelShape:
    """Sizes of a log-mel spectrogram.

    Attributes
    ----------
    sample_rate
        Samples a second.
    n_fft, hop_length
        Samples in a frame, and from one frame to the next.
    n_mels
        Bands from 0 Hz to ``f_max`` hertz.
    """

    sample_rate: int
    n_fft: int
    hop_length: int
    n_mels: int
    f_max: float
    scale: MelScale

    def n_frames(self, n_samples: int) -> int:
        """Frames of a clip of ``n_samples`` samples, centred framing."""
        return 1 + n_samples // self.hop_length


EAR_SHAPE = MelShape(SAMPLE_RATE, N_FFT, HOP_LENGTH, N_MELS, F_MAX, MelScale.HTK)
"""The ear's first scale."""
EAR_SHAPES = (EAR_SHAPE, replace(EAR_SHAPE, scale=MelScale.SLANEY))
"""What the ear hears: both scales, over each other."""
N_BANDS = N_MELS * len(EAR_SHAPES)
"""Bands of both scales."""


def n_frames(n_samples: int) -> int:
    """Frames of the ear for a clip of ``n_samples`` samples."""
    return EAR_SHAPE.n_frames(n_samples)


def _slaney_mel(hz: float) -> float:
    return hz / _HZ_PER_MEL if hz < _BREAK_HZ else _BREAK_MEL + math.log(hz / _BREAK_HZ) / _LOG_STEP


def _slaney_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mel < _BREAK_MEL, mel * _HZ_PER_MEL, _BREAK_HZ * np.exp(_LOG_STEP * (mel - _BREAK_MEL)))


def _htk_mel(hz: float) -> float:
    return _HTK_FACTOR * math.log10(1.0 + hz / _HTK_BREAK_HZ)


def _htk_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return _HTK_BREAK_HZ * (10.0 ** (mel / _HTK_FACTOR) - 1.0)


def band_edges(shape: MelShape) -> NDArray[np.float64]:
    """(n_mels + 2,) hertz: band ``i`` rises from edge ``i``, peaks at ``i + 1`` and ends at ``i + 2``."""
    mel_of, hz_of = _SCALES[shape.scale]
    return hz_of(np.linspace(0.0, mel_of(shape.f_max), shape.n_mels + 2))


_SCALES: dict[MelScale, tuple[Callable[[float], float], Callable[[NDArray[np.float64]], NDArray[np.float64]]]] = {
    MelScale.SLANEY: (_slaney_mel, _slaney_hz),
    MelScale.HTK: (_htk_mel, _htk_hz),
}


def mel_filters(shape: MelShape = EAR_SHAPE) -> NDArray[np.float32]:
    """Triangular filters.

    Returns
    -------
    (n_mels, 1 + n_fft // 2) float32
        To be multiplied with power spectra.
    """
    edges = band_edges(shape)
    bins = np.fft.rfftfreq(shape.n_fft, 1 / shape.sample_rate)
    width = np.diff(edges)
    ramps = edges[:, None] - bins[None, :]
    rising = -ramps[:-2] / width[:-1, None]
    falling = ramps[2:] / width[1:, None]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    if shape.scale is MelScale.SLANEY:
        triangles *= (2.0 / (edges[2:] - edges[:-2]))[:, None]
    return triangles.astype(np.float32)


class LogMel(nn.Module):
    """Waveforms in, log-mel spectrograms in decibels out."""

    window: Tensor
    filters: Tensor

    def __init__(self, *shapes: MelShape) -> None:
        """One or several scales that share their frames and their number of bands; without any, the ear's two."""
        super().__init__()
        self.shapes = shapes or EAR_SHAPES
        self.shape = shape = self.shapes[0]
        self.register_buffer(
            "window", torch.hann_window(shape.n_fft, periodic=True, dtype=torch.float64), persistent=False
        )
        filters = np.concatenate([mel_filters(one) for one in self.shapes])
        self.register_buffer("filters", torch.from_numpy(filters), persistent=False)

    def forward(self, waveforms: Tensor) -> Tensor:
        """Log-mel of a batch.

        Parameters
        ----------
        waveforms
            (batch, n_samples) float32 at the shape's sample rate.

        Returns
        -------
        (batch, n_scales * n_mels, n_frames) float32, decibels
            The scales one after another; not below ``TOP_DB`` under each clip's own loudest cell of the same scale.
        """
        # In single precision the transform alone is off by up to 7e-4 dB in quiet cells.
        spectrum = torch.stft(
            waveforms.double(),
            self.shape.n_fft,
            self.shape.hop_length,
            window=self.window,
            center=True,
            pad_mode="constant",
            return_complex=True,
        )
        power = (spectrum.real.square() + spectrum.imag.square()).float()
        decibels = 10.0 * torch.log10(torch.clamp(self.filters @ power, min=AMIN))
        by_scale = decibels.reshape(len(decibels), len(self.shapes), -1, decibels.shape[2])
        floor = by_scale.amax(dim=(2, 3), keepdim=True) - TOP_DB
        return torch.maximum(by_scale, floor).flatten(1, 2)
