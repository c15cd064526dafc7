"""The CNN: a trunk that hears a clip, an embedding of what it found, and heads for what a member can be told.

The trunk is two groups of square filters (``engine.networks.square``) and one of musically shaped ones
(``engine.networks.shaped``). Its sizes are those of three public taggers without their dead channels, with fewer places
in bands and time where that costs little (``engine.training.inherit``): a sixth of their multiply-adds together. What
it finds is averaged over the clip and embedded by two layers.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.features.log_mel import N_MELS
from engine.networks.shaped import ShapedFilters, ShapedShape
from engine.networks.square import COLUMN_FRAMES, SquareFilters, SquareShape

EMBEDDING_SIZE = 384
SQUARES = (SquareShape((40, 84, 122, 128, 64)), SquareShape((64, 128, 128, 128, 64), second_stride=2))
"""The square filters."""
SHAPED = ShapedShape(
    front=((26, 38, 7, 2), (22, 67, 7, 2), (6, 1, 128, 2), (8, 1, 64, 2), (23, 1, 32, 2)), middle=64, penultimate=200
)
"""The shaped filters."""
_SQUARE_FEATURES = sum(shape.features for shape in SQUARES)
FEATURES = _SQUARE_FEATURES + SHAPED.features
"""Numbers that the trunk comes to for a stretch of music."""
TAGGER_EMBEDDINGS = (
    slice(SQUARES[0].features - SQUARES[0].channels[-1], SQUARES[0].features),
    slice(_SQUARE_FEATURES, _SQUARE_FEATURES + SHAPED.penultimate),
)
"""Where the embeddings of two whole taggers lie in the features: the first square filters' and the shaped ones'."""
SHORTEST_FRAMES = COLUMN_FRAMES
"""Frames that a clip must have for the trunk."""
_HIDDEN = 1024
_DROPOUT = 0.1
_BLUR = 0.3


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
    """Clips in, features of stretches out."""

    def __init__(self) -> None:
        super().__init__()
        self.squares = nn.ModuleList(SquareFilters(shape) for shape in SQUARES)
        self.shaped = ShapedFilters(SHAPED)

    def forward(self, decibels: Tensor, stretches: int = 1) -> Tensor:
        """Hear clips of one length.

        Parameters
        ----------
        decibels
            (batch, N_BANDS, n_frames), ``SHORTEST_FRAMES`` or more: HTK's bands for the square filters, then Slaney's.
        stretches
            Parts of equal length that are described each for itself.

        Returns
        -------
        (batch, stretches, FEATURES) float32
        """
        htk, slaney = decibels[:, :N_MELS], decibels[:, N_MELS:]
        found = [part for square in self.squares for part in square(htk)]
        found += self.shaped(slaney)
        pooled = [functional.adaptive_avg_pool1d(part.float(), stretches) for part in found]
        return torch.cat(pooled, dim=1).transpose(1, 2)


class _Blur(nn.Module):
    """Gaussian noise in training, nothing in use: no small difference of a feature may decide."""

    def forward(self, x: Tensor) -> Tensor:
        return x + _BLUR * torch.randn_like(x) if self.training else x


class Cnn(nn.Module):
    """Trunk, embedding and heads."""

    def __init__(self, classes: Classes) -> None:
        super().__init__()
        self.trunk = Trunk()
        self.embedding = nn.Sequential(
            nn.BatchNorm1d(FEATURES),
            _Blur(),
            nn.Dropout(_DROPOUT),
            nn.Linear(FEATURES, _HIDDEN),
            nn.BatchNorm1d(_HIDDEN),
            nn.ReLU(),
            nn.Linear(_HIDDEN, EMBEDDING_SIZE),
        )
        self.genre = nn.Linear(EMBEDDING_SIZE, len(classes.genres))
        self.mood = nn.Linear(EMBEDDING_SIZE, len(classes.moods))
        self.quadrant = nn.Linear(EMBEDDING_SIZE, len(classes.quadrants))
        self.cluster = nn.Linear(EMBEDDING_SIZE, len(classes.clusters))
        self.emotify = nn.Linear(EMBEDDING_SIZE, len(classes.emotify_genres))
        self.instrument = nn.Linear(EMBEDDING_SIZE, len(classes.instruments))

    def forward(self, decibels: Tensor) -> Tensor:
        """(batch, N_BANDS, n_frames) -> (batch, EMBEDDING_SIZE); a clip that is too short is repeated."""
        return self.embed(self.find(long_enough(decibels)))

    def find(self, decibels: Tensor) -> Tensor:
        """(batch, N_BANDS, n_frames), ``SHORTEST_FRAMES`` or more -> (batch, FEATURES) float32."""
        features: Tensor = self.trunk(decibels)[:, 0]
        return features

    def embed(self, features: Tensor) -> Tensor:
        """Embed what the trunk found: (batch, FEATURES) -> (batch, EMBEDDING_SIZE) float32."""
        embedded: Tensor = self.embedding(features.float())
        return embedded


def long_enough(decibels: Tensor) -> Tensor:
    """(..., n_frames) repeated until the trunk can hear it."""
    n_frames = decibels.shape[-1]
    if n_frames >= SHORTEST_FRAMES:
        return decibels
    repeats = -(-SHORTEST_FRAMES // n_frames)
    return decibels.repeat(*[1] * (decibels.ndim - 1), repeats)[..., :SHORTEST_FRAMES]
