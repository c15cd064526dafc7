"""musicnn: a published tagger, here as a teacher and as the peer to compare with.

Pons & Serra, "musicnn: pre-trained convolutional neural networks for music audio tagging" (ISMIR late-breaking demo,
2019), ISC licence; trained on the Million Song Dataset. It is not shipped: its weights are read from the training data.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from engine.features.log_mel import MelScale, MelShape, mel_filters
from engine.teachers.teacher import EMBEDDING, MAX_POOL, MEAN_POOL, SAMPLE_RATE, Numbers, TeacherOutput, read_arrays

SHAPE = MelShape(SAMPLE_RATE, 512, 256, 96, SAMPLE_RATE / 2, MelScale.SLANEY)
WINDOW_FRAMES = 187
"""Frames of one window: 3 s."""
WEIGHTS_FILE = "msd_musicnn.npz"
FRONT_END = ("timbral_a", "timbral_b", "temporal_a", "temporal_b", "temporal_c")
_EPSILON = 1e-3


class Musicnn(nn.Module):
    """Inference only, one window of 3 s at a time."""

    name = "msd_musicnn"
    resampled_by_soxr = True

    def __init__(self, arrays: dict[str, NDArray[np.generic]]) -> None:
        super().__init__()
        self.tag_names = tuple(str(tag) for tag in arrays.pop("tags"))
        for name, value in arrays.items():
            self.register_buffer(name.replace(".", "_"), torch.from_numpy(np.atleast_1d(value).astype(np.float32)))
        self.register_buffer("window", torch.hann_window(SHAPE.n_fft), persistent=False)
        self.register_buffer("filters", torch.from_numpy(mel_filters(SHAPE)), persistent=False)

    @classmethod
    def load(cls, directory: Path) -> Musicnn:
        """Read ``msd_musicnn.npz``.

        Raises
        ------
        ModelError
            The file is missing or cannot be read.
        """
        return cls(read_arrays(directory / WEIGHTS_FILE))

    def hear(self, samples: Numbers) -> TeacherOutput:
        """Means over the whole windows of a clip; a clip under 3 s is repeated to fill one.

        Returns
        -------
        TeacherOutput
            ``embedding`` is what its authors call penultimate (200); ``mean_pool`` and ``max_pool`` (753 each) are the
            pooled maps before it.
        """
        needed = (WINDOW_FRAMES - 1) * SHAPE.hop_length
        filled = np.resize(samples, max(samples.size, needed))
        with torch.inference_mode():
            frames = self._log_mel(torch.from_numpy(filled))
            # One window a batch is the fastest: the front-end's maps are large.
            heard = [
                self._window(frames[start : start + WINDOW_FRAMES])
                for start in range(0, len(frames) - WINDOW_FRAMES + 1, WINDOW_FRAMES)
            ]
            embedding, tags, mean_pool, max_pool = (
                torch.stack(part).mean(dim=0).numpy() for part in zip(*heard, strict=True)
            )
        return TeacherOutput({EMBEDDING: embedding, MEAN_POOL: mean_pool, MAX_POOL: max_pool}, tags)

    def _log_mel(self, samples: Tensor) -> Tensor:
        spectrum = torch.stft(
            samples,
            SHAPE.n_fft,
            SHAPE.hop_length,
            window=self._array("window"),
            pad_mode="reflect",
            return_complex=True,
        )
        power = self._array("filters") @ spectrum.abs().square()
        return torch.log10(1.0 + 10_000.0 * power).T

    def _window(self, frames: Tensor) -> list[Tensor]:
        x = self._norm("input_bn", frames[None, None])
        layers = [torch.cat([self._front(name, x) for name in FRONT_END], dim=1)]
        for number in (1, 2, 3):
            kernel, bias = self._array(f"mid_{number}_conv_weight"), self._array(f"mid_{number}_conv_bias")
            layer = self._norm(
                f"mid_{number}_bn", functional.relu(functional.conv1d(layers[-1], kernel, bias, padding=3))
            )
            layers.append(layer if number == 1 else layer + layers[-1])
        pooled = torch.cat(layers, dim=1)
        max_pool, mean_pool = pooled.amax(dim=2), pooled.mean(dim=2)
        joined = torch.stack([max_pool, mean_pool], dim=2).flatten(1)
        dense = functional.linear(
            self._norm("pooled_bn", joined), self._array("dense_1_weight"), self._array("dense_1_bias")
        )
        penultimate = self._norm("dense_1_bn", functional.relu(dense))
        tags = functional.linear(penultimate, self._array("dense_2_weight"), self._array("dense_2_bias")).sigmoid()
        return [penultimate[0], tags[0], mean_pool[0], max_pool[0]]

    def _front(self, name: str, x: Tensor) -> Tensor:
        """One kind of the first filters: (1, 1, frames, bands) in, (1, channels, frames) out."""
        kernel = self._array(f"{name}_conv_weight")
        before = (kernel.shape[2] - 1) // 2
        padded = functional.pad(x, (0, 0, before, kernel.shape[2] - 1 - before))
        active = functional.relu(functional.conv2d(padded, kernel, self._array(f"{name}_conv_bias")))
        return self._norm(f"{name}_bn", active).amax(dim=3)

    def _norm(self, name: str, x: Tensor) -> Tensor:
        mean, var = self._array(f"{name}_mean"), self._array(f"{name}_var")
        gamma, beta = self._array(f"{name}_gamma"), self._array(f"{name}_beta")
        return functional.batch_norm(x, mean, var, gamma, beta, eps=_EPSILON)

    def _array(self, name: str) -> Tensor:
        return self.get_buffer(name)
