"""Random crops of the clips, with their labels and what the teacher heard there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.features.segments import DECIBELS_PER_UNIT
from engine.training.augment import LONGEST_CROP
from engine.training.corpus import TEACHER_EVERY, TEACHER_SECONDS, Corpus, frames_to_seconds
from engine.training.labels import Labels

_LEAST_OVERLAP = 0.05
"""Weight of a teacher's window that the crop does not touch, so that the clip as a whole counts a little."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What a batch should come to; rows are crops.

    Attributes
    ----------
    genre, genre_known, mood, mood_known
        (batch, n_classes).
    quadrant, cluster, emotify
        (batch,) int64, -1 where unknown.
    penultimate, tags
        (batch, 200) standardised and (batch, 50), from the teacher.
    """

    genre: Tensor
    genre_known: Tensor
    mood: Tensor
    mood_known: Tensor
    quadrant: Tensor
    cluster: Tensor
    emotify: Tensor
    penultimate: Tensor
    tags: Tensor


@dataclass(frozen=True, slots=True)
class Batch:
    """Crops of LONGEST_CROP frames, levelled, and their targets."""

    crops: Tensor
    targets: Targets


class Batches:
    """Every clip once an epoch, in random order, a random crop of each."""

    def __init__(self, corpus: Corpus, labels: Labels, clips: NDArray[np.int64], batch_size: int) -> None:
        self.corpus = corpus
        self.labels = labels
        self.clips = clips[np.diff(corpus.offsets)[clips] > 0]
        self.batch_size = batch_size
        rows = np.concatenate([np.arange(*corpus.teacher.offsets[clip : clip + 2]) for clip in self.clips])
        self.mean = corpus.teacher.penultimate[rows].mean(axis=0)
        self.deviation = corpus.teacher.penultimate[rows].std(axis=0) + 1e-6

    def __len__(self) -> int:
        return len(self.clips) // self.batch_size

    def epoch(self, random: np.random.Generator) -> Iterator[Batch]:
        """Whole batches only: a last small one would disturb batch normalisation."""
        order = random.permutation(self.clips)
        for number in range(len(self)):
            yield self._batch(order[number * self.batch_size : (number + 1) * self.batch_size], random)

    def _batch(self, clips: NDArray[np.int64], random: np.random.Generator) -> Batch:
        crops = np.empty((len(clips), LONGEST_CROP, self.corpus.frames.shape[1]), np.float32)
        penultimate, tags = [], []
        for row, clip in enumerate(clips):
            begin, end = self.corpus.offsets[clip : clip + 2]
            start = int(random.integers(0, max(1, end - begin - LONGEST_CROP)))
            crop = self.corpus.frames[begin + start : min(end, begin + start + LONGEST_CROP)]
            crops[row] = (np.resize(crop, crops.shape[1:]) - self.corpus.levels[clip]) / DECIBELS_PER_UNIT
            weight = self._overlap(clip, start)
            windows = slice(*self.corpus.teacher.offsets[clip : clip + 2])
            penultimate.append(weight @ self.corpus.teacher.penultimate[windows])
            tags.append(weight @ self.corpus.teacher.tags[windows])
        labels = self.labels
        targets = Targets(
            genre=torch.from_numpy(labels.genre[clips]),
            genre_known=torch.from_numpy(labels.genre_known[clips]),
            mood=torch.from_numpy(labels.mood[clips]),
            mood_known=torch.from_numpy(labels.mood_known[clips]),
            quadrant=torch.from_numpy(labels.quadrant[clips]),
            cluster=torch.from_numpy(labels.cluster[clips]),
            emotify=torch.from_numpy(labels.emotify[clips]),
            penultimate=torch.from_numpy(((np.stack(penultimate) - self.mean) / self.deviation).astype(np.float32)),
            tags=torch.from_numpy(np.stack(tags).astype(np.float32)),
        )
        return Batch(torch.from_numpy(crops).transpose(1, 2), targets)

    def _overlap(self, clip: np.int64, start: int) -> NDArray[np.float64]:
        """How much of each of the teacher's windows the crop covers, as weights that add to one."""
        first, last = self.corpus.teacher.offsets[clip : clip + 2]
        window_start = np.arange(last - first) * TEACHER_SECONDS * TEACHER_EVERY
        crop_start, crop_end = frames_to_seconds(start), frames_to_seconds(start + LONGEST_CROP)
        covered = np.minimum(crop_end, window_start + TEACHER_SECONDS) - np.maximum(crop_start, window_start)
        weight = np.maximum(covered / TEACHER_SECONDS, 0.0) + _LEAST_OVERLAP
        return np.asarray(weight / weight.sum())
