"""The same recording as it turns up again: by a codec, cut, mastered anew, higher or lower, quicker or slower."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from engine.audio import decode
from engine.audio.clip import SAMPLE_RATE
from engine.evaluation.views import samples_of

Samples = npt.NDArray[np.float32]

CUT_START_SECONDS, CUT_END_SECONDS = 3.0, 5.0
"""What another cut lacks at both ends."""
SHELF_DB = 4.0
"""How much more bass and treble another mastering has."""
BASS_HZ, TREBLE_HZ = 150.0, 5_000.0
"""Where its shelves are half as high."""
DRIVE = 2.5
"""How hard it is driven into its limiter: loud parts come out about 4 dB nearer to soft ones."""


def remastered(samples: Samples) -> Samples:
    """More bass and treble, then louder into a soft limiter; full scale stays full scale.

    Parameters
    ----------
    samples
        (n,) float32 at ``SAMPLE_RATE``.
    """
    spectrum = np.fft.rfft(samples)
    frequency = np.fft.rfftfreq(samples.size, 1 / SAMPLE_RATE)
    shelves = 1 / (1 + (frequency / BASS_HZ) ** 2) + 1 / (1 + (TREBLE_HZ / np.maximum(frequency, 1e-9)) ** 2)
    equalised = np.fft.irfft(spectrum * 10 ** (SHELF_DB / 20 * shelves), samples.size)
    limited: Samples = (np.tanh(DRIVE * equalised) / np.tanh(DRIVE)).astype(np.float32)
    return limited


def cut(samples: Samples) -> Samples:
    """Without the beginning and the end; a recording that is hardly longer stays whole."""
    start, end = round(CUT_START_SECONDS * SAMPLE_RATE), round(CUT_END_SECONDS * SAMPLE_RATE)
    return samples[start : samples.size - end] if samples.size > 2 * (start + end) else samples


def _viewed(name: str) -> Callable[[bytes], Samples]:
    return lambda data: samples_of(data, name, SAMPLE_RATE)


COPIES_VERSION = "copies-1"
"""Changes with what any copy holds: what was heard of another version is not read again."""
COPIES = MappingProxyType(
    {
        "mp3 64 kbit/s": _viewed("mp3 64k"),
        "opus 16 kbit/s": _viewed("opus 16k"),
        "6 dB less": _viewed("gain -6 dB"),
        "cut at both ends": lambda data: cut(decode(data).samples),
        "other mastering": lambda data: remastered(decode(data).samples),
        "semitone up": _viewed("semitone up"),
        "semitone down": _viewed("semitone down"),
        "tempo +5 %": _viewed("tempo +5 %"),
        "tempo -5 %": _viewed("tempo -5 %"),
    }
)
"""Every kind of copy by its name: a clip's file in, (n,) samples at ``SAMPLE_RATE`` out."""
