"""From 16 kHz samples to the log-mel spectrogram that the taggers of Won et al. hear.

Source: M. Won, A. Ferraro, D. Bogdanov, X. Serra, "Evaluation of CNN-based Automatic Music Tagging Models", SMC 2020:
torchaudio's defaults. The mel scale is HTK's (S. Young et al., "The HTK Book").
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from engine.errors import AudioError, AudioProblem
from engine.teachers.teacher import SAMPLE_RATE, Numbers, Samples

N_FFT = 512
"""Samples in one Fourier frame (32 ms)."""
HOP_LENGTH = 256
"""Samples from one frame to the next (16 ms)."""
N_MELS = 96
"""Mel bands from 0 Hz to the Nyquist frequency."""
AMIN = 1e-10
"""Smallest power that is told apart from silence."""

# HTK's mel scale: logarithmic throughout, 1,000 mel at 1 kHz.
_MEL_FACTOR = 2_595.0
_MEL_BREAK_HZ = 700.0


def filled(samples: Samples, needed: int) -> Samples:
    """The samples, repeated until there are ``needed`` of them where they are fewer.

    Raises
    ------
    AudioError
        There are no samples, they are not one row of numbers, or not finite.
    """
    if samples.ndim != 1 or not samples.size:
        raise AudioError(AudioProblem.TOO_SHORT, measured=0.0)
    if not np.isfinite(samples).all():
        raise AudioError(AudioProblem.DAMAGED)
    return np.resize(samples, needed) if samples.size < needed else samples


def spans(n_windows: int, window_samples: int, n_samples: int) -> Numbers:
    """(n_windows, 2) start and end, in seconds, of windows one after another; none ends after the sound does."""
    edges = np.minimum(np.arange(n_windows + 1) * window_samples, n_samples) / SAMPLE_RATE
    return np.stack([edges[:-1], edges[1:]], axis=1).astype(np.float32)


def power_spectrum(samples: Tensor, window: Tensor) -> Tensor:
    """Squared magnitudes of centred frames, the ends reflected.

    Parameters
    ----------
    samples
        (n,) float32 with n > N_FFT // 2.
    window
        (N_FFT,).

    Returns
    -------
    (1 + N_FFT // 2, 1 + n // HOP_LENGTH) float32
    """
    spectrum = torch.stft(samples, N_FFT, HOP_LENGTH, window=window, pad_mode="reflect", return_complex=True)
    return spectrum.abs().square()


def htk_filters() -> Numbers:
    """Triangular filters of height 1 on HTK's scale.

    Returns
    -------
    (N_MELS, 1 + N_FFT // 2) float32
        To be multiplied with power spectra. The lowest catch one bin each.
    """
    top = _MEL_FACTOR * np.log10(1.0 + SAMPLE_RATE / 2 / _MEL_BREAK_HZ)
    edges = _MEL_BREAK_HZ * (10.0 ** (np.linspace(0.0, top, N_MELS + 2) / _MEL_FACTOR) - 1.0)
    ramps = edges[:, None] - np.fft.rfftfreq(N_FFT, 1 / SAMPLE_RATE)[None, :]
    width = np.diff(edges)[:, None]
    triangles: Numbers = np.maximum(0.0, np.minimum(-ramps[:-2] / width[:-1], ramps[2:] / width[1:])).astype(np.float32)
    return triangles


class FrontEnd(nn.Module):
    """Samples in, log-mel spectrogram in decibels out, with no floor but ``AMIN``."""

    window: Tensor
    filters: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("window", torch.hann_window(N_FFT), persistent=False)
        self.register_buffer("filters", torch.from_numpy(htk_filters()), persistent=False)

    def forward(self, samples: Tensor) -> Tensor:
        """Log-mel of one sound.

        Parameters
        ----------
        samples
            (n,) float32 with n > N_FFT // 2.

        Returns
        -------
        (N_MELS, 1 + n // HOP_LENGTH) float32, decibels
        """
        power = self.filters @ power_spectrum(samples, self.window)
        return 10.0 * torch.log10(torch.clamp(power, min=AMIN))
