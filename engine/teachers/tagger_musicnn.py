"""MusiCNN as Won et al. (SMC 2020) trained it again on other tags: musically shaped filters (Pons & Serra, 2019)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.teachers.folding import dense, folded, scale_and_shift
from engine.teachers.front_end import TaggerFrontEnd
from engine.teachers.teacher import EMBEDDING, Numbers, TeacherOutput, read_arrays

EMBEDDING_SIZE = 200
WINDOW_SAMPLES = 48_000
"""3 s at 16 kHz."""
_TIMBRAL, _TEMPORAL = (0, 1), (2, 3, 4)
_MARGIN = 3
"""Frames of padding in time."""


class TaggerMusicnn(nn.Module):
    """Inference only, window by window."""

    resampled_by_soxr = False

    def __init__(self, name: str, path: Path, dtype: torch.dtype = torch.float32) -> None:
        """Read the weights.

        Parameters
        ----------
        dtype
            Of the front-end's convolutions, which are most of the work.

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
        self._input = scale_and_shift(arrays, "spec_bn")
        self._front = [folded(arrays, f"layers.{n}.conv", f"layers.{n}.bn", dtype) for n in range(5)]
        self._middle = [folded(arrays, f"layer{n}.conv", f"layer{n}.bn") for n in (1, 2, 3)]
        self.registered = nn.ModuleList([*self._front, *self._middle])
        self._embedding = folded(arrays, "dense1", "bn")
        self._tags = dense(arrays, "dense2")

    def hear(self, samples: Numbers) -> TeacherOutput:
        """Mean embedding (before its ReLU) and tags over the whole windows; a clip under 3 s is repeated."""
        filled = np.resize(samples, max(samples.size, WINDOW_SAMPLES))
        with torch.inference_mode():
            embeddings = torch.stack(
                [
                    self._window(torch.from_numpy(filled[start : start + WINDOW_SAMPLES]))
                    for start in range(0, filled.size - WINDOW_SAMPLES + 1, WINDOW_SAMPLES)
                ]
            )
            tags = functional.linear(functional.relu(embeddings), self._tags.weight, self._tags.bias).sigmoid()
            return TeacherOutput({EMBEDDING: embeddings.mean(dim=0).numpy()}, tags.mean(dim=0).numpy())

    def _window(self, samples: Tensor) -> Tensor:
        x = (self.front_end(samples) * self._input.weight + self._input.bias)[None, None]
        front = []
        for number in _TIMBRAL:
            layer = self._front[number]
            padded = functional.pad(x, (_MARGIN, _MARGIN)).to(self.dtype)
            # The maximum over bands first: what comes after it grows with its input.
            front.append(functional.relu(functional.conv2d(padded, layer.weight, layer.bias).amax(dim=2)).float())
        course = x.mean(dim=2).to(self.dtype)
        for number in _TEMPORAL:
            layer = self._front[number]
            convolved = functional.conv1d(course, layer.weight, layer.bias, padding=layer.weight.shape[2] // 2)
            front.append(functional.relu(convolved).float())
        layers = [torch.cat(front, dim=1)]
        for layer in self._middle:
            y = functional.relu(functional.conv1d(layers[-1], layer.weight, layer.bias, padding=_MARGIN))
            layers.append(y if len(layers) == 1 else y + layers[-1])
        joined = torch.cat(layers, dim=1)
        pooled = torch.cat([joined.amax(dim=2), joined.mean(dim=2)], dim=1)
        return functional.linear(pooled, self._embedding.weight, self._embedding.bias)[0]
