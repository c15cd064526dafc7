"""Square filters: five convolutions of 3 by 3, each with a large pooling (Choi, Fazekas & Sandler, ISMIR 2016)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

_POOLS = ((2, 4), (2, 4), (2, 4), (3, 5), (4, 1))
"""Bands by frames that each layer pools into one."""
_FOURTH = 3
"""Place of the fourth layer, whose places are seconds."""
COLUMN_FRAMES = 320
"""Frames that a whole column stands for: 5.1 s."""


@dataclass(frozen=True, slots=True)
class SquareShape:
    """Sizes of a group of square filters.

    Attributes
    ----------
    channels
        Of the five layers.
    second_stride
        Places in time from one output of the second layer to the next; what is left of its pooling is done by maximum.
    """

    channels: tuple[int, int, int, int, int]
    second_stride: int = 1

    @property
    def features(self) -> int:
        """Numbers that describe a stretch of music."""
        return sum(self.channels[2:])


class SquareFilters(nn.Module):
    """96 bands in; what the third, fourth and fifth layer find, one row of each a second, a second and a column."""

    scale: Tensor
    shift: Tensor

    def __init__(self, shape: SquareShape) -> None:
        super().__init__()
        widths = (1, *shape.channels)
        self._strides = (1, shape.second_stride, 1, 1, 1)
        self.layers = nn.ModuleList(
            nn.Conv2d(before, after, 3, padding=1, stride=(1, stride))
            for (before, after), stride in zip(pairwise(widths), self._strides, strict=True)
        )
        # A layer of its own: the taggers' edges are padded with what is zero after it.
        self.register_buffer("scale", torch.ones(()))
        self.register_buffer("shift", torch.zeros(()))

    def forward(self, decibels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Hear a clip.

        Parameters
        ----------
        decibels
            (batch, 96, n_frames), ``COLUMN_FRAMES`` or more.

        Returns
        -------
        (batch, channels, n) each: the loudest band of the third and of the fourth layer every second, and the columns
        """
        x = (decibels * self.scale + self.shift)[:, None]
        pooled, fourth = [], x
        for number, (layer, stride, (bands, frames)) in enumerate(zip(self.layers, self._strides, _POOLS, strict=True)):
            x = functional.relu(layer(x))
            if number == _FOURTH:
                fourth = x
            # The end of a clip is a column too, of what is there.
            x = functional.max_pool2d(x, (bands, frames // stride), ceil_mode=number == _FOURTH)
            pooled.append(x)
        return pooled[_FOURTH - 1].amax(dim=2), fourth.amax(dim=2), pooled[-1][:, :, 0]
