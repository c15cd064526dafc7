"""Batches of clips, in the two shapes that the two parts of training take.

First the CNN's upper layers learn from what its trunk found in every clip and its disguises; then the autoencoder
learns from sound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.features.log_mel import N_BANDS
from engine.features.segments import SEGMENT_FRAMES
from engine.networks.cnn import FEATURES
from engine.training.corpus import Corpus
from engine.training.heard import Heard
from engine.training.targets import Targets


@dataclass(frozen=True, slots=True)
class FeatureBatch:
    """Every clip twice, each time some of its stretches: as it is, and in one of its disguises.

    Attributes
    ----------
    clean, disguised
        (batch, FEATURES).
    """

    clean: Tensor
    disguised: Tensor
    targets: Targets


class Batches:
    """Every clip once an epoch, in random order."""

    def __init__(
        self, corpus: Corpus, heard: Heard, targets: Targets, clips: NDArray[np.int64], batch_size: int
    ) -> None:
        self.corpus = corpus
        self.heard = heard
        self.targets = targets
        self.clips = clips[corpus.frames.lengths[clips] > 0]
        self.batch_size = batch_size

    def __len__(self) -> int:
        return len(self.clips) // self.batch_size

    def features(self, random: np.random.Generator) -> Iterator[FeatureBatch]:
        """Batches for the first part."""
        for clips in self._shuffled(random):
            disguises = random.integers(0, len(self.heard.disguised), len(clips)).tolist()
            clean = [_some(self.heard.clean.of(clip)[:, :FEATURES], random) for clip in clips.tolist()]
            disguised = [
                _some(self.heard.disguised[disguise].of(clip)[:, :FEATURES], random)
                for clip, disguise in zip(clips.tolist(), disguises, strict=True)
            ]
            yield FeatureBatch(
                torch.from_numpy(np.stack(clean)), torch.from_numpy(np.stack(disguised)), self.targets.of(clips)
            )

    def sounds(self, random: np.random.Generator) -> Iterator[Tensor]:
        """Batches for the second part: a random crop of every clip, (batch, N_BANDS, SEGMENT_FRAMES) decibels."""
        for clips in self._shuffled(random):
            yield torch.from_numpy(np.stack([self._crop(clip, random) for clip in clips.tolist()])).transpose(1, 2)

    def _shuffled(self, random: np.random.Generator) -> Iterator[NDArray[np.int64]]:
        """Whole batches only: a last small one would disturb batch normalisation."""
        order = random.permutation(self.clips)
        for number in range(len(self)):
            yield order[number * self.batch_size : (number + 1) * self.batch_size]

    def _crop(self, clip: int, random: np.random.Generator) -> NDArray[np.float32]:
        """Of one clip, about its own level."""
        start = int(random.integers(0, max(1, int(self.corpus.frames.lengths[clip]) - SEGMENT_FRAMES + 1)))
        return np.resize(self.corpus.levelled(clip, start, start + SEGMENT_FRAMES), (SEGMENT_FRAMES, N_BANDS))


def _some(stretches: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """Mean of a random number of a clip's stretches."""
    count = int(random.integers(1, len(stretches) + 1))
    mean: NDArray[np.float32] = stretches[random.permutation(len(stretches))[:count]].mean(axis=0)
    return mean
