"""Refuses what was decoded and yet is no music: silence, and clipped noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.errors import AudioError, AudioProblem

SILENT_PEAK = 10 ** (-60 / 20)
"""Full scale is 1. Nothing above -60 dB in half a minute: the dither of a fade-out, not a quiet piece."""
SILENT_RMS = 10 ** (-75 / 20)
"""A few clicks in silence pass the peak, not this."""

NOISE_FLATNESS = 0.6
"""Spectral flatness (geometric over arithmetic mean of the power spectrum; 1 for white noise) of clipped noise.

Of 2,553 clips of real music the flattest has 0.55, and the flattest of those that clip as much as noise has 0.23."""
NOISE_CLIPPED_SHARE = 0.05
"""Share of samples at full scale in clipped noise. One clip of music in a thousand has 0.08, the worst 0.11."""

FRAME = 2_048
"""Samples of one spectrum: 93 ms."""


def judge(samples: NDArray[np.float32], clipped_share: float) -> None:
    """Refuse silence and clipped noise.

    Parameters
    ----------
    samples
        ``(n,)`` float32, not empty.
    clipped_share
        Share of the source's samples at full scale, before any mixing or resampling rounded them off.

    Raises
    ------
    AudioError
        ``SILENT`` or ``NOISE``.
    """
    peak = float(np.abs(samples).max(initial=0.0))
    rms = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if samples.size else 0.0
    if peak < SILENT_PEAK or rms < SILENT_RMS:
        raise AudioError(AudioProblem.SILENT, measured=rms, limit=SILENT_RMS)
    # The spectrum is only worth its time where clipping already speaks against the sound.
    if clipped_share >= NOISE_CLIPPED_SHARE and spectral_flatness(samples) >= NOISE_FLATNESS:
        raise AudioError(AudioProblem.NOISE, measured=clipped_share, limit=NOISE_CLIPPED_SHARE)


def spectral_flatness(samples: NDArray[np.float32]) -> float:
    """Flatness of the mean power spectrum (Welch's method, Hann window, no overlap), 0 to 1; 0 for less than a frame.

    The mean over frames comes first: white noise is flat only in the mean, a frame of it is ragged.
    """
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    if not len(frames):
        return 0.0
    spectra = np.fft.rfft(frames * np.hanning(FRAME).astype(np.float32))
    power = np.square(np.abs(spectra)).mean(axis=0)[1:-1] + 1e-20
    return float(np.exp(np.log(power).mean()) / power.mean())
