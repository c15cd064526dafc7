"""Batch normalisation folded into the layer before it: inference needs no statistics."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

EPSILON = 1e-5


class Kernel(nn.Module):
    """A layer's weight and bias, not to be trained."""

    weight: Tensor
    bias: Tensor

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        super().__init__()
        self.register_buffer("weight", weight, persistent=False)
        self.register_buffer("bias", bias, persistent=False)


def scale_and_shift(arrays: Mapping[str, NDArray[np.generic]], norm: str) -> Kernel:
    """A batch normalisation as y = weight * x + bias, per channel."""
    weight, bias, mean, variance = (
        torch.from_numpy(arrays[f"{norm}.{part}"].astype(np.float32))
        for part in ("weight", "bias", "running_mean", "running_var")
    )
    scale = weight / torch.sqrt(variance + EPSILON)
    return Kernel(scale, bias - mean * scale)


def folded(
    arrays: Mapping[str, NDArray[np.generic]], layer: str, norm: str, dtype: torch.dtype = torch.float32
) -> Kernel:
    """A convolution or a dense layer with the batch normalisation after it."""
    after = scale_and_shift(arrays, norm)
    plain = dense(arrays, layer)
    shape = (-1, *[1] * (plain.weight.ndim - 1))
    weight, bias = plain.weight * after.weight.view(shape), plain.bias * after.weight + after.bias
    return Kernel(weight.to(dtype), bias.to(dtype))


def dense(arrays: Mapping[str, NDArray[np.generic]], layer: str) -> Kernel:
    """A layer as it is."""
    weight, bias = (torch.from_numpy(arrays[f"{layer}.{part}"].astype(np.float32)) for part in ("weight", "bias"))
    return Kernel(weight, bias)
