"""The key of a clip: the profile that its pitch classes are most like.

C. Krumhansl, Cognitive Foundations of Musical Pitch, 1990, chapter 4: the pitch classes' weights are correlated with
the profile of each of the 24 keys, and the best is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.music.chroma import PITCH_CLASSES, chroma
from engine.music.logistic import Logistic
from engine.music.profiles import PROFILES, Profiles

MAJOR, MINOR = MODES = ("major", "minor")
TONICS = {
    MAJOR: ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"),
    MINOR: ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"),
}
"""From C on, each spelled with the fewest signs of its key; of two alike, as it is more often written."""
CHOSEN = PROFILES["Temperley"]
_LEAST_TONALITY = 0.03
"""White noise has less; so has speech, and music of drums alone."""
_MOST_OF_TWO = 0.52
"""Part of all weights that the two loudest pitch classes may have; a held note or fifth has more."""
CONFIDENCE = Logistic(5.62, -4.64)
"""Of a fit's score; fitted on 1,000 clips, where agreement with librosa's chroma stands for being right:
``python -m engine.evaluation music --clips 1000`` prints it."""


@dataclass(frozen=True, slots=True)
class Key:
    """The key, and how likely it is (0 to 1) that both tonic and mode are right.

    Attributes
    ----------
    tonic
        One of ``TONICS[mode]``.
    mode
        One of ``MODES``.
    """

    tonic: str
    mode: str
    confidence: float

    @property
    def name(self) -> str:
        """Tonic and mode in words.

        >>> Key("A", "minor", 0.8).name
        'A minor'
        """
        return f"{self.tonic} {self.mode}"


@dataclass(frozen=True, slots=True)
class Fit:
    """The key that fits best.

    Attributes
    ----------
    tonic
        Pitch class, 0 for C.
    correlation
        With its profile, -1 to 1.
    margin
        How much more than with the next best.
    """

    tonic: int
    mode: str
    correlation: float
    margin: float

    @property
    def score(self) -> float:
        """What the confidence is read off."""
        return self.correlation + self.margin


def hear_key(samples: NDArray[np.float32]) -> Key | None:
    """The key of a clip.

    Parameters
    ----------
    samples
        (n,) float32 at 22,050 Hz, finite.

    Returns
    -------
    Key or None
        ``None`` where no three notes of one tuning sound: silence, noise, drums, a held note.
    """
    fit = find_key(samples)
    return None if fit is None else Key(TONICS[fit.mode][fit.tonic], fit.mode, CONFIDENCE(fit.score))


def find_key(samples: NDArray[np.float32]) -> Fit | None:
    """What ``hear_key`` knows before it says how sure it is."""
    heard = chroma(samples)
    if heard is None or heard.tonality < _LEAST_TONALITY:
        return None
    weights = heard.frames.mean(axis=0)
    if np.sort(weights)[-2:].sum() > _MOST_OF_TWO * weights.sum():
        return None
    return fit_key(weights)


def fit_key(weights: NDArray[np.float64], profiles: Profiles = CHOSEN) -> Fit:
    """Compare the weights of the pitch classes, (12,) from C on, with all keys."""
    centred = weights - weights.mean()
    correlations = profiles.templates() @ (centred / max(float(np.linalg.norm(centred)), 1e-12))
    second, best = np.argsort(correlations, kind="stable")[-2:]
    mode, tonic = divmod(int(best), PITCH_CLASSES)
    return Fit(tonic, MODES[mode], float(correlations[best]), float(correlations[best] - correlations[second]))
