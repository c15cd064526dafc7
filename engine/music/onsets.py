"""Where notes and strokes begin: onset strength over time.

Spectral flux in logarithmic bands with a maximum filter over frequency, which does not take vibrato for new notes
(S. Boeck and G. Widmer, "Maximum filter vibrato suppression for onset detection", DAFx 2013, "SuperFlux"). It has an
FFT of its own: what tells strokes apart in time cannot tell notes apart in pitch, and two small transforms cost less
than one that does both.
"""

from __future__ import annotations

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from engine.features.log_mel import SAMPLE_RATE

HOP_LENGTH = 441
"""Samples from one frame to the next (20 ms)."""
FRAMES_PER_SECOND = SAMPLE_RATE / HOP_LENGTH
_N_FFT = 1_024
"""Samples in one Fourier frame (46 ms)."""
_LOWEST_HZ, _HIGHEST_HZ = 30.0, 10_500.0
_BANDS_PER_OCTAVE = 8
_COMPRESSION = 1_000.0
"""Part of a clip's mean power below which a band counts as silent: one over this."""
_WINDOW = np.hanning(_N_FFT + 1)[:-1].astype(np.float32)
_EDGES = np.unique(
    np.round(
        2 ** np.arange(np.log2(_LOWEST_HZ), np.log2(_HIGHEST_HZ), 1 / _BANDS_PER_OCTAVE) / (SAMPLE_RATE / _N_FFT)
    ).astype(np.intp)
)
"""First bin of each band; the last edge only ends the band before it."""


def onset_strength(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much begins in each frame, whatever the clip's loudness.

    Parameters
    ----------
    samples
        (n,) float32 at 22,050 Hz.

    Returns
    -------
    (n_frames,) float32
        Mean rise of the bands in natural logarithms, ``FRAMES_PER_SECOND`` a second; empty where the clip is silent or
        shorter than two frames.
    """
    if len(samples) < _N_FFT + HOP_LENGTH:
        return np.zeros(0, dtype=np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, _N_FFT)[::HOP_LENGTH]
    spectrum = scipy.fft.rfft(frames * _WINDOW, axis=1, overwrite_x=True)[:, : _EDGES[-1]]
    power = spectrum.real**2 + spectrum.imag**2
    bands = np.add.reduceat(power, _EDGES[:-1], axis=1) / np.diff(_EDGES).astype(np.float32)
    mean = float(bands.mean())
    if not mean > np.finfo(np.float32).tiny * _COMPRESSION:
        return np.zeros(0, dtype=np.float32)
    levels = np.log1p(bands * np.float32(_COMPRESSION / mean))
    before = levels[:-1].copy()
    np.maximum(before[:, 1:], levels[:-1, :-1], out=before[:, 1:])
    np.maximum(before[:, :-1], levels[:-1, 1:], out=before[:, :-1])
    rise: NDArray[np.float32] = np.maximum(levels[1:] - before, 0).mean(axis=1)
    return rise
