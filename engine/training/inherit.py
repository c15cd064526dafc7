"""Where the CNN comes from: three public taggers, without what is dead in them.

A channel whose batch normalisation has learned a scale of nothing says the same whatever it hears. Of the front-end of
musicnn, which is nine tenths of its work, 85 of 561 channels are alive; of the first layers of the FCN of the Million
Song Dataset 40 of 64, 84 of 128 and 122 of 128. The rest is a constant and goes into the next layer's bias. What is
left is musicnn and FCN as they were published, for an eighth and half of their work.

Where the CNN has fewer places than the taggers (``SquareShape.second_stride``, the steps of ``ShapedShape.front``),
their filters are the same and what is pooled is looked at less closely.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.errors import ModelError
from engine.features.log_mel import N_FFT
from engine.networks.cnn import Cnn
from engine.networks.square import SquareFilters
from engine.teachers.folding import folded, scale_and_shift
from engine.teachers.loading import musicnn_file, tagger_file
from engine.teachers.musicnn import SHAPE as MUSICNN_SHAPE
from engine.teachers.teacher import read_arrays

SQUARE_TAGGERS = ("msd_fcn", "mtat_fcn")
"""Whose filters the square groups have, in their order."""
_FRONT = ("timbral_a", "timbral_b", "temporal_a", "temporal_b", "temporal_c")
_LEAST_SCALE = 0.05
"""Scale of musicnn's normalisation under which a channel is dead: the next larger ones are above 0.06."""
_LEAST_VARIANCE = 1e-8
"""Variance under which a channel of an FCN is dead."""
_MUSICNN_EPSILON = 1e-3
_COMPRESSION = 10_000.0
_LOUDER = (MUSICNN_SHAPE.n_fft / N_FFT) ** 2
"""Power in the taggers' shorter frames for the same sound, as a part of that in the ear's."""
_DECIBELS_LOUDER = 10.0 * float(np.log10(_LOUDER))

Arrays = Mapping[str, NDArray[np.generic]]


@torch.no_grad()
def inherit(cnn: Cnn, data: Path) -> None:
    """Give the trunk the taggers' filters, in place.

    Parameters
    ----------
    data
        Directory of the training data, with ``musicnn`` and ``taggers``.

    Raises
    ------
    ModelError
        A tagger's weights are missing, or not the published ones.
    """
    paths = [*(tagger_file(data, name) for name in SQUARE_TAGGERS), musicnn_file(data)]
    for path, filters in zip(paths, (*cnn.trunk.squares, cnn.trunk.shaped), strict=True):
        arrays = read_arrays(path)
        try:
            weights = _square(arrays) if isinstance(filters, SquareFilters) else _shaped(arrays)
            filters.load_state_dict(weights)
        except (KeyError, ValueError, RuntimeError) as error:
            raise ModelError(f"{path} does not hold the published weights that the trunk is made from") from error


def _square(arrays: Arrays) -> dict[str, Tensor]:
    """The state of an FCN for ``SquareFilters``."""
    weights: dict[str, Tensor] = {}
    alive, constant = np.array([True]), torch.zeros(1)
    for number in range(1, 6):
        kernel = folded(arrays, f"layer{number}.conv", f"layer{number}.bn")
        dead = torch.from_numpy(~alive)
        bias = kernel.bias + kernel.weight[:, dead].sum(dim=(2, 3)) @ constant[dead]
        stays = np.asarray(arrays[f"layer{number}.bn.running_var"], np.float32) >= _LEAST_VARIANCE
        weights[f"layers.{number - 1}.weight"] = kernel.weight[torch.from_numpy(stays)][:, torch.from_numpy(alive)]
        weights[f"layers.{number - 1}.bias"] = bias[torch.from_numpy(stays)]
        alive, constant = stays, kernel.bias.relu()
    level = scale_and_shift(arrays, "spec_bn")
    weights["scale"], weights["shift"] = level.weight[0], level.bias[0] + level.weight[0] * _DECIBELS_LOUDER
    return weights


def _shaped(arrays: Arrays) -> dict[str, Tensor]:
    """The state of musicnn for ``ShapedFilters``."""
    weights: dict[str, Tensor] = {}
    alive, scales, offsets = [], [], []
    for number, name in enumerate(_FRONT):
        stays = torch.from_numpy(np.abs(arrays[f"{name}.bn.gamma"]) >= _LEAST_SCALE)
        scale, offset = _norm(arrays, f"{name}.bn")
        # musicnn's maps have time first.
        weights[f"front.{number}.weight"] = _tensor(arrays[f"{name}.conv.weight"])[stays].transpose(2, 3)
        weights[f"front.{number}.bias"] = _tensor(arrays[f"{name}.conv.bias"])[stays]
        alive.append(stays)
        scales.append(scale[stays])
        offsets.append(offset)
    lives, constant = torch.cat(alive), torch.cat(offsets)
    weights["weights"], weights["offsets"] = torch.cat(scales), constant[lives]
    first = _tensor(arrays["mid_1.conv.weight"])
    weights["middle.0.weight"] = first[:, lives]
    weights["middle.0.bias"] = _tensor(arrays["mid_1.conv.bias"]) + first[:, ~lives].sum(dim=2) @ constant[~lives]
    for number in (2, 3):
        weights[f"middle.{number - 1}.weight"] = _tensor(arrays[f"mid_{number}.conv.weight"])
        weights[f"middle.{number - 1}.bias"] = _tensor(arrays[f"mid_{number}.conv.bias"])
    norms = [_norm(arrays, f"mid_{number}.bn") for number in (1, 2, 3)]
    weights["middle_weights"] = torch.stack([scale for scale, _ in norms])
    weights["middle_offsets"] = torch.stack([offset for _, offset in norms])
    scale, offset = _norm(arrays, "pooled.bn")
    dense = _tensor(arrays["dense_1.weight"])
    by_pool = (dense * scale).reshape(len(dense), -1, 2).unbind(dim=2)
    # The maximum and the mean of a channel lie side by side, those of the front-end's channels first.
    kept = torch.cat([lives, torch.ones(by_pool[0].shape[1] - len(lives), dtype=torch.bool)])
    weights["dense.weight"] = torch.cat([pool[:, kept] for pool in by_pool], dim=1)
    constants = (by_pool[0] + by_pool[1])[:, : len(lives)][:, ~lives] @ constant[~lives]
    weights["dense.bias"] = _tensor(arrays["dense_1.bias"]) + dense @ offset + constants
    weights["dense_weights"], weights["dense_offsets"] = _norm(arrays, "dense_1.bn")
    scale, offset = _norm(arrays, "input.bn")
    weights["scale"], weights["shift"] = scale[0], offset[0]
    weights["compression"] = torch.tensor(_COMPRESSION * _LOUDER)
    return weights


def _norm(arrays: Arrays, name: str) -> tuple[Tensor, Tensor]:
    """A batch normalisation of musicnn as scale and offset."""
    gamma, beta, mean, variance = (_tensor(arrays[f"{name}.{part}"]) for part in ("gamma", "beta", "mean", "var"))
    scale = gamma / torch.sqrt(variance + _MUSICNN_EPSILON)
    return scale, beta - mean * scale


def _tensor(array: NDArray[np.generic]) -> Tensor:
    return torch.from_numpy(np.asarray(array, np.float32))
