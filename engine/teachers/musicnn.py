"""musicnn: a published tagger, here as a teacher and as the peer to compare with.

Source: J. Pons, X. Serra, "musicnn: pre-trained convolutional neural networks for music audio tagging", ISMIR
late-breaking demo, 2019, ISC licence; trained on the Million Song Dataset.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.features.log_mel import mel_filters
from engine.teachers.front_end import HOP_LENGTH, N_FFT, N_MELS, filled, power_spectrum, spans
from engine.teachers.published import Published, read_published
from engine.teachers.resampling import by_soxr
from engine.teachers.teacher import SAMPLE_RATE, Numbers, Samples, TeacherOutput

WINDOW_FRAMES = 187
"""Frames of one window: 3 s."""
WINDOW_SAMPLES = WINDOW_FRAMES * HOP_LENGTH
"""From the start of one window to the next."""
N_PENULTIMATE = 200
N_POOLED = 753
"""Channels of the front-end and of all layers of the middle."""
_FILE = "msd_musicnn.npz"
_FRONT_END = ("timbral_a", "timbral_b", "temporal_a", "temporal_b", "temporal_c")
_EPSILON = 1e-3
_MEL_GAIN = 10_000.0
"""The input is log10(1 + 10,000 m)."""


@dataclass(frozen=True, slots=True)
class MusicnnOutput(TeacherOutput):
    """With the pooled features beside the embedding, which is the package's ``penultimate``.

    Attributes
    ----------
    mean_pool, max_pool
        (n_windows, N_POOLED) float32: mean and maximum over a window of every channel.
    clip_mean_pool, clip_max_pool
        (N_POOLED,) float32: means over the windows.
    """

    mean_pool: Numbers
    max_pool: Numbers
    clip_mean_pool: Numbers
    clip_max_pool: Numbers


@dataclass(frozen=True, slots=True)
class _Window:
    """One window's outputs, each (d,)."""

    penultimate: Tensor
    tags: Tensor
    mean_pool: Tensor
    max_pool: Tensor


class Musicnn(nn.Module):
    """Inference only, one window of 3 s at a time; a clip is the mean over its whole windows.

    Always in single precision: its pooled features reach 90, and the network is what others are timed beside.
    """

    def __init__(self, published: Published) -> None:
        super().__init__()
        self.name = published.path.stem
        self.tag_names = published.tag_names
        for name, value in published.arrays.items():
            self.register_buffer(name.replace(".", "_"), torch.from_numpy(value))
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
        return cls(read_published(directory / _FILE))

    def hear(self, samples: Samples, sample_rate: int = SAMPLE_RATE, *, every: int = 1) -> MusicnnOutput:
        """As :meth:`engine.teachers.teacher.Teacher.hear`.

        Windows follow one another; what is left at the end is not heard. A sound under 3 s is repeated to fill one.

        Parameters
        ----------
        samples
            (n,) float32, mono.
        sample_rate
            Samples a second.
        every
            2 hears every second window only, in half the time.
        """
        samples = by_soxr(samples, sample_rate)
        # With its centred frames a sound has as many as a window when it is a hop shorter.
        sound = filled(samples, WINDOW_SAMPLES - HOP_LENGTH)
        with torch.inference_mode():
            frames = self._log_mel(torch.from_numpy(sound).to(self._array("window").device))
            starts = range(0, len(frames) - WINDOW_FRAMES + 1, WINDOW_FRAMES)
            # One window a batch is the quickest: the front-end's maps are large.
            heard = [self._window(frames[start : start + WINDOW_FRAMES]) for start in starts[::every]]
        return _output(heard, spans(len(starts), WINDOW_SAMPLES, samples.size)[::every])

    def _log_mel(self, samples: Tensor) -> Tensor:
        power = self._array("filters") @ power_spectrum(samples, self._array("window"))
        return torch.log10(1.0 + _MEL_GAIN * power).T

    def _window(self, frames: Tensor) -> _Window:
        x = self._norm("input_bn", frames[None, None])
        layers = [torch.cat([self._front(name, x) for name in _FRONT_END], dim=1)]
        for number in (1, 2, 3):
            kernel, bias = self._array(f"mid_{number}_conv_weight"), self._array(f"mid_{number}_conv_bias")
            layer = self._norm(
                f"mid_{number}_bn", functional.relu(functional.conv1d(layers[-1], kernel, bias, padding=3))
            )
            layers.append(layer if number == 1 else layer + layers[-1])
        every = torch.cat(layers, dim=1)
        max_pool, mean_pool = every.amax(dim=2), every.mean(dim=2)
        joined = torch.stack([max_pool, mean_pool], dim=2).flatten(1)
        dense = functional.linear(
            self._norm("pooled_bn", joined), self._array("dense_1_weight"), self._array("dense_1_bias")
        )
        penultimate = self._norm("dense_1_bn", functional.relu(dense))
        tags = functional.linear(penultimate, self._array("dense_2_weight"), self._array("dense_2_bias")).sigmoid()
        return _Window(penultimate[0], tags[0], mean_pool[0], max_pool[0])

    def _front(self, name: str, x: Tensor) -> Tensor:
        kernel = self._array(f"{name}_conv_weight")
        before = (kernel.shape[2] - 1) // 2
        padded = functional.pad(x, (0, 0, before, kernel.shape[2] - 1 - before))
        active = functional.relu(functional.conv2d(padded, kernel, self._array(f"{name}_conv_bias")))
        # The norm may turn the order around, and so comes before the maximum over the mel axis.
        return self._norm(f"{name}_bn", active).amax(dim=3)

    def _norm(self, name: str, x: Tensor) -> Tensor:
        mean, var = self._array(f"{name}_mean"), self._array(f"{name}_var")
        gamma, beta = self._array(f"{name}_gamma"), self._array(f"{name}_beta")
        return functional.batch_norm(x, mean, var, gamma, beta, eps=_EPSILON)

    def _array(self, name: str) -> Tensor:
        return self.get_buffer(name)


def _output(heard: list[_Window], windows: Numbers) -> MusicnnOutput:
    penultimate = torch.stack([window.penultimate for window in heard]).cpu().numpy()
    tags = torch.stack([window.tags for window in heard]).cpu().numpy()
    mean_pool = torch.stack([window.mean_pool for window in heard]).cpu().numpy()
    max_pool = torch.stack([window.max_pool for window in heard]).cpu().numpy()
    return MusicnnOutput(
        windows=windows,
        embedding=penultimate,
        tags=tags,
        clip_embedding=penultimate.mean(axis=0),
        clip_tags=tags.mean(axis=0),
        mean_pool=mean_pool,
        max_pool=max_pool,
        clip_mean_pool=mean_pool.mean(axis=0),
        clip_max_pool=max_pool.mean(axis=0),
    )
