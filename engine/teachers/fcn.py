"""FCN: five convolutions, each with a large pooling (Choi, Fazekas & Sandler, ISMIR 2016; weights of Won et al., 2020).

It pools 320 frames into one column, so a clip is heard in columns of 5.12 s; the published embedding of a clip is the
maximum over the first four of them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.teachers.folding import dense, folded, scale_and_shift
from engine.teachers.front_end import TaggerFrontEnd
from engine.teachers.teacher import EMBEDDING, Numbers, TeacherOutput, read_arrays

EMBEDDING_SIZE = 64
MAP_CHANNELS = 128
COLUMN_FRAMES = 320
"""Frames of one column."""
CLIP_SAMPLES = 465_600
"""29.1 s at 16 kHz: what it was trained on."""
_CLIP_COLUMNS = 4
POOLS = ((2, 4), (2, 4), (2, 4), (3, 5), (4, 1))
"""Bands by frames that each layer pools into one."""
_MAP_LAYERS = 3


class Fcn(nn.Module):
    """Inference only."""

    resampled_by_soxr = False

    def __init__(self, name: str, path: Path, dtype: torch.dtype = torch.float32) -> None:
        """Read the weights.

        Parameters
        ----------
        dtype
            Of the convolutions: ``bfloat16`` takes two thirds of the time and moves an embedding by less than 1 %.

        Raises
        ------
        ModelError
            The file is missing or cannot be read.
        """
        super().__init__()
        arrays = read_arrays(path)
        self.name = name
        self.tag_names = tuple(str(tag) for tag in arrays["tags"])
        self.dtype = dtype
        self.front_end = TaggerFrontEnd()
        self.norm = scale_and_shift(arrays, "spec_bn")
        self.layers = [folded(arrays, f"layer{n}.conv", f"layer{n}.bn", dtype) for n in range(1, len(POOLS) + 1)]
        self.registered = nn.ModuleList(self.layers)
        self.dense = dense(arrays, "dense")

    def hear(self, samples: Numbers) -> TeacherOutput:
        """Embedding and tags of the first 29.1 s; a shorter clip is repeated."""
        with torch.inference_mode():
            frames = self.front_end(torch.from_numpy(np.resize(samples, CLIP_SAMPLES)))
            columns = self.columns(self.maps(frames)[None])[0]
            embedding = columns[:, :_CLIP_COLUMNS].amax(dim=1)
            return TeacherOutput({EMBEDDING: embedding.numpy()}, self.tags(embedding).numpy())

    def maps(self, frames: Tensor) -> Tensor:
        """(96, n_frames) decibels -> (128, 12, n_frames // 64), the third layer after its pooling."""
        return self._through(self._normalised(frames), slice(0, _MAP_LAYERS))[0]

    def columns(self, maps: Tensor) -> Tensor:
        """(batch, 128, 12, n_seconds) -> (batch, 64, n_seconds // 5), what is embedded of every 5.12 s."""
        return self._through(maps, slice(_MAP_LAYERS, None))[:, :, 0]

    def tags(self, embeddings: Tensor) -> Tensor:
        """(..., 64) -> (..., 50) probabilities."""
        return functional.linear(embeddings, self.dense.weight, self.dense.bias).sigmoid()

    def _normalised(self, frames: Tensor) -> Tensor:
        return (frames * self.norm.weight + self.norm.bias)[None, None]

    def _through(self, x: Tensor, which: slice) -> Tensor:
        y = x.to(self.dtype).contiguous(memory_format=torch.channels_last)
        for layer, pool in zip(self.layers[which], POOLS[which], strict=True):
            y = functional.conv2d(y, layer.weight, layer.bias, padding=1)
            y = functional.max_pool2d(functional.relu_(y), pool)
        return y.float()
