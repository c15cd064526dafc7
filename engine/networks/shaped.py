"""Musically shaped filters: tall ones for timbre, long ones for rhythm (Pons, Slizovskaia, Gong, Gomez & Serra, 2017).

Tall filters look at many bands at once and keep where they fit best, so that a timbre is the same at any pitch; long
ones follow one band for up to two seconds. What they find is heard in time by three residual layers and pooled over
windows of three seconds (Pons & Serra, "musicnn", 2019).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

WINDOW_FRAMES = 187
"""Frames of a window: 3 s."""
_MIDDLE_KERNEL = 7


@dataclass(frozen=True, slots=True)
class ShapedShape:
    """Sizes of musically shaped filters.

    Attributes
    ----------
    front
        Filters of each shape: how many, bands, frames, and bands from one place to the next.
    middle
        Channels of each of the three layers in time.
    penultimate
        Numbers that a window comes to.
    """

    front: tuple[tuple[int, int, int, int], ...]
    middle: int
    penultimate: int

    @property
    def pooled(self) -> int:
        """Channels that are pooled over a window."""
        return sum(count for count, *_ in self.front) + 3 * self.middle

    @property
    def features(self) -> int:
        """Numbers that describe a stretch of music."""
        return self.penultimate + 2 * self.pooled


class ShapedFilters(nn.Module):
    """96 bands in; what every window of three seconds comes to out."""

    compression: Tensor
    scale: Tensor
    shift: Tensor

    def __init__(self, shape: ShapedShape) -> None:
        super().__init__()
        self.shape = shape
        self.front = nn.ModuleList(
            nn.Conv2d(1, count, (bands, frames), stride=(step, 1)) for count, bands, frames, step in shape.front
        )
        found = sum(count for count, *_ in shape.front)
        self.weights = nn.Parameter(torch.ones(found))
        self.offsets = nn.Parameter(torch.zeros(found))
        self.middle = nn.ModuleList(
            nn.Conv1d(before, shape.middle, _MIDDLE_KERNEL, padding=_MIDDLE_KERNEL // 2)
            for before in (found, shape.middle, shape.middle)
        )
        self.middle_weights = nn.Parameter(torch.ones(3, shape.middle))
        self.middle_offsets = nn.Parameter(torch.zeros(3, shape.middle))
        self.dense = nn.Linear(2 * shape.pooled, shape.penultimate)
        self.dense_weights = nn.Parameter(torch.ones(shape.penultimate))
        self.dense_offsets = nn.Parameter(torch.zeros(shape.penultimate))
        self.register_buffer("compression", torch.ones(()))
        self.register_buffer("scale", torch.ones(()))
        self.register_buffer("shift", torch.zeros(()))

    def forward(self, decibels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Hear a clip.

        Parameters
        ----------
        decibels
            (batch, 96, n_frames), ``WINDOW_FRAMES`` or more.

        Returns
        -------
        (batch, penultimate, n_windows), and the mean and maximum (batch, pooled, n_windows) that it was made from
        """
        with torch.autocast(decibels.device.type, enabled=False):
            # Powers span ten orders of magnitude.
            power = torch.exp(decibels.float() * (math.log(10.0) / 10.0))
            x = (torch.log1p(self.compression * power) / math.log(10.0) * self.scale + self.shift)[:, None]
        layers = [self._found(x)]
        for number, layer in enumerate(self.middle):
            y = functional.relu(layer(layers[-1])) * self.middle_weights[number, :, None]
            y = y + self.middle_offsets[number, :, None]
            layers.append(y if number == 0 else y + layers[-1])
        joined = torch.cat(layers, dim=1).float()
        n_windows = joined.shape[2] // WINDOW_FRAMES
        windows = joined[:, :, : n_windows * WINDOW_FRAMES].reshape(*joined.shape[:2], n_windows, WINDOW_FRAMES)
        mean, most = windows.mean(dim=3), windows.amax(dim=3)
        dense = functional.relu(self.dense(torch.cat([most, mean], dim=1).transpose(1, 2))).transpose(1, 2)
        penultimate = dense * self.dense_weights[:, None] + self.dense_offsets[:, None]
        return penultimate, mean, most

    def _found(self, x: Tensor) -> Tensor:
        """(batch, channels, n_frames): each filter where it fits best, or least where its weight is negative."""
        found, first = [], 0
        for layer, (count, bands, frames, step) in zip(self.front, self.shape.front, strict=True):
            channels = slice(first, first + count)
            weights, offsets = self.weights[channels, None], self.offsets[channels, None]
            before = (frames - 1) // 2
            padded = functional.pad(x, (before, frames - 1 - before))
            assert isinstance(layer, nn.Conv2d)
            # oneDNN 3.12 writes beyond the end of its memory in strided convolutions of one band by many frames.
            heard = functional.conv2d(padded[:, :, ::step], layer.weight, layer.bias) if bands == 1 else layer(padded)
            best, least = heard.amax(dim=2), weights < 0
            if least.any():
                best = torch.where(least, heard.amin(dim=2), best)
            found.append(functional.relu(best) * weights + offsets)
            first += count
        return torch.cat(found, dim=1)
