"""Our answers and librosa's for real clips."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from engine.audio import decode
from engine.evaluation.baselines import read_clip
from engine.evaluation.folds import Track, audio_path
from engine.evaluation.music.reference import Reference, ask_librosa
from engine.music.chroma import chroma
from engine.music.key import Fit, find_key
from engine.music.onsets import onset_strength
from engine.music.tempo import Pulse, find_pulse


@dataclass(frozen=True, slots=True)
class HeardClip:
    """One clip.

    Attributes
    ----------
    pulse, fit
        Ours; ``None`` where none is told.
    weights
        (12,) of the pitch classes that our key is read off, or ``None`` where nothing sounds.
    processor_seconds
        What both took.
    """

    track: Track
    pulse: Pulse | None
    fit: Fit | None
    weights: NDArray[np.float64] | None
    reference: Reference
    processor_seconds: float

    @property
    def bpm(self) -> float | None:
        """Our tempo."""
        return None if self.pulse is None else self.pulse.bpm

    @property
    def key(self) -> tuple[int, str] | None:
        """Our key: pitch class and mode."""
        return None if self.fit is None else (self.fit.tonic, self.fit.mode)


def choose(tracks: Sequence[Track], clips: int, seed: int) -> tuple[Track, ...]:
    """So many clips, from all sources alike in proportion to what they have; 0 for all."""
    chosen = list(tracks)
    random.Random(seed).shuffle(chosen)  # noqa: S311
    return tuple(chosen[: clips or None])


def hear(tracks: Iterable[Track], directory: Path) -> list[HeardClip]:
    """Decode each clip and ask both."""
    asked = list(tracks)
    return [_hear(track, directory) for track in tqdm(asked, desc="tempo and key", unit="clip", file=sys.stderr)]


def _hear(track: Track, directory: Path) -> HeardClip:
    samples = decode(read_clip(audio_path(directory, track.id))).samples
    begun = time.thread_time()
    pulse, fit = find_pulse(onset_strength(samples)), find_key(samples)
    taken = time.thread_time() - begun
    sounding = chroma(samples)
    weights = None if sounding is None else sounding.frames.mean(axis=0)
    return HeardClip(track, pulse, fit, weights, ask_librosa(samples), taken)
