"""MusiCNN as trained again by Won et al.: tall filters for timbre, long ones for rhythm, then a little depth.

Sources: J. Pons, O. Nieto, M. Prockup, E. Schmidt, A. Ehmann, X. Serra, "End-to-end Learning for Music Audio Tagging at
Scale", ISMIR 2018; M. Won, A. Ferraro, D. Bogdanov, X. Serra, "Evaluation of CNN-based Automatic Music Tagging Models",
SMC 2020. Its front-end, its widths and the order of its layers are not those of the package musicnn.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.teachers.front_end import N_MELS, FrontEnd, filled, spans
from engine.teachers.published import ConvNorm, read_published
from engine.teachers.resampling import by_ffmpeg
from engine.teachers.teacher import N_TAGS, SAMPLE_RATE, Samples, TeacherOutput

N_EMBEDDING = 200
WINDOW_SAMPLES = 3 * SAMPLE_RATE
"""What the network hears at once."""

_TALL = (round(0.7 * N_MELS), round(0.4 * N_MELS))
"""Mel bands under a filter for timbre."""
_TALL_CHANNELS = 204
_TALL_FRAMES = 7
_LONG = (129, 65, 33)
"""Frames under a filter for rhythm."""
_LONG_CHANNELS = 51
_FRONT_CHANNELS = len(_TALL) * _TALL_CHANNELS + len(_LONG) * _LONG_CHANNELS
_MIDDLE_CHANNELS = 64
_MIDDLE_FRAMES = 7
_N_MIDDLE = 3
_POOLED = 2 * (_FRONT_CHANNELS + _N_MIDDLE * _MIDDLE_CHANNELS)


class _Tall(ConvNorm):
    """Timbre: a filter over many bands, wherever on the mel axis it fits best."""

    def __init__(self, bands: int) -> None:
        super().__init__(nn.Conv2d(1, _TALL_CHANNELS, (bands, _TALL_FRAMES), padding=(0, _TALL_FRAMES // 2)))

    def forward(self, x: Tensor) -> Tensor:
        # The maximum first: the map under it is large, and the rectifier does not change which is the largest.
        return functional.relu(super().forward(x).amax(dim=2))


class _Long(ConvNorm):
    """Rhythm: a filter over many frames of the mean over the mel axis."""

    def __init__(self, frames: int) -> None:
        super().__init__(nn.Conv1d(1, _LONG_CHANNELS, frames, padding=frames // 2))

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(super().forward(x.mean(dim=2)))


class TaggerMusicnn(nn.Module):
    """Inference only, one window of 3 s at a time; a clip is the mean over its whole windows."""

    def __init__(self) -> None:
        super().__init__()
        self.name = ""
        self.tag_names: tuple[str, ...] = ()
        self.front_end = FrontEnd()
        self.spec_bn = nn.BatchNorm2d(1)
        self.layers = nn.ModuleList([*map(_Tall, _TALL), *map(_Long, _LONG)])
        self.layer1 = _middle(_FRONT_CHANNELS)
        self.layer2 = _middle(_MIDDLE_CHANNELS)
        self.layer3 = _middle(_MIDDLE_CHANNELS)
        self.dense1 = nn.Linear(_POOLED, N_EMBEDDING)
        self.bn = nn.BatchNorm1d(N_EMBEDDING)
        self.dense2 = nn.Linear(N_EMBEDDING, N_TAGS)

    @classmethod
    def load(cls, path: Path, dtype: torch.dtype = torch.float32) -> TaggerMusicnn:
        """Read published weights; the tagger's name is the file's.

        Parameters
        ----------
        dtype
            Of the front-end's convolutions. With ``torch.bfloat16`` the network takes three quarters of the time, where
            the processor knows it; tags differ by up to 0.001, the embedding by 0.004.

        Raises
        ------
        ModelError
            The file is missing, cannot be read, or is of another network.
        """
        published = read_published(path)
        tagger = published.fill(cls())
        tagger.name, tagger.tag_names = path.stem, published.tag_names
        for front in tagger.layers:
            assert isinstance(front, ConvNorm)
            front.fold(dtype)
        for middle in (tagger.layer1, tagger.layer2, tagger.layer3):
            middle.fold(torch.float32)
        return tagger

    def hear(self, samples: Samples, sample_rate: int = SAMPLE_RATE) -> TeacherOutput:
        """As :meth:`engine.teachers.teacher.Teacher.hear`.

        Windows follow one another; what is left at the end is not heard. A sound under 3 s is repeated to fill one.
        """
        samples = by_ffmpeg(samples, sample_rate)
        sound = torch.from_numpy(filled(samples, WINDOW_SAMPLES)).to(self.dense1.weight.device)
        n_windows = len(sound) // WINDOW_SAMPLES
        with torch.inference_mode():
            # One window a batch is the quickest: the front-end's maps are large.
            windows = sound[: n_windows * WINDOW_SAMPLES].view(n_windows, WINDOW_SAMPLES)
            embedding = torch.cat([self.embedding(window) for window in windows])
            tags = self.dense2(functional.relu(embedding)).sigmoid()
        return TeacherOutput(
            windows=spans(n_windows, WINDOW_SAMPLES, samples.size),
            embedding=embedding.cpu().numpy(),
            tags=tags.cpu().numpy(),
            clip_embedding=embedding.mean(dim=0).cpu().numpy(),
            clip_tags=tags.mean(dim=0).cpu().numpy(),
        )

    def embedding(self, samples: Tensor) -> Tensor:
        """The layer before the last, before its rectifier.

        Parameters
        ----------
        samples
            (WINDOW_SAMPLES,) float32.

        Returns
        -------
        (1, N_EMBEDDING) float32
        """
        x = self.spec_bn(self.front_end(samples)[None, None])
        front = torch.cat([layer(x).float() for layer in self.layers], dim=1)
        first = functional.relu(self.layer1(front))
        second = functional.relu(self.layer2(first)) + first
        third = functional.relu(self.layer3(second)) + second
        every = torch.cat([front, first, second, third], dim=1)
        embedding: Tensor = self.bn(self.dense1(torch.cat([every.amax(dim=2), every.mean(dim=2)], dim=1)))
        return embedding


def _middle(channels: int) -> ConvNorm:
    return ConvNorm(nn.Conv1d(channels, _MIDDLE_CHANNELS, _MIDDLE_FRAMES, padding=_MIDDLE_FRAMES // 2))
