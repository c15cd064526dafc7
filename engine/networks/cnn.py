"""The CNN: a trunk on log-mel segments, an embedding, and heads for what a member can be told.

The trunk is three groups of filters side by side, pooled early: FCN's first layers (Choi, Fazekas & Sandler, 2016) with
half the places in time and the second layer factorised into a thin convolution and a mixing one, which is a third of
its work (Zhang et al., 2015). Training starts it, and the fourth and fifth layers, from three public taggers
(``engine.training.inherit``). What comes out has a column a second and 12 bands.

The embedding joins what the trunk has there, what each group makes of five seconds, and an overview of all three
groups that is learned from nothing. Pooling by mean and maximum: what is there all the time, and what is there at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

EMBEDDING_SIZE = 384
GROUPS = 3
"""Groups of filters in the trunk."""
MAP_CHANNELS = 384
"""Channels of the trunk's maps."""
MAP_BANDS = 12
"""Bands of the trunk's maps."""
MAP_FRAMES = 64
"""Frames of a segment for one column of the trunk's maps: 1 s."""
STEM_CHANNELS = 192
THIN_CHANNELS = 96
COLUMN_CHANNELS = 192
_OVERVIEW_CHANNELS = 256
_DROPOUT = 0.1


@dataclass(frozen=True, slots=True)
class Classes:
    """Names of the classes that each head tells apart, in the order of its outputs."""

    genres: tuple[str, ...]
    moods: tuple[str, ...]
    quadrants: tuple[str, ...]
    clusters: tuple[str, ...]
    emotify_genres: tuple[str, ...]
    instruments: tuple[str, ...]


class Trunk(nn.Module):
    """Segments in, maps of a column a second out."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(1, STEM_CHANNELS, 3, stride=(1, 2), padding=1)
        self.thin = nn.Conv2d(STEM_CHANNELS, THIN_CHANNELS, 3, padding=1, groups=GROUPS, bias=False)
        self.mix = nn.Conv2d(THIN_CHANNELS, MAP_CHANNELS, 1, groups=GROUPS)
        self.third = nn.Conv2d(MAP_CHANNELS, MAP_CHANNELS, 3, padding=1, groups=GROUPS)

    def forward(self, segments: Tensor) -> Tensor:
        """(batch, N_MELS, n_frames) levelled -> (batch, MAP_CHANNELS, MAP_BANDS, n_frames // MAP_FRAMES)."""
        x = functional.max_pool2d(functional.relu(self.stem(segments[:, None])), (2, 2))
        x = functional.max_pool2d(functional.relu(self.mix(self.thin(x))), (2, 4))
        return functional.max_pool2d(functional.relu(self.third(x)), (2, 4))


def _conv(before: int, after: int, kernel: tuple[int, int], stride: tuple[int, int] = (1, 1)) -> nn.Sequential:
    padding = (kernel[0] // 2, kernel[1] // 2)
    return nn.Sequential(
        nn.Conv2d(before, after, kernel, stride=stride, padding=padding, bias=False), nn.BatchNorm2d(after), nn.ReLU()
    )


class Cnn(nn.Module):
    """Trunk, embedding and heads."""

    def __init__(self, classes: Classes) -> None:
        super().__init__()
        self.trunk = Trunk()
        self.fourth = nn.Conv2d(MAP_CHANNELS, MAP_CHANNELS, 3, padding=1, groups=GROUPS)
        self.fifth = nn.Conv2d(MAP_CHANNELS, COLUMN_CHANNELS, 3, padding=1, groups=GROUPS)
        self.overview = nn.Sequential(
            _conv(MAP_CHANNELS, _OVERVIEW_CHANNELS, (3, 3), stride=(2, 1)),
            nn.Sequential(
                nn.Conv2d(_OVERVIEW_CHANNELS, _OVERVIEW_CHANNELS, (MAP_BANDS // 2, 1), bias=False),
                nn.BatchNorm2d(_OVERVIEW_CHANNELS),
                nn.ReLU(),
            ),
            _conv(_OVERVIEW_CHANNELS, _OVERVIEW_CHANNELS, (1, 3)),
        )
        pooled = 3 * MAP_CHANNELS + COLUMN_CHANNELS + 2 * _OVERVIEW_CHANNELS
        self.embedding = nn.Sequential(nn.BatchNorm1d(pooled), nn.Dropout(_DROPOUT), nn.Linear(pooled, EMBEDDING_SIZE))
        self.genre = nn.Linear(EMBEDDING_SIZE, len(classes.genres))
        self.mood = nn.Linear(EMBEDDING_SIZE, len(classes.moods))
        self.quadrant = nn.Linear(EMBEDDING_SIZE, len(classes.quadrants))
        self.cluster = nn.Linear(EMBEDDING_SIZE, len(classes.clusters))
        self.emotify = nn.Linear(EMBEDDING_SIZE, len(classes.emotify_genres))
        self.instrument = nn.Linear(EMBEDDING_SIZE, len(classes.instruments))

    def forward(self, segments: Tensor) -> Tensor:
        """(batch, N_MELS, n_frames) levelled -> (batch, EMBEDDING_SIZE); ``n_frames`` a multiple of SEGMENT_FRAMES."""
        return self.embed(self.trunk(segments))

    def embed(self, maps: Tensor) -> Tensor:
        """Embed the trunk's maps: (batch, MAP_CHANNELS, MAP_BANDS, n_seconds) -> (batch, EMBEDDING_SIZE) float32."""
        columns = functional.max_pool2d(functional.relu(self.fourth(maps)), (3, 5))
        columns = functional.max_pool2d(functional.relu(self.fifth(columns)), (4, 1))[:, :, 0]
        overview = self.overview(maps)[:, :, 0]
        by_second = maps.amax(dim=2)
        pooled = [by_second.mean(dim=2), by_second.amax(dim=2), maps.mean(dim=(2, 3)), columns.mean(dim=2)]
        pooled += [overview.mean(dim=2), overview.amax(dim=2)]
        embedded: Tensor = self.embedding(torch.cat(pooled, dim=1).float())
        return embedded
