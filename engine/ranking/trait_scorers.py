"""Scorers for how songs are played: tempo, key, instruments, energy, where they are known of both.

Each counts little: the vectors hear all of this too. What a term calls alike is alike to a listener, so that it may be
said of the two songs whether or not it decided.
"""

from __future__ import annotations

import numpy as np

from engine.ranking.picks import ReasonKind
from engine.ranking.pool import Pool
from engine.ranking.scorers import Column, shared_labels

TEMPO_TOLERANCE = 0.04
"""Part of the asked tempo; within it two tempi count as one (F. Gouyon et al., "An experimental comparison of audio
tempo induction algorithms", IEEE TASLP 14, 2006, accuracy 1). Half and double tempo do not."""

BPM_STEP = 5
"""A shared tempo is named by the nearest multiple: nobody hears the difference."""

ENERGY_TOLERANCE = 0.1
"""Difference of energy at which two songs stop being alike in it."""


def same_tempo(pool: Pool) -> Column:
    """How near the tempi are; the subject is what both are around, in beats a minute."""
    asked = pool.request.query.traits.tempo_bpm
    values, subjects = np.zeros(len(pool)), [""] * len(pool)
    for row, song in enumerate(pool.candidates.songs):
        if asked and song.tempo_bpm:
            values[row] = max(0.0, 1 - abs(song.tempo_bpm / asked - 1) / TEMPO_TOLERANCE)
            subjects[row] = str(round((song.tempo_bpm + asked) / 2 / BPM_STEP) * BPM_STEP)
    return Column(ReasonKind.SAME_TEMPO, pool.weights.tempo, values, tuple(subjects))


def same_key(pool: Pool) -> Column:
    """Whether both are in one key, which is the subject."""
    asked = pool.request.query.traits.key
    keys = [song.key for song in pool.candidates.songs]
    values = np.array([asked is not None and key == asked for key in keys], dtype=np.float64)
    return Column(ReasonKind.SAME_KEY, pool.weights.key, values, (asked or "",) * len(pool))


def same_instruments(pool: Pool) -> Column:
    """How many of their instruments the song and the query share; the subject is the rarest of them."""
    asked = pool.request.query.traits.instruments
    instruments = [song.instruments for song in pool.candidates.songs]
    return shared_labels(ReasonKind.SAME_INSTRUMENTS, pool.weights.instruments, asked, instruments)


def same_energy(pool: Pool) -> Column:
    """How near the energies are."""
    asked = pool.request.query.traits.energy
    energies = [song.energy for song in pool.candidates.songs]
    values = [
        0.0 if asked is None or energy is None else max(0.0, 1 - abs(energy - asked) / ENERGY_TOLERANCE)
        for energy in energies
    ]
    return Column(ReasonKind.SAME_ENERGY, pool.weights.energy, np.array(values, dtype=np.float64))
