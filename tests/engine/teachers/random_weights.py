"""Weights of all six networks, drawn at random: everything but what they have learned can be tried with them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from torch import nn

from engine.teachers.fcn import Fcn
from engine.teachers.loading import weight_files
from engine.teachers.tagger_musicnn import TaggerMusicnn
from engine.teachers.teacher import N_TAGS, Numbers

_MUSICNN_CONVOLUTIONS = {
    "timbral_a": (204, 1, 7, 38),
    "timbral_b": (204, 1, 7, 67),
    "temporal_a": (51, 1, 128, 1),
    "temporal_b": (51, 1, 64, 1),
    "temporal_c": (51, 1, 32, 1),
    "mid_1": (64, 561, 7),
    "mid_2": (64, 64, 7),
    "mid_3": (64, 64, 7),
}


def write_random_weights(data: Path) -> None:
    """Six files where the training data have them."""
    rng = np.random.default_rng(0)
    first, *others = weight_files(data)
    write(first, _musicnn(rng))
    for path in others:
        write(path, tagger_arrays(Fcn() if path.stem.endswith("fcn") else TaggerMusicnn(), rng))


def write(path: Path, arrays: Mapping[str, Numbers]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, tags=np.array([f"{path.stem} {tag}" for tag in range(N_TAGS)]), **arrays)  # type: ignore[arg-type]


def tagger_arrays(network: nn.Module, rng: np.random.Generator) -> dict[str, Numbers]:
    """By their published names; kernels in half precision, as they are published."""
    arrays = {}
    for name, tensor in network.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        shape = tuple(tensor.shape)
        if tensor.ndim > 1:
            arrays[name] = _kernel(rng, shape).astype(np.float16)
        elif name.startswith("spec_bn"):
            arrays[name] = np.array([{"mean": -20.0, "var": 400.0}.get(name.rpartition("_")[2], 1.0)], np.float32)
        else:
            arrays[name] = _vector(rng, shape, positive=name.endswith(("running_var", "bn.weight")))
    return arrays


def _musicnn(rng: np.random.Generator) -> dict[str, Numbers]:
    arrays = {"input.bn.mean": 2.0, "input.bn.var": 2.0, "input.bn.gamma": 1.0, "input.bn.beta": 0.0}
    made: dict[str, Numbers] = {name: np.float32(value) * np.ones(1, np.float32) for name, value in arrays.items()}
    for name, shape in _MUSICNN_CONVOLUTIONS.items():
        made |= {f"{name}.conv.weight": _kernel(rng, shape), f"{name}.conv.bias": _vector(rng, shape[:1])}
        made |= _musicnn_norm(rng, name, shape[0])
    made |= {"dense_1.weight": _kernel(rng, (200, 1506)), "dense_1.bias": _vector(rng, (200,))}
    made |= {"dense_2.weight": _kernel(rng, (N_TAGS, 200)), "dense_2.bias": _vector(rng, (N_TAGS,))}
    return made | _musicnn_norm(rng, "pooled", 1506) | _musicnn_norm(rng, "dense_1", 200)


def _musicnn_norm(rng: np.random.Generator, name: str, size: int) -> dict[str, Numbers]:
    return {
        f"{name}.bn.{part}": _vector(rng, (size,), positive=part == "var") for part in ("gamma", "beta", "mean", "var")
    }


def _kernel(rng: np.random.Generator, shape: tuple[int, ...]) -> Numbers:
    """So scaled that a layer's output is about as large as its input."""
    return (rng.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))).astype(np.float32)


def _vector(rng: np.random.Generator, shape: tuple[int, ...], *, positive: bool = False) -> Numbers:
    drawn = rng.uniform(0.5, 1.5, shape) if positive else rng.normal(0, 0.5, shape)
    return drawn.astype(np.float32)
