"""Public taggers with random weights under the published names, some of their channels dead, and music to hear."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.networks.cnn import SHAPED, SQUARES
from engine.networks.square import SquareShape
from engine.teachers.fcn import EMBEDDING_SIZE, MAP_CHANNELS
from engine.teachers.loading import musicnn_file, tagger_file
from engine.training.inherit import SQUARE_TAGGERS

Arrays = dict[str, NDArray[np.generic]]

FCN_WIDTHS = (64, MAP_CHANNELS, MAP_CHANNELS, MAP_CHANNELS, EMBEDDING_SIZE)
FRONT = {"timbral_a": 204, "timbral_b": 204, "temporal_a": 51, "temporal_b": 51, "temporal_c": 51}
"""Filters of musicnn's front-end, dead ones too."""
MIDDLE, PENULTIMATE = 64, 200
_N_TAGS = 2


def write_taggers(data: Path) -> None:
    """All that the trunk is made from, in the directory of the training data."""
    for seed, (name, shape) in enumerate(zip(SQUARE_TAGGERS, SQUARES, strict=True)):
        save(tagger_file(data, name), fcn_arrays(shape, seed))
    save(musicnn_file(data), musicnn_arrays(seed=len(SQUARES)))


def save(path: Path, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **arrays)  # type: ignore[arg-type]


def alive(arrays: Mapping[str, NDArray[np.generic]], layer: int) -> NDArray[np.bool_]:
    """Which channels of a layer of ``fcn_arrays`` say anything."""
    lives: NDArray[np.bool_] = arrays[f"layer{layer}.bn.running_var"].astype(np.float64) > 0
    return lives


def fcn_arrays(shape: SquareShape, seed: int) -> Arrays:
    """Weights that keep the size of what goes through them, with as many living channels as ``shape`` has.

    Half of the dead channels say a constant above nothing. The next layer hears it in one row of bands only: the
    tagger pads with zeros there, so at the lowest and the highest band what it hears of a constant would be less.
    """
    random = np.random.default_rng(seed)
    arrays: Arrays = {
        "tags": np.array([f"tag {number}" for number in range(_N_TAGS)]),
        "dense.weight": random.normal(0, 0.1, (_N_TAGS, EMBEDDING_SIZE)),
        "dense.bias": np.zeros(_N_TAGS),
        # Music lies between -60 and 20 decibels.
        "spec_bn.weight": np.ones(1),
        "spec_bn.bias": np.zeros(1),
        "spec_bn.running_mean": np.full(1, -15.0),
        "spec_bn.running_var": np.full(1, 400.0),
    }
    dead_before = np.zeros(1, np.bool_)
    for number, (before, after) in enumerate(pairwise((1, *FCN_WIDTHS)), start=1):
        dead = _dead(random, after, shape.channels[number - 1])
        kernel = random.normal(0, (2 / (9 * before)) ** 0.5, (after, before, 3, 3))
        kernel[dead] = 0.0
        kernel[:, dead_before, 0::2] = 0.0
        bias = random.normal(0, 0.1, after)
        mean = random.normal(0, 0.1, after)
        arrays[f"layer{number}.conv.weight"] = kernel
        arrays[f"layer{number}.conv.bias"] = bias
        arrays[f"layer{number}.bn.weight"] = random.uniform(0.8, 1.2, after)
        arrays[f"layer{number}.bn.bias"] = np.where(
            dead, random.choice([-1.0, 1.0], after), random.normal(0, 0.1, after)
        )
        arrays[f"layer{number}.bn.running_mean"] = np.where(dead, bias, mean)
        arrays[f"layer{number}.bn.running_var"] = np.where(dead, 0.0, random.uniform(0.8, 1.2, after))
        dead_before = dead
    return arrays


def musicnn_arrays(seed: int) -> Arrays:
    """The same for musicnn: a dead filter says a constant, heard by the layer after it without its neighbours."""
    random = np.random.default_rng(seed)

    def norm(name: str, size: int) -> Arrays:
        return {
            f"{name}.gamma": random.uniform(0.5, 1.5, size) * random.choice([-1.0, 1.0], size, p=(0.2, 0.8)),
            f"{name}.beta": random.normal(0, 0.3, size),
            f"{name}.mean": random.normal(0, 0.3, size),
            f"{name}.var": random.uniform(0.5, 1.5, size),
        }

    n_found = sum(FRONT.values())
    n_pooled = 2 * (n_found + 3 * MIDDLE)
    arrays: Arrays = {"tags": np.array([f"tag {number}" for number in range(_N_TAGS)]), **norm("input.bn", 1)}
    for (name, count), (lives, bands, frames, _) in zip(FRONT.items(), SHAPED.front, strict=True):
        arrays[f"{name}.conv.weight"] = random.normal(0, (2 / (bands * frames)) ** 0.5, (count, 1, frames, bands))
        arrays[f"{name}.conv.bias"] = random.normal(0, 0.1, count)
        arrays |= norm(f"{name}.bn", count)
        arrays[f"{name}.bn.gamma"][_dead(random, count, lives)] = 0.0
    for number, before in enumerate((n_found, MIDDLE, MIDDLE), start=1):
        arrays[f"mid_{number}.conv.weight"] = random.normal(0, (2 / (7 * before)) ** 0.5, (MIDDLE, before, 7))
        arrays[f"mid_{number}.conv.bias"] = random.normal(0, 0.1, MIDDLE)
        arrays |= norm(f"mid_{number}.bn", MIDDLE)
    neighbours = np.arange(7) != 3
    arrays["mid_1.conv.weight"][:, dead_filters(arrays)] *= ~neighbours
    arrays |= norm("pooled.bn", n_pooled)
    for number, (before, after) in enumerate(((n_pooled, PENULTIMATE), (PENULTIMATE, _N_TAGS)), start=1):
        arrays[f"dense_{number}.weight"] = random.normal(0, (2 / before) ** 0.5, (after, before))
        arrays[f"dense_{number}.bias"] = random.normal(0, 0.1, after)
    return arrays | norm("dense_1.bn", PENULTIMATE)


def dead_filters(arrays: Mapping[str, NDArray[np.generic]]) -> NDArray[np.bool_]:
    """Which filters of the front-end of ``musicnn_arrays`` say nothing."""
    return np.concatenate([arrays[f"{name}.bn.gamma"] == 0 for name in FRONT])


def _dead(random: np.random.Generator, count: int, lives: int) -> NDArray[np.bool_]:
    return random.permutation(count) >= lives


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
