"""FCNs with random weights under the published names, and music for them to hear."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.teachers.fcn import EMBEDDING_SIZE, MAP_CHANNELS, Fcn
from engine.teachers.loading import FCN_NAMES

_WIDTHS = (1, 64, MAP_CHANNELS, MAP_CHANNELS, MAP_CHANNELS, EMBEDDING_SIZE)


def write_fcn(path: Path, seed: int) -> Path:
    """Random weights that keep the size of what goes through them."""
    random = np.random.default_rng(seed)
    arrays: dict[str, NDArray[np.generic]] = {
        "tags": np.array(["a", "b"]),
        "dense.weight": random.normal(0, 0.1, (2, EMBEDDING_SIZE)),
        "dense.bias": np.zeros(2),
        # Music lies between -60 and 20 decibels.
        "spec_bn.weight": np.ones(1),
        "spec_bn.bias": np.zeros(1),
        "spec_bn.running_mean": np.full(1, -15.0),
        "spec_bn.running_var": np.full(1, 400.0),
    }
    for number, (before, after) in enumerate(pairwise(_WIDTHS), start=1):
        arrays[f"layer{number}.conv.weight"] = random.normal(0, (2 / (9 * before)) ** 0.5, (after, before, 3, 3))
        arrays[f"layer{number}.conv.bias"] = random.normal(0, 0.1, after)
        arrays[f"layer{number}.bn.weight"] = random.uniform(0.8, 1.2, after)
        arrays[f"layer{number}.bn.bias"] = random.normal(0, 0.1, after)
        arrays[f"layer{number}.bn.running_mean"] = random.normal(0, 0.1, after)
        arrays[f"layer{number}.bn.running_var"] = random.uniform(0.8, 1.2, after)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **arrays)  # type: ignore[arg-type]
    return path


def fcns(directory: Path) -> tuple[Fcn, ...]:
    return tuple(Fcn(name, write_fcn(directory / f"{name}.npz", seed)) for seed, name in enumerate(FCN_NAMES))


def tune(seconds: float, sample_rate: int, seed: int) -> NDArray[np.float32]:
    """(n,) notes with overtones that come and go, over a little noise: the same tune at any rate."""
    random = np.random.default_rng(seed)
    time = np.arange(round(seconds * sample_rate)) / sample_rate
    sound = np.zeros(len(time))
    for _ in range(4):
        pitch, beat, start = random.uniform(80, 900), random.uniform(0.3, 1.2), random.uniform(0, 1)
        tone = sum(np.sin(2 * np.pi * pitch * overtone * time) / overtone for overtone in range(1, 5))
        sound += tone * np.exp(-6 * ((time / beat + start) % 1))
    hiss = np.random.default_rng(seed).standard_normal(len(time)) * 0.02
    return (0.05 * (sound + hiss)).astype(np.float32)
