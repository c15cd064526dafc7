"""musicnn without the work for channels that are dead in it.

Of the 561 channels of its first filters, which are nine tenths of its work, 85 are alive; the normalisation scales the
others down to next to nothing, whatever they hear. What it says differs by about a thousandth at most from what the
published network says, in a quarter of the time. Where musicnn's own speed is measured, :mod:`engine.teachers.musicnn`
is what counts.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from engine.teachers.musicnn import FRONT_END, Musicnn

DEAD = 0.05
"""Scale of the normalisation under which a channel is dead: the next larger ones are above 0.06."""


class LiveMusicnn(Musicnn):
    """:class:`engine.teachers.musicnn.Musicnn`, faster."""

    def __init__(self, arrays: dict[str, NDArray[np.generic]]) -> None:
        super().__init__(arrays)
        for name in FRONT_END:
            alive = self._array(f"{name}_bn_gamma").abs() >= DEAD
            self.register_buffer(f"{name}_alive", alive, persistent=False)
            # What the normalisation makes of a channel that is at its mean.
            self.register_buffer(f"{name}_rest", self._array(f"{name}_bn_beta")[~alive], persistent=False)

    def _front(self, name: str, x: Tensor) -> Tensor:
        alive = self._array(f"{name}_alive")
        kernel = self._array(f"{name}_conv_weight")
        before = (kernel.shape[2] - 1) // 2
        padded = functional.pad(x, (0, 0, before, kernel.shape[2] - 1 - before))
        bias = self._array(f"{name}_conv_bias")[alive]
        active = functional.relu(functional.conv2d(padded, kernel[alive], bias))
        mean, var, gamma, beta = (self._array(f"{name}_bn_{part}")[alive] for part in ("mean", "var", "gamma", "beta"))
        out = torch.empty((1, alive.numel(), x.shape[2]))
        out[:, alive] = functional.batch_norm(active, mean, var, gamma, beta, eps=1e-3).amax(dim=3)
        out[:, ~alive] = self._array(f"{name}_rest")[None, :, None]
        return out
