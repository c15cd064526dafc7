"""How fast a clip is: the period at which what begins begins again.

The onset strength's autocorrelation, as D. Ellis uses it ("Beat tracking by dynamic programming", J. New Music Research
36(1), 2007, section 3.2): a tempo's salience is what a comb with teeth at its period's multiples finds there, and of
several tempi that fit, as their octaves always do, a log-normal prior chooses the one at which people would tap.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from engine.music.logistic import Logistic
from engine.music.onsets import FRAMES_PER_SECOND, onset_strength

SLOWEST_BPM, FASTEST_BPM = 40.0, 240.0
USUAL_BPM = 120.0
"""Where the prior has its middle (Ellis 2007)."""
USUAL_OCTAVES = 0.85
"""Its deviation."""
_STEPS_PER_OCTAVE = 96
"""Of the tempi that are tried; a parabola finds the rest."""
_WINDOW_SECONDS = 10.0
"""So long the pulse need keep its phase."""
_TREND_SECONDS = 1.0
"""What changes over longer than this is loudness, not rhythm."""
_TEETH = 8
_LEAST_ONSET = 0.005
"""Mean onset strength of what does not change at all: a held note, a hum."""
_LEAST_SALIENCE = 0.04
"""White noise has less; so has music that no one could tap to."""
CONFIDENCE = Logistic(1.26, 3.31)
"""Of a pulse's score; fitted on 1,000 clips, where agreement with librosa stands for being right:
``python -m engine.evaluation music --clips 1000`` prints it."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """Beats in a minute, and how likely it is (0 to 1) that they are right within 4 %, or an octave of that."""

    bpm: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Pulse:
    """The tempo that stands out, and how much.

    Attributes
    ----------
    salience
        Mean correlation of the onsets with themselves, one to eight beats later; about 0 for noise, 1 for a machine.
    """

    bpm: float
    salience: float

    @property
    def score(self) -> float:
        """What the confidence is read off."""
        return math.log(self.salience)


def hear_tempo(samples: NDArray[np.float32]) -> Tempo | None:
    """The tempo of a clip.

    Parameters
    ----------
    samples
        (n,) float32 at 22,050 Hz, finite.

    Returns
    -------
    Tempo or None
        ``None`` where nothing recurs: silence, noise, a held note, or less than two beats.
    """
    pulse = find_pulse(onset_strength(samples))
    return None if pulse is None else Tempo(pulse.bpm, CONFIDENCE(pulse.score))


def find_pulse(onsets: NDArray[np.float32]) -> Pulse | None:
    """The tempo that stands out of an onset strength, (n_frames,), or ``None`` where none does."""
    if len(onsets) < 2 * FRAMES_PER_SECOND or float(onsets.mean()) < _LEAST_ONSET:
        return None
    correlation = _autocorrelation(onsets)
    salience = _comb(correlation)
    likely = np.maximum(salience, 0) * _PRIOR
    best = int(likely.argmax())
    if salience[best] < _LEAST_SALIENCE:
        return None
    octaves = (best + _vertex(likely, best)) / _STEPS_PER_OCTAVE
    return Pulse(SLOWEST_BPM * 2.0**octaves, min(1.0, float(salience[best])))


_BPM = SLOWEST_BPM * 2 ** np.arange(0, np.log2(FASTEST_BPM / SLOWEST_BPM), 1 / _STEPS_PER_OCTAVE)
_PRIOR = np.exp(-0.5 * (np.log2(_BPM / USUAL_BPM) / USUAL_OCTAVES) ** 2)


def _autocorrelation(onsets: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n_lags,) in frames: the mean over windows, 1 at lag 0, with the window's own fall taken away."""
    trend = round(_TREND_SECONDS * FRAMES_PER_SECOND) | 1
    padded = np.pad(onsets.astype(np.float64), trend // 2, mode="edge")
    rhythm = onsets.astype(np.float64) - np.convolve(padded, np.full(trend, 1 / trend), mode="valid")
    length = min(round(_WINDOW_SECONDS * FRAMES_PER_SECOND), len(rhythm))
    window = np.sqrt(np.hanning(length + 2)[1:-1])
    pieces = np.lib.stride_tricks.sliding_window_view(rhythm, length)[:: length // 4] * window
    total = _correlate(pieces).mean(axis=0)
    # Lags at which hardly anything overlaps are not blown up.
    overlap = np.maximum(_correlate(window[None])[0] / (window @ window), 0.1)
    correlation: NDArray[np.float64] = total / (total[0] * overlap)
    return correlation


def _correlate(pieces: NDArray[np.float64]) -> NDArray[np.float64]:
    length = pieces.shape[1]
    size = scipy.fft.next_fast_len(2 * length, real=True)
    spectrum = scipy.fft.rfft(pieces, size, axis=1)
    correlated: NDArray[np.float64] = scipy.fft.irfft(spectrum.real**2 + spectrum.imag**2, size, axis=1)[:, :length]
    return correlated


def _comb(correlation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Salience of each tempo of ``_BPM``: the mean at its period's multiples, the farther the less."""
    multiples = np.arange(1, _TEETH + 1)[:, None]
    lags = multiples * (60.0 * FRAMES_PER_SECOND / _BPM)
    weights = np.where(lags <= len(correlation) - 1, 1 / np.sqrt(multiples), 0.0)
    found = np.interp(lags, np.arange(len(correlation)), correlation)
    salience: NDArray[np.float64] = (weights * found).sum(axis=0) / np.maximum(weights.sum(axis=0), 1e-9)
    return salience


def _vertex(values: NDArray[np.float64], place: int) -> float:
    """Where between its neighbours the top of the parabola through a highest value lies, -0.5 to 0.5."""
    if not 0 < place < len(values) - 1:
        return 0.0
    left, middle, right = values[place - 1 : place + 2]
    bend = left - 2 * middle + right
    return 0.0 if bend >= 0 else float(0.5 * (left - right) / bend)
