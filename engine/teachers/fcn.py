"""The fully convolutional tagger: five square convolutions, and what is left of a spectrogram after their pooling.

Sources: K. Choi, G. Fazekas, M. Sandler, "Automatic Tagging Using Deep Convolutional Neural Networks", ISMIR 2016;
trained by M. Won, A. Ferraro, D. Bogdanov, X. Serra, "Evaluation of CNN-based Automatic Music Tagging Models",
SMC 2020.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.teachers.front_end import HOP_LENGTH, FrontEnd, filled, spans
from engine.teachers.published import ConvNorm, read_published
from engine.teachers.resampling import by_ffmpeg
from engine.teachers.teacher import N_TAGS, SAMPLE_RATE, Samples, TeacherOutput

N_EMBEDDING = 64
CLIP_SAMPLES = round(29.1 * SAMPLE_RATE)
"""What the published network takes at once; a shorter sound is repeated."""
CLIP_COLUMNS = 4
"""Columns of the last layer under its pooling over time: the published clip. A fifth of the 29.1 s is not whole."""

_POOLS = ((2, 4), (2, 4), (2, 4), (3, 5), (4, 1))
"""Mel and time; the last pools over CLIP_COLUMNS columns as well, where a clip is wanted."""
COLUMN_SAMPLES = math.prod(time for _, time in _POOLS) * HOP_LENGTH
"""A column of the last layer: 5.12 s."""


class Fcn(nn.Module):
    """Inference only, a sound at once.

    A window is a column of the last layer before its pooling over time; it hears a little of its neighbours too.
    """

    def __init__(self) -> None:
        super().__init__()
        self.name = ""
        self.tag_names: tuple[str, ...] = ()
        self.front_end = FrontEnd()
        self.spec_bn = nn.BatchNorm2d(1)
        self.layer1 = _square(1, 64)
        self.layer2 = _square(64, 128)
        self.layer3 = _square(128, 128)
        self.layer4 = _square(128, 128)
        self.layer5 = _square(128, N_EMBEDDING)
        self.dense = nn.Linear(N_EMBEDDING, N_TAGS)

    @classmethod
    def load(cls, path: Path, dtype: torch.dtype = torch.float32) -> Fcn:
        """Read published weights; the tagger's name is the file's.

        Parameters
        ----------
        dtype
            Of the convolutions. With ``torch.bfloat16`` they take two thirds of the time, where the processor
            knows it; tags differ by up to 0.005, the embedding by 1 % of its size.

        Raises
        ------
        ModelError
            The file is missing, cannot be read, or is of another network.
        """
        published = read_published(path)
        fcn = published.fill(cls())
        fcn.name, fcn.tag_names = path.stem, published.tag_names
        for layer in fcn._layers():
            layer.fold(dtype)
        return fcn

    def hear(self, samples: Samples, sample_rate: int = SAMPLE_RATE) -> TeacherOutput:
        """As :meth:`engine.teachers.teacher.Teacher.hear`.

        The clip is the maximum over the first four columns of the first 29.1 s. Windows are the columns that end within
        the sound; of a sound under 5.12 s it is one, and what it hears beyond the end is the sound again.
        """
        samples = by_ffmpeg(samples, sample_rate)
        sound = filled(samples, CLIP_SAMPLES)
        with torch.inference_mode():
            columns = self.columns(torch.from_numpy(sound).to(self.dense.weight.device))
            n_windows = max(1, min(len(columns), samples.size // COLUMN_SAMPLES))
            windows, clip = columns[:n_windows], columns[:CLIP_COLUMNS].amax(dim=0)
            tags, clip_tags = self.dense(windows).sigmoid(), self.dense(clip).sigmoid()
        return TeacherOutput(
            windows=spans(n_windows, COLUMN_SAMPLES, samples.size),
            embedding=windows.cpu().numpy(),
            tags=tags.cpu().numpy(),
            clip_embedding=clip.cpu().numpy(),
            clip_tags=clip_tags.cpu().numpy(),
        )

    def columns(self, samples: Tensor) -> Tensor:
        """The last layer before its pooling over time.

        What lies beyond 29.1 s does not reach the first four columns, so that one pass serves windows and clip.

        Parameters
        ----------
        samples
            (n,) float32 at 16 kHz with n >= COLUMN_SAMPLES.

        Returns
        -------
        (n_columns, N_EMBEDDING) float32
        """
        x: Tensor = self.spec_bn(self.front_end(samples)[None, None])
        x = x.contiguous(memory_format=torch.channels_last)
        for layer, pool in zip(self._layers(), _POOLS, strict=True):
            x = functional.max_pool2d(functional.relu(layer(x)), pool)
        return x[0, :, 0].T.float()

    def _layers(self) -> tuple[ConvNorm, ...]:
        return (self.layer1, self.layer2, self.layer3, self.layer4, self.layer5)


def _square(before: int, after: int) -> ConvNorm:
    return ConvNorm(nn.Conv2d(before, after, 3, padding=1))
