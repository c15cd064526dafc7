"""Weights as their authors published them, in plain arrays, and modules that take them."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_weights

from engine.errors import ModelError
from engine.teachers.teacher import N_TAGS, Numbers

_TAGS = "tags"
_Module = TypeVar("_Module", bound=nn.Module)


@dataclass(frozen=True, slots=True)
class Published:
    """The content of a file of weights.

    Attributes
    ----------
    arrays
        Float32 by their published names.
    tag_names
        N_TAGS names.
    """

    path: Path
    arrays: dict[str, Numbers]
    tag_names: tuple[str, ...]

    def fill(self, module: _Module) -> _Module:
        """The module with these weights, for inference.

        Raises
        ------
        ModelError
            Names or shapes are not those of the module.
        """
        weights = {name: torch.from_numpy(array) for name, array in self.arrays.items()}
        try:
            module.load_state_dict(weights)
        except RuntimeError as error:
            raise ModelError(f"the weights in {self.path} are of another network: {error}") from error
        return module.eval().requires_grad_(False)


def read_published(path: Path) -> Published:
    """Read an ``.npz`` of arrays and ``tags``.

    Raises
    ------
    ModelError
        The file is missing or cannot be read.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: np.atleast_1d(archive[name]).astype(np.float32) for name in archive.files if name != _TAGS}
            tag_names = tuple(str(tag) for tag in archive[_TAGS])
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelError(f"a tagger's weights cannot be read from {path}: {error}") from error
    if len(tag_names) != N_TAGS:
        raise ModelError(f"{path} names {len(tag_names)} tags and not {N_TAGS}")
    return Published(path, arrays, tag_names)


class ConvNorm(nn.Module):
    """A convolution and its batch norm, one convolution after :meth:`fold`."""

    def __init__(self, conv: nn.Conv1d | nn.Conv2d) -> None:
        super().__init__()
        self.conv = conv
        norm = nn.BatchNorm2d if isinstance(conv, nn.Conv2d) else nn.BatchNorm1d
        self.bn: nn.Module = norm(conv.out_channels)

    def fold(self, dtype: torch.dtype) -> None:
        """Take the batch norm into the convolution, and work in ``dtype`` from then on. Once only."""
        assert isinstance(self.bn, nn.BatchNorm1d | nn.BatchNorm2d)
        mean, variance = cast("Tensor", self.bn.running_mean), cast("Tensor", self.bn.running_var)
        kernel, bias = fuse_conv_bn_weights(
            self.conv.weight, self.conv.bias, mean, variance, self.bn.eps, self.bn.weight, self.bn.bias
        )
        layout = torch.channels_last if kernel.ndim == 4 else torch.contiguous_format  # noqa: PLR2004 - two dimensions
        self.conv.weight = nn.Parameter(kernel.to(dtype).contiguous(memory_format=layout), requires_grad=False)
        self.conv.bias = nn.Parameter(bias.to(dtype), requires_grad=False)
        self.bn = nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        """What the convolution and the norm make of ``x``, in the kernels' type."""
        normed: Tensor = self.bn(self.conv(x.to(self.conv.weight.dtype)))
        return normed
