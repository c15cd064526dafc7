"""What librosa says of a clip: the witness where nobody knows the answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.folds import DataMissingError
from engine.features.log_mel import SAMPLE_RATE

_FEWEST_BEATS = 4


@dataclass(frozen=True, slots=True)
class Reference:
    """Librosa's answers.

    Attributes
    ----------
    tempo
        Of ``librosa.feature.tempo``, whose steps are 2.3 % wide at 120 beats a minute.
    beats_tempo
        From the median distance of the beats of ``librosa.beat.beat_track``; ``None`` where it tracks hardly any.
    chroma
        (12,) mean of ``librosa.feature.chroma_cqt``, from C on.
    """

    tempo: float
    beats_tempo: float | None
    chroma: NDArray[np.float64]


def ask_librosa(samples: NDArray[np.float32]) -> Reference:
    """Ask it about a clip, (n,) float32 at 22,050 Hz.

    Raises
    ------
    DataMissingError
        It is not installed.
    """
    try:
        import librosa  # noqa: PLC0415
    except ImportError as error:
        raise DataMissingError(f"librosa is not there: install Segue with its `dev` extra ({error})") from error
    onsets = librosa.onset.onset_strength(y=samples, sr=SAMPLE_RATE)
    _, beats = librosa.beat.beat_track(onset_envelope=onsets, sr=SAMPLE_RATE, units="time")
    return Reference(
        tempo=float(librosa.feature.tempo(onset_envelope=onsets, sr=SAMPLE_RATE)[0]),
        beats_tempo=60.0 / float(np.median(np.diff(beats))) if len(beats) >= _FEWEST_BEATS else None,
        chroma=librosa.feature.chroma_cqt(y=samples, sr=SAMPLE_RATE).mean(axis=1).astype(np.float64),
    )
