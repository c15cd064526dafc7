"""Drums and clicks whose tempo is known, because they are made here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.audio import SAMPLE_RATE

SECONDS = 30.0
_LEAD_SECONDS = 0.2
"""Before the first stroke."""
_PEAK = 0.5
_LATEST_SECONDS = 0.006
"""Deviation of a player's strokes from the grid."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke of a bar.

    Attributes
    ----------
    at
        In beats from the beginning of the bar.
    """

    drum: str
    at: float
    gain: float = 1.0


@dataclass(frozen=True, slots=True)
class Pattern:
    """A bar that is repeated; ``beats`` is its length."""

    beats: int
    strokes: tuple[Stroke, ...]


def _row(drum: str, gain: float, *at: float) -> tuple[Stroke, ...]:
    return tuple(Stroke(drum, beat, gain) for beat in at)


PATTERNS = {
    "clicks": Pattern(1, _row("click", 1.0, 0)),
    "four on the floor": Pattern(
        4, (*_row("kick", 1.0, 0, 1, 2, 3), *_row("snare", 0.6, 1, 3), *_row("hat", 0.3, 0.5, 1.5, 2.5, 3.5))
    ),
    "rock": Pattern(
        4,
        (
            *_row("kick", 1.0, 0, 2, 2.5),
            *_row("snare", 0.9, 1, 3),
            *_row("hat", 0.3, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5),
        ),
    ),
    "funk": Pattern(
        4,
        (
            *_row("kick", 1.0, 0, 0.75, 2.5),
            *_row("snare", 0.9, 1, 3),
            *_row("snare", 0.25, 1.75, 2.25),
            *_row("hat", 0.25, *np.arange(0, 4, 0.25).tolist()),
        ),
    ),
    "swing": Pattern(
        4, (*_row("hat", 0.6, 0, 1, 1 + 2 / 3, 2, 3, 3 + 2 / 3), *_row("kick", 0.4, 0, 2), *_row("snare", 0.3, 1, 3))
    ),
    "waltz": Pattern(3, (*_row("kick", 1.0, 0), *_row("hat", 0.5, 1, 2), *_row("snare", 0.3, 2))),
}


def rhythm(
    pattern: str,
    bpm: float,
    generator: np.random.Generator,
    *,
    noise_db: float | None = None,
    seconds: float = SECONDS,
) -> NDArray[np.float32]:
    """Play a pattern.

    Parameters
    ----------
    pattern
        One of ``PATTERNS``.
    generator
        Moves each stroke by some milliseconds, as a player would; clicks stay where they are.
    noise_db
        White noise so far below the drums, in decibels of power; ``None`` for none.

    Returns
    -------
    (n,) float32 at 22,050 Hz
    """
    samples = np.zeros(round(seconds * SAMPLE_RATE))
    bar = PATTERNS[pattern]
    sounds = {stroke.drum: _drum(stroke.drum, generator) for stroke in bar.strokes}
    seconds_a_beat = 60.0 / bpm
    for start in np.arange(0.0, seconds / seconds_a_beat, bar.beats):
        for stroke in bar.strokes:
            late = 0.0 if stroke.drum == "click" else generator.normal(0.0, _LATEST_SECONDS)
            place = round((_LEAD_SECONDS + (start + stroke.at) * seconds_a_beat + late) * SAMPLE_RATE)
            sound = sounds[stroke.drum][: max(0, len(samples) - place)]
            samples[place : place + len(sound)] += stroke.gain * sound
    return finished(samples, generator, noise_db)


def finished(
    samples: NDArray[np.float64], generator: np.random.Generator, noise_db: float | None
) -> NDArray[np.float32]:
    """Add noise, then scale to a peak that leaves room."""
    if noise_db is not None:
        deviation = np.sqrt(np.mean(samples**2) / 10 ** (noise_db / 10))
        samples = samples + generator.normal(0.0, deviation, len(samples))
    scaled: NDArray[np.float32] = (samples * (_PEAK / np.abs(samples).max())).astype(np.float32)
    return scaled


def _drum(name: str, generator: np.random.Generator) -> NDArray[np.float64]:
    time = np.arange(round(0.25 * SAMPLE_RATE)) / SAMPLE_RATE
    noise = generator.normal(0.0, 0.3, len(time))
    if name == "click":
        return np.sin(2 * np.pi * 1_000 * time) * np.exp(-time / 0.01)
    if name == "kick":
        # A pitch that falls from 160 to 50 Hz.
        phase = 50 * time + 110 * 0.03 * (1 - np.exp(-time / 0.03))
        return np.sin(2 * np.pi * phase) * np.exp(-time / 0.08)
    if name == "snare":
        return (noise + 0.5 * np.sin(2 * np.pi * 190 * time)) * np.exp(-time / 0.06)
    # What is left of noise when it is differenced twice is a cymbal's.
    return np.diff(noise, 2, append=[0.0, 0.0]) * np.exp(-time / 0.02)
