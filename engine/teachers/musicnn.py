"""musicnn: a published tagger, here as a teacher and as the peer to compare with.

Pons & Serra, "musicnn: pre-trained convolutional neural networks for music audio tagging" (ISMIR late-breaking demo,
2019), ISC licence; trained on the Million Song Dataset. It is not shipped: its weights are read from the training data.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from engine.errors import ModelError
from engine.features.log_mel import mel_filters

SAMPLE_RATE = 16_000
N_FFT = 512
HOP_LENGTH = 256
N_MELS = 96
WINDOW_FRAMES = 187
"""Frames of one window: 3 s."""
N_TAGS = 50
N_PENULTIMATE = 200
_FRONT_END = ("timbral_a", "timbral_b", "temporal_a", "temporal_b", "temporal_c")
_EPSILON = 1e-3


@dataclass(frozen=True, slots=True)
class MusicnnOutput:
    """What musicnn says of a clip, window by window.

    Attributes
    ----------
    penultimate
        (n_windows, 200) float32.
    tags
        (n_windows, 50) float32, independent probabilities.
    """

    penultimate: NDArray[np.float32]
    tags: NDArray[np.float32]


class Musicnn(nn.Module):
    """Inference only, one window of 3 s at a time."""

    def __init__(self, arrays: dict[str, NDArray[np.float32]]) -> None:
        super().__init__()
        self.tag_names = tuple(str(tag) for tag in arrays.pop("tags"))
        for name, value in arrays.items():
            self.register_buffer(name.replace(".", "_"), torch.from_numpy(np.atleast_1d(value).astype(np.float32)))
        self.register_buffer("window", torch.hann_window(N_FFT), persistent=False)
        filters = mel_filters(SAMPLE_RATE, N_FFT, N_MELS)
        self.register_buffer("filters", torch.from_numpy(filters), persistent=False)

    @classmethod
    def load(cls, directory: Path) -> Musicnn:
        """Read ``msd_musicnn.npz``.

        Raises
        ------
        ModelError
            The file is missing or cannot be read.
        """
        path = directory / "msd_musicnn.npz"
        try:
            with np.load(path) as archive:
                return cls({name: archive[name] for name in archive.files})
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"musicnn's weights cannot be read from {path}") from error

    def hear(self, samples: NDArray[np.float32], sample_rate: int, *, every: int = 1) -> MusicnnOutput:
        """Outputs for the whole windows of a clip; a clip under 3 s is repeated to fill one.

        Parameters
        ----------
        samples
            (n_samples,) float32, mono.
        every
            2 hears every second window only, in half the time.
        """
        resampled = soxr.resample(samples, sample_rate, SAMPLE_RATE, quality="HQ").astype(np.float32)
        needed = (WINDOW_FRAMES - 1) * HOP_LENGTH
        if len(resampled) < needed:
            resampled = np.resize(resampled, needed)
        with torch.inference_mode():
            frames = self._log_mel(torch.from_numpy(resampled))
            # One window a batch is the fastest: the front-end's maps are large.
            heard = [
                self._window(frames[start : start + WINDOW_FRAMES])
                for start in range(0, len(frames) - WINDOW_FRAMES + 1, every * WINDOW_FRAMES)
            ]
        penultimate = torch.stack([output[0] for output in heard]).numpy()
        return MusicnnOutput(penultimate, torch.stack([output[1] for output in heard]).numpy())

    def _log_mel(self, samples: Tensor) -> Tensor:
        spectrum = torch.stft(
            samples, N_FFT, HOP_LENGTH, window=self._array("window"), pad_mode="reflect", return_complex=True
        )
        power = self._array("filters") @ spectrum.abs().square()
        return torch.log10(1.0 + 10_000.0 * power).T

    def _window(self, frames: Tensor) -> list[Tensor]:
        x = self._norm("input_bn", frames[None, None])
        front = []
        for name in _FRONT_END:
            kernel = self._array(f"{name}_conv_weight")
            before = (kernel.shape[2] - 1) // 2
            padded = functional.pad(x, (0, 0, before, kernel.shape[2] - 1 - before))
            active = functional.relu(functional.conv2d(padded, kernel, self._array(f"{name}_conv_bias")))
            front.append(self._norm(f"{name}_bn", active).amax(dim=3))
        layers = [torch.cat(front, dim=1)]
        for number in (1, 2, 3):
            kernel, bias = self._array(f"mid_{number}_conv_weight"), self._array(f"mid_{number}_conv_bias")
            layer = self._norm(
                f"mid_{number}_bn", functional.relu(functional.conv1d(layers[-1], kernel, bias, padding=3))
            )
            layers.append(layer if number == 1 else layer + layers[-1])
        pooled = torch.cat(layers, dim=1)
        joined = torch.stack([pooled.amax(dim=2), pooled.mean(dim=2)], dim=2).flatten(1)
        dense = functional.linear(
            self._norm("pooled_bn", joined), self._array("dense_1_weight"), self._array("dense_1_bias")
        )
        penultimate = self._norm("dense_1_bn", functional.relu(dense))
        tags = functional.linear(penultimate, self._array("dense_2_weight"), self._array("dense_2_bias")).sigmoid()
        return [penultimate[0], tags[0]]

    def _norm(self, name: str, x: Tensor) -> Tensor:
        mean, var = self._array(f"{name}_mean"), self._array(f"{name}_var")
        gamma, beta = self._array(f"{name}_gamma"), self._array(f"{name}_beta")
        return functional.batch_norm(x, mean, var, gamma, beta, eps=_EPSILON)

    def _array(self, name: str) -> Tensor:
        return self.get_buffer(name)
