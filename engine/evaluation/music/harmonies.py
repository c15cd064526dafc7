"""Chords whose key is known, because they are made here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from engine.audio import SAMPLE_RATE
from engine.evaluation.music.rhythms import SECONDS, finished

_A4_HZ = 440.0
_A4 = 69
_BASS_OCTAVE, _CHORD_OCTAVE, _MELODY_OCTAVE = 36, 60, 72
"""MIDI numbers of the C from which each is counted."""
_CHORD_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Timbre:
    """How a note sounds.

    Attributes
    ----------
    partials
        Amplitude of the fundamental and of each overtone.
    decay_seconds
        In which a note falls to 1/e.
    """

    partials: tuple[float, ...]
    decay_seconds: float


TIMBRES = {
    "flute": Timbre((1.0, 0.15, 0.05), 20.0),
    "organ": Timbre((1.0, 0.8, 0.4, 0.5, 0.1, 0.2, 0.05, 0.2), 20.0),
    "strings": Timbre(tuple(1 / number for number in range(1, 16)), 5.0),
    "piano": Timbre((1.0, 0.6, 0.35, 0.2, 0.12, 0.08, 0.05), 0.6),
    "clarinet": Timbre((1.0, 0.05, 0.6, 0.05, 0.35, 0.05, 0.2), 5.0),
}

# Notes of a chord above its root.
_MAJOR, _MINOR, _SEVENTH, _DIMINISHED = (0, 4, 7), (0, 3, 7), (0, 4, 7, 10), (0, 3, 6)
PROGRESSIONS = {
    "major": (
        ((0, _MAJOR), (5, _MAJOR), (7, _MAJOR), (0, _MAJOR)),
        ((0, _MAJOR), (7, _MAJOR), (9, _MINOR), (5, _MAJOR)),
        ((0, _MAJOR), (9, _MINOR), (2, _MINOR), (7, _SEVENTH)),
        ((0, _MAJOR), (5, _MAJOR), (0, _MAJOR), (7, _SEVENTH)),
    ),
    "minor": (
        ((0, _MINOR), (5, _MINOR), (7, _MAJOR), (0, _MINOR)),
        ((0, _MINOR), (8, _MAJOR), (5, _MINOR), (7, _SEVENTH)),
        ((0, _MINOR), (10, _MAJOR), (8, _MAJOR), (7, _MAJOR)),
        ((0, _MINOR), (2, _DIMINISHED), (7, _MAJOR), (0, _MINOR)),
    ),
}
"""Cadences and loops of both modes, roots in semitones above the tonic. None is as much at home in another key."""


def harmony(
    tonic: int,
    mode: str,
    timbre: str,
    generator: np.random.Generator,
    *,
    noise_db: float | None = None,
    cents: float = 0.0,
    seconds: float = SECONDS,
) -> NDArray[np.float32]:
    """Play a progression over and over, with a bass on the roots and a melody from the chords' notes.

    Parameters
    ----------
    tonic
        Pitch class, 0 for C.
    mode
        ``major`` or ``minor``.
    timbre
        One of ``TIMBRES``.
    generator
        Chooses the progression and the melody.
    noise_db
        White noise so far below the chords, in decibels of power; ``None`` for none.
    cents
        Hundredths of a semitone by which the instruments are tuned above 440 Hz.

    Returns
    -------
    (n,) float32 at 22,050 Hz
    """
    samples = np.zeros(round(seconds * SAMPLE_RATE))
    progression = PROGRESSIONS[mode][int(generator.integers(len(PROGRESSIONS[mode])))]
    play = cache(partial(_note, timbre=TIMBRES[timbre], cents=cents))
    for number, start in enumerate(np.arange(0.0, seconds, _CHORD_SECONDS)):
        root, notes = progression[number % len(progression)]
        classes = [(tonic + root + note) % 12 for note in notes]
        for pitch in (_BASS_OCTAVE + classes[0], *(_CHORD_OCTAVE + one for one in classes)):
            _add(samples, start, play(pitch, _CHORD_SECONDS))
        for half in (0.0, _CHORD_SECONDS / 2):
            melody = _MELODY_OCTAVE + classes[int(generator.integers(len(classes)))]
            _add(samples, start + half, play(melody, _CHORD_SECONDS / 2))
    return finished(samples, generator, noise_db)


def _add(samples: NDArray[np.float64], start: float, sound: NDArray[np.float64]) -> None:
    place = round(start * SAMPLE_RATE)
    room = samples[place : place + len(sound)]
    room += sound[: len(room)]


def _note(pitch: int, seconds: float, timbre: Timbre, cents: float) -> NDArray[np.float64]:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    hz = _A4_HZ * 2 ** ((pitch - _A4 + cents / 100) / 12)
    sound = np.zeros(len(time))
    for number, gain in enumerate(timbre.partials, 1):
        if number * hz < SAMPLE_RATE / 2:
            sound += gain * np.sin(2 * np.pi * number * hz * time)
    rising = np.minimum(1.0, time / 0.01) * np.minimum(1.0, (seconds - time) / 0.02)
    sound *= rising * np.exp(-time / timbre.decay_seconds)
    return sound
