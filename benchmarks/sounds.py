"""Clips to measure with: made here, so that every machine measures the same bytes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.evaluation.reencode import Encoding, encode

CLIP_SECONDS = 30
_RATE = 44_100
_BEATS_PER_SECOND = 2
_SCALE = 110.0 * 2 ** (np.array([0, 3, 5, 7, 10, 12, 15, 17]) / 12)
MP3_128K = Encoding("mp3 128 kbit/s", "mp3", "libmp3lame", 128_000, _RATE)
OPUS_96K = Encoding("opus 96 kbit/s", "ogg", "libopus", 96_000, 48_000)


def tune(seed: int, seconds: float = CLIP_SECONDS, sample_rate: int = _RATE) -> npt.NDArray[np.float32]:
    """A bass line, chords of four harmonics and a drum on every beat, drawn by ``seed``.

    Returns
    -------
    (n,) float32, quieter than full scale most of the time
    """
    random = np.random.default_rng(seed)
    step = sample_rate // _BEATS_PER_SECOND
    time = np.arange(step) / sample_rate
    fade = np.exp(-4 * time)
    beats = []
    for _ in range(round(seconds * _BEATS_PER_SECOND)):
        bass, *chord = random.choice(_SCALE, 4)
        sound = 0.25 * np.sin(2 * np.pi * bass / 2 * time)
        for note in chord:
            sound += sum(0.06 / part * np.sin(2 * np.pi * note * part * time) for part in range(1, 5)) * fade
        sound += 0.15 * random.standard_normal(step) * np.exp(-60 * time)
        beats.append(sound)
    joined: npt.NDArray[np.float32] = np.concatenate(beats).astype(np.float32)
    return joined


def clip(seed: int, encoding: Encoding = MP3_128K) -> bytes:
    """Thirty seconds of a tune as a file."""
    return encode(tune(seed, sample_rate=encoding.sample_rate), encoding)
