"""Batches of clips, in the two shapes that the two parts of training take.

First the CNN's upper layers learn from the maps that its trunk makes, once for all; then both networks learn from
sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.features.log_mel import N_MELS
from engine.features.segments import DECIBELS_PER_UNIT, SEGMENT_FRAMES
from engine.networks.cnn import MAP_FRAMES
from engine.training.augment import LONGEST_CROP
from engine.training.corpus import Corpus
from engine.training.targets import Targets

STRETCHES = 2
"""Segments of which the mean stands for a clip in the first part."""
SEGMENT_SECONDS = SEGMENT_FRAMES // MAP_FRAMES
"""Columns of the maps in a segment."""


@dataclass(frozen=True, slots=True)
class MapBatch:
    """Maps of two times STRETCHES random segments of every clip.

    Attributes
    ----------
    maps
        (2 * batch * STRETCHES, MAP_CHANNELS, MAP_BANDS, SEGMENT_SECONDS): all clips, then all clips again.
    """

    maps: Tensor
    targets: Targets


@dataclass(frozen=True, slots=True)
class SoundBatch:
    """Two random crops of every clip, levelled.

    Attributes
    ----------
    straight
        (batch, N_MELS, SEGMENT_FRAMES).
    loose
        (batch, N_MELS, LONGEST_CROP), at another place.
    """

    straight: Tensor
    loose: Tensor
    targets: Targets


class Batches:
    """Every clip once an epoch, in random order."""

    def __init__(self, corpus: Corpus, targets: Targets, clips: NDArray[np.int64], batch_size: int) -> None:
        self.corpus = corpus
        self.targets = targets
        self.clips = clips[corpus.frames.lengths[clips] > 0]
        self.batch_size = batch_size

    def __len__(self) -> int:
        return len(self.clips) // self.batch_size

    def maps(self, maps: Mapping[int, NDArray[np.float16]], random: np.random.Generator) -> Iterator[MapBatch]:
        """Batches for the first part.

        Parameters
        ----------
        maps
            By clip, (n_seconds, MAP_CHANNELS, MAP_BANDS).
        """
        for clips in self._shuffled(random):
            halves = [
                [_random_stretch(maps[clip], random) for clip in clips.tolist() for _ in range(STRETCHES)]
                for _ in range(2)
            ]
            stacked = torch.from_numpy(np.stack([*halves[0], *halves[1]]).astype(np.float32))
            ordered = stacked.permute(0, 2, 3, 1).contiguous(memory_format=torch.channels_last)
            yield MapBatch(ordered, self.targets.of(clips))

    def sounds(self, random: np.random.Generator) -> Iterator[SoundBatch]:
        """Batches for the second part."""
        for clips in self._shuffled(random):
            crops = [
                torch.from_numpy(np.stack([self._crop(clip, length, random) for clip in clips.tolist()])).transpose(
                    1, 2
                )
                for length in (SEGMENT_FRAMES, LONGEST_CROP)
            ]
            yield SoundBatch(crops[0], crops[1], self.targets.of(clips))

    def _shuffled(self, random: np.random.Generator) -> Iterator[NDArray[np.int64]]:
        """Whole batches only: a last small one would disturb batch normalisation."""
        order = random.permutation(self.clips)
        for number in range(len(self)):
            yield order[number * self.batch_size : (number + 1) * self.batch_size]

    def _crop(self, clip: int, length: int, random: np.random.Generator) -> NDArray[np.float32]:
        start = int(random.integers(0, max(1, int(self.corpus.frames.lengths[clip]) - length + 1)))
        crop = self.corpus.levelled(clip, start, start + length) / np.float32(DECIBELS_PER_UNIT)
        return np.resize(crop, (length, N_MELS))


def _random_stretch(maps: NDArray[np.float16], random: np.random.Generator) -> NDArray[np.float16]:
    start = int(random.integers(0, max(1, len(maps) - SEGMENT_SECONDS + 1)))
    return np.resize(maps[start : start + SEGMENT_SECONDS], (SEGMENT_SECONDS, *maps.shape[1:]))
