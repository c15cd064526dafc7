"""Where the CNN's training starts: at three public taggers, squeezed into the shape of its trunk.

The first layers are taken over; the second is solved for in closed form: the least-squares map from what the trunk's
stem gives, at half the places in time, to what the tagger's second layer gives there when it hears every clip at one
level, cut to its principal directions (Zhang, Zou, He & Sun, "Accelerating very deep convolutional networks", TPAMI
2016). What is left over is for training to close.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from engine.features.log_mel import HOP_LENGTH, SAMPLE_RATE
from engine.features.segments import DECIBELS_PER_UNIT, SEGMENT_FRAMES
from engine.networks.cnn import GROUPS, MAP_CHANNELS, MAP_FRAMES, STEM_CHANNELS, THIN_CHANNELS, Cnn
from engine.teachers.fcn import EMBEDDING_SIZE, Fcn
from engine.teachers.front_end import TAGGER_SHAPE
from engine.teachers.teacher import Numbers

LESSONS = 240
"""Clips that the second layer is solved from."""
_PLACES = 900
"""Places drawn from each."""
_STRETCH_FRAMES = SEGMENT_FRAMES
_FRAME_RATIO = (TAGGER_SHAPE.hop_length / TAGGER_SHAPE.sample_rate) / (HOP_LENGTH / SAMPLE_RATE)
_TYPICAL_DECIBELS = -5.0
"""Mean level of music as the taggers hear it."""
_RIDGE = 1e-4
_STEM = STEM_CHANNELS // GROUPS
_THIN = THIN_CHANNELS // GROUPS
_MIXED = MAP_CHANNELS // GROUPS
_PATCH = 9 * _STEM


@dataclass(frozen=True, slots=True)
class Lesson:
    """One clip as the trunk and as the taggers hear it.

    Attributes
    ----------
    segment
        (N_MELS, n_frames) levelled log-mel.
    samples
        (n_samples,) float32 at 16 kHz.
    """

    segment: Tensor
    samples: Numbers


@torch.no_grad()
def inherit(cnn: Cnn, fcns: Sequence[Fcn], lessons: Sequence[Lesson], seed: int) -> None:
    """Start the CNN from three taggers, in place.

    Parameters
    ----------
    lessons
        Some clips that the network may learn from.
    seed
        Of the places that are drawn.
    """
    generator = torch.Generator().manual_seed(seed)
    trunk = cnn.trunk
    for group, fcn in enumerate(fcns):
        stem = slice(group * _STEM, (group + 1) * _STEM)
        kernel = fcn.layers[0].weight.float()
        level = _TYPICAL_DECIBELS * fcn.norm.weight + fcn.norm.bias
        trunk.stem.weight[stem] = kernel * fcn.norm.weight * DECIBELS_PER_UNIT
        _bias(trunk.stem)[stem] = fcn.layers[0].bias.float() + kernel.sum(dim=(1, 2, 3)) * level
    for group, fcn in enumerate(fcns):
        solved = _second_layer(cnn, fcn, group, lessons, generator)
        trunk.thin.weight[group * _THIN : (group + 1) * _THIN] = solved.thin
        mixed = slice(group * _MIXED, (group + 1) * _MIXED)
        trunk.mix.weight[mixed], _bias(trunk.mix)[mixed] = solved.mix, solved.bias
        for ours, number, size in (
            (trunk.third, 2, _MIXED),
            (cnn.fourth, 3, _MIXED),
            (cnn.fifth, 4, EMBEDDING_SIZE),
        ):
            rows = slice(group * size, (group + 1) * size)
            ours.weight[rows] = fcn.layers[number].weight.float()
            _bias(ours)[rows] = fcn.layers[number].bias.float()


@dataclass(frozen=True, slots=True)
class _Solved:
    thin: Tensor
    mix: Tensor
    bias: Tensor


def _second_layer(cnn: Cnn, fcn: Fcn, group: int, lessons: Sequence[Lesson], generator: torch.Generator) -> _Solved:
    stem = slice(group * _STEM, (group + 1) * _STEM)
    seen = torch.zeros(_PATCH + 1, _PATCH + 1, dtype=torch.float64)
    wanted = torch.zeros(_PATCH + 1, _MIXED, dtype=torch.float64)
    for lesson in tqdm(lessons, desc=f"start from {fcn.name}", unit="clip", leave=False):
        frames = fcn.front_end(torch.from_numpy(np.ascontiguousarray(lesson.samples)))
        frames = frames - frames.mean() + _TYPICAL_DECIBELS
        second = int(
            torch.randint(max(1, (frames.shape[1] - 2 * _STRETCH_FRAMES) // MAP_FRAMES), (1,), generator=generator)
        )
        heard = frames[:, second * MAP_FRAMES :][:, :_STRETCH_FRAMES]
        # The two are framed at rates that differ by one in two thousand: aligned at the start of each stretch.
        start = round(second * MAP_FRAMES * _FRAME_RATIO)
        x = lesson.segment[None, None, :, start : start + _STRETCH_FRAMES]
        if min(heard.shape[1], x.shape[3]) < _STRETCH_FRAMES:
            continue
        x = functional.conv2d(x, cnn.trunk.stem.weight[stem], _bias(cnn.trunk.stem)[stem], stride=(1, 2), padding=1)
        patches = functional.unfold(functional.max_pool2d(functional.relu(x), (2, 2)), 3, padding=1)[0]
        target = fcn.second_layer(heard).flatten(1)
        places = torch.randint(patches.shape[1], (_PLACES,), generator=generator)
        here = torch.cat([patches[:, places], torch.ones(1, _PLACES)]).double()
        seen += here @ here.T
        wanted += here @ target[:, places].double().T
    damping = _RIDGE * seen.diagonal().mean() * torch.eye(_PATCH + 1, dtype=torch.float64)
    solution = torch.linalg.solve(seen + damping, wanted).T
    weight, bias = solution[:, :_PATCH], solution[:, _PATCH]
    count = seen[_PATCH, _PATCH]
    mean = seen[:_PATCH, _PATCH] / count
    covariance = seen[:_PATCH, :_PATCH] / count - torch.outer(mean, mean)
    principal = torch.linalg.eigh(weight @ covariance @ weight.T).eigenvectors[:, -_THIN:]
    left_out = weight @ mean - principal @ (principal.T @ (weight @ mean))
    return _Solved(
        thin=(principal.T @ weight).view(_THIN, _STEM, 3, 3).float(),
        mix=principal[:, :, None, None].float(),
        bias=(bias + left_out).float(),
    )


def _bias(layer: torch.nn.Conv2d) -> Tensor:
    assert layer.bias is not None
    return layer.bias
