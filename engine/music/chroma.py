"""How much of each of the twelve pitch classes sounds, from the spectrum's peaks.

A harmonic pitch class profile (E. Gomez, "Tonal description of music audio signals", thesis, UPF 2006, section 3.3):
only local maxima count, each also for the notes of which it may be an overtone, and the tuning is estimated first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from engine.features.log_mel import SAMPLE_RATE

PITCH_CLASSES = 12
_A4_HZ = 440.0
_A = 9
"""Pitch class of A, counted from C."""
_N_FFT = 8_192
"""Samples in one Fourier frame (0.37 s): 2.7 Hz a bin tell semitones apart from about 150 Hz on."""
_HOP_LENGTH = 4_096
_LOWEST_BIN = round(60.0 * _N_FFT / SAMPLE_RATE)
_END_BIN = round(2_000.0 * _N_FFT / SAMPLE_RATE)
"""Above lie overtones and cymbals."""
_LEAST_POWER = 1e-3
"""Part of a frame's loudest bin (-30 dB) below which a peak is not counted."""
_SILENT_POWER = 1e-9
_OVERTONES = 4
_OVERTONE_DECAY = 0.7
"""A peak counts this much less for each number of the overtone that it may be."""
_WINDOW = np.hanning(_N_FFT + 1)[:-1].astype(np.float32)


@dataclass(frozen=True, slots=True)
class Chroma:
    """What sounds.

    Attributes
    ----------
    frames
        (n_frames, 12) weights of the pitch classes from C on.
    cents
        How far the instruments are tuned above 440 Hz, -50 to 50.
    tonality
        How well the peaks lie on one chromatic scale, 0 (noise) to 1.
    """

    frames: NDArray[np.float64]
    cents: float
    tonality: float


def chroma(samples: NDArray[np.float32]) -> Chroma | None:
    """The pitch classes of a clip, (n,) float32 at 22,050 Hz; ``None`` where nothing sounds or it is too short."""
    if len(samples) < _N_FFT:
        return None
    pieces = np.lib.stride_tricks.sliding_window_view(samples, _N_FFT)[::_HOP_LENGTH]
    spectrum = scipy.fft.rfft(pieces * _WINDOW, axis=1, overwrite_x=True)[:, _LOWEST_BIN - 1 : _END_BIN + 1]
    power = spectrum.real**2 + spectrum.imag**2
    least = np.maximum(power.max(axis=1, keepdims=True) * np.float32(_LEAST_POWER), np.float32(_SILENT_POWER))
    middle = power[:, 1:-1]
    frame, place = np.nonzero((middle > power[:, :-2]) & (middle >= power[:, 2:]) & (middle > least))
    if len(frame) == 0:
        return None
    # A parabola through the logarithms finds a peak between bins (J. O. Smith, "PARSHL", 1987).
    left, top, right = (np.log(np.maximum(power[frame, place + shift], _SILENT_POWER**2)) for shift in (0, 1, 2))
    offset = 0.5 * (left - right) / np.minimum(left - 2 * top + right, -1e-9)
    amplitude = np.exp(0.5 * (top - 0.25 * (left - right) * offset)).astype(np.float64)
    semitones = 12 * np.log2((place + _LOWEST_BIN + offset) * (SAMPLE_RATE / _N_FFT / _A4_HZ))
    around = np.sum(amplitude * np.exp(2j * np.pi * semitones)) / amplitude.sum()
    tuning = float(np.angle(around)) / (2 * np.pi)
    weights = _weights(frame, semitones - tuning, amplitude, len(power))
    return Chroma(weights, 100 * tuning, float(np.abs(around)))


def _weights(
    frame: NDArray[np.intp], semitones: NDArray[np.float64], amplitude: NDArray[np.float64], n_frames: int
) -> NDArray[np.float64]:
    """Peaks summed into (n_frames, 12); a loud frame counts as the root of its loudness."""
    total = np.zeros(n_frames * PITCH_CLASSES)
    for number in range(1, _OVERTONES + 1):
        pitch = semitones - 12 * np.log2(number) + _A
        nearest = np.round(pitch)
        weight = amplitude * _OVERTONE_DECAY ** (number - 1) * np.cos(np.pi * (pitch - nearest)) ** 2
        cell = frame * PITCH_CLASSES + nearest.astype(np.intp) % PITCH_CLASSES
        total += np.bincount(cell, weight, len(total))
    frames = total.reshape(n_frames, PITCH_CLASSES)
    loudness = frames.sum(axis=1, keepdims=True)
    shared: NDArray[np.float64] = frames / np.sqrt(np.maximum(loudness, 1e-12))
    return shared
