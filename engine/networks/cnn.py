"""A small residual CNN on log-mel segments with heads for genre and mood.

Strided early, so that a 30 s clip costs less than a tenth of musicnn's multiply-adds. Pooling joins the mean and the
maximum over time and frequency: what is there all the time, and what is there at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

EMBEDDING_SIZE = 256
_WIDTHS = (32, 48, 96, 160, 256)


@dataclass(frozen=True, slots=True)
class Classes:
    """Names of the classes that each head tells apart, in the order of its outputs."""

    genres: tuple[str, ...]
    moods: tuple[str, ...]
    quadrants: tuple[str, ...]
    clusters: tuple[str, ...]
    emotify_genres: tuple[str, ...]


def _conv(before: int, after: int, kernel: int = 3, stride: int | tuple[int, int] = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(before, after, kernel, stride=stride, padding=kernel // 2, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class Residual(nn.Module):
    """Two convolutions beside a way round them (He et al., 2016)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            _conv(width, width), nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width)
        )

    def forward(self, x: Tensor) -> Tensor:
        """Keep the shape."""
        return torch.relu(x + self.body(x))


class Cnn(nn.Module):
    """Trunk, embedding and heads."""

    def __init__(self, classes: Classes) -> None:
        super().__init__()
        a, b, c, d, e = _WIDTHS
        self.trunk = nn.Sequential(
            _conv(1, a, kernel=5, stride=2),
            _conv(a, b, stride=2),
            _conv(b, c, stride=2),
            Residual(c),
            _conv(c, d, stride=2),
            Residual(d),
            _conv(d, e, stride=(2, 1)),
        )
        self.embedding = nn.Sequential(nn.BatchNorm1d(2 * e), nn.Dropout(0.2), nn.Linear(2 * e, EMBEDDING_SIZE))
        self.genre = nn.Linear(EMBEDDING_SIZE, len(classes.genres))
        self.mood = nn.Linear(EMBEDDING_SIZE, len(classes.moods))
        self.quadrant = nn.Linear(EMBEDDING_SIZE, len(classes.quadrants))
        self.cluster = nn.Linear(EMBEDDING_SIZE, len(classes.clusters))
        self.emotify = nn.Linear(EMBEDDING_SIZE, len(classes.emotify_genres))

    def forward(self, segments: Tensor) -> Tensor:
        """(batch, N_MELS, SEGMENT_FRAMES) levelled -> (batch, EMBEDDING_SIZE)."""
        maps = self.trunk(segments[:, None])
        pooled = torch.cat([maps.mean(dim=(2, 3)), maps.mean(dim=2).amax(dim=2)], dim=1)
        embedded: Tensor = self.embedding(pooled)
        return embedded
