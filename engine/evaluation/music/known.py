"""Our answers to sounds whose tempo or key is known because they were made."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np

from engine.evaluation.music.harmonies import TIMBRES, harmony
from engine.evaluation.music.judging import KeyVerdict, TempoVerdict, judge_key, judge_tempo
from engine.evaluation.music.rhythms import PATTERNS, rhythm
from engine.evaluation.music.tallies import Tally
from engine.music.chroma import PITCH_CLASSES
from engine.music.key import MODES, find_key
from engine.music.onsets import onset_strength
from engine.music.tempo import find_pulse

_SLOWEST_BPM, _FASTEST_BPM = 60.0, 200.0
_NOISE_DB = (None, 10.0, 0.0)
_MOST_CENTS = 40.0


def known_tempi(tempi: int, seed: int) -> list[Tally[TempoVerdict]]:
    """Each pattern at ``tempi`` tempi from 60 to 200 beats a minute, as far apart in octaves.

    In turn there is no noise, noise of a tenth of the drums' power, and noise of all of it.
    """
    random = np.random.default_rng(seed)
    bpm = np.geomspace(_SLOWEST_BPM, _FASTEST_BPM, tempi)
    return [
        Tally(pattern, Counter(_tempo_of(pattern, one, number, random) for number, one in enumerate(bpm.tolist())))
        for pattern in PATTERNS
    ]


def known_keys(seed: int) -> list[Tally[KeyVerdict]]:
    """Each timbre in all 24 keys, tuned anywhere up to 40 cents off 440 Hz, with noise as in ``known_tempi``."""
    random = np.random.default_rng(seed)
    keys = list(product(range(PITCH_CLASSES), MODES))
    return [Tally(timbre, Counter(_key_of(timbre, tonic, mode, random) for tonic, mode in keys)) for timbre in TIMBRES]


def _tempo_of(pattern: str, bpm: float, number: int, random: np.random.Generator) -> TempoVerdict:
    pulse = find_pulse(onset_strength(rhythm(pattern, bpm, random, noise_db=_NOISE_DB[number % len(_NOISE_DB)])))
    return judge_tempo(None if pulse is None else pulse.bpm, bpm)


def _key_of(timbre: str, tonic: int, mode: str, random: np.random.Generator) -> KeyVerdict:
    noise_db = _NOISE_DB[tonic % len(_NOISE_DB)]
    cents = float(random.uniform(-_MOST_CENTS, _MOST_CENTS))
    fit = find_key(harmony(tonic, mode, timbre, random, noise_db=noise_db, cents=cents))
    return judge_key(None if fit is None else (fit.tonic, fit.mode), (tonic, mode))
