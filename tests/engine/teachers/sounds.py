"""Sounds with something in every band that changes from second to second."""

from __future__ import annotations

import numpy as np

from engine.teachers.teacher import SAMPLE_RATE, Samples


def sound(seconds: float, seed: int = 0, sample_rate: int = SAMPLE_RATE) -> Samples:
    """Noise under an envelope, and a tone that glides."""
    rng = np.random.default_rng(seed)
    time = np.arange(round(seconds * sample_rate)) / sample_rate
    noise = rng.standard_normal(time.size) * 0.05 * (1 + np.sin(2 * np.pi * (0.3 + 0.1 * seed) * time))
    tone = 0.2 * np.sin(2 * np.pi * (220 + 40 * seed + 60 * time) * time)
    return np.asarray(noise + tone, np.float32)
