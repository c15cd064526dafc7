"""What can be measured of heard sound."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.audio import SAMPLE_RATE


def pitch(samples: NDArray[np.float32]) -> float:
    """Hz of the strongest partial, to a fraction of an FFT bin (parabola through the peak)."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    peak = int(spectrum[1:-1].argmax()) + 1
    left, top, right = np.log(spectrum[peak - 1 : peak + 2] + 1e-12)
    return float((peak + (left - right) / (2 * (left - 2 * top + right))) * SAMPLE_RATE / len(samples))


def level(samples: NDArray[np.float32]) -> float:
    """Peak of a sine, by its RMS."""
    return float(np.sqrt(2 * np.mean(np.square(samples, dtype=np.float64))))


def pitch_at(samples: NDArray[np.float32], seconds: float, width: float = 0.1) -> float:
    """Hz around one moment."""
    start = round((seconds - width / 2) * SAMPLE_RATE)
    return pitch(samples[max(start, 0) : start + round(width * SAMPLE_RATE)])
