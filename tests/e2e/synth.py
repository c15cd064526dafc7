"""Music for the tests: chords with overtones and a beat, the same for the same seed."""

from __future__ import annotations

import io
import wave

import numpy as np
from numpy.typing import NDArray

RATE = 22_050
SECONDS = 8.0


def tune(seed: int, seconds: float = SECONDS) -> NDArray[np.float32]:
    """A tune ``(n,) float32`` in -1 to 1."""
    generator = np.random.default_rng(seed)
    time = np.arange(int(seconds * RATE)) / RATE
    beat = 60 / generator.uniform(70, 150)
    sound = np.zeros_like(time)
    for start in np.arange(0, seconds, beat):
        inside = (time >= start) & (time < start + beat)
        since = time[inside] - start
        for pitch in 110 * 2 ** (generator.choice([0, 3, 5, 7, 10, 12, 15], 3) / 12):
            for overtone in range(1, 5):
                sound[inside] += np.sin(2 * np.pi * pitch * overtone * since) * np.exp(-3 * since) / overtone
        sound[inside] += generator.standard_normal(inside.sum()) * np.exp(-60 * since)
    return (0.7 * sound / np.abs(sound).max()).astype(np.float32)


def wav(samples: NDArray[np.float32], rate: int = RATE) -> bytes:
    """The samples as a WAV file."""
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((samples * 32_767).astype("<i2").tobytes())
    return stream.getvalue()


def sweep(seconds: float = SECONDS) -> NDArray[np.float32]:
    """A rising whistle in pieces ``(n,) float32``: like no tune at all."""
    time = np.arange(int(seconds * RATE)) / RATE
    whistle = np.sin(2 * np.pi * (2_000 * time + 150 * time**2)) * (np.sin(4 * np.pi * time) > 0)
    return (0.5 * whistle).astype(np.float32)
