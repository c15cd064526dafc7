"""How sure tempo and key may be: curves fitted on real clips, and how far they are to be believed on other artists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.evaluation.music.clips import HeardClip
from engine.evaluation.music.fitting import cross_fitted, fit_logistic
from engine.evaluation.music.judging import TempoVerdict, judge_tempo
from engine.evaluation.music.tallies import librosa_key
from engine.evaluation.reliability import Answers, Reliability, judge
from engine.music import key, tempo
from engine.music.logistic import Logistic

_RIGHT_TEMPI = frozenset({TempoVerdict.SAME, TempoVerdict.OCTAVE})


@dataclass(frozen=True, slots=True)
class Sureness:
    """What is known of one confidence.

    Attributes
    ----------
    fitted
        The curve of all clips: what belongs into the code.
    in_use
        How far the curve that is in the code is to be believed.
    held_out
        The same of curves that were fitted on other folds' artists.
    """

    name: str
    fitted: Logistic
    in_use: Reliability
    held_out: Reliability


@dataclass(frozen=True, slots=True)
class _Answer:
    clip: HeardClip
    score: float
    right: bool


def tempo_sureness(clips: Sequence[HeardClip]) -> Sureness:
    """Of the tempo, by librosa's: the same or an octave apart.

    Raises
    ------
    ValueError
        No clip has one.
    """
    answers = [
        _Answer(clip, clip.pulse.score, judge_tempo(clip.bpm, clip.reference.tempo) in _RIGHT_TEMPI)
        for clip in clips
        if clip.pulse is not None
    ]
    return _sureness("tempo.CONFIDENCE", tempo.CONFIDENCE, answers)


def key_sureness(clips: Sequence[HeardClip]) -> Sureness:
    """Of the key, by librosa's chroma: tonic and mode.

    Raises
    ------
    ValueError
        No clip has one.
    """
    answers = [_Answer(clip, clip.fit.score, clip.key == librosa_key(clip)) for clip in clips if clip.fit is not None]
    return _sureness("key.CONFIDENCE", key.CONFIDENCE, answers)


def _sureness(name: str, used: Logistic, answers: Sequence[_Answer]) -> Sureness:
    scores = np.array([answer.score for answer in answers], dtype=np.float64)
    right = np.array([answer.right for answer in answers], dtype=np.bool_)
    folds = np.array([answer.clip.track.fold for answer in answers], dtype=np.int64)
    numbers = {artist: number for number, artist in enumerate(sorted({one.clip.track.artist for one in answers}))}
    artists = np.array([numbers[answer.clip.track.artist] for answer in answers], dtype=np.int64)
    fitted = fit_logistic(scores, right)
    told = np.array([used(score) for score in scores.tolist()])
    return Sureness(
        name,
        fitted,
        judge(Answers(told, right, artists)),
        judge(Answers(cross_fitted(scores, right, folds), right, artists)),
    )
