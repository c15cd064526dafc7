"""Every clip once an epoch, with the teacher's opinion of just that crop."""

from __future__ import annotations

import numpy as np

from engine.features.log_mel import N_MELS
from engine.training.augment import LONGEST_CROP
from engine.training.batches import Batches
from engine.training.corpus import Corpus
from engine.training.labels import Labels


def test_shapes_and_count(corpus: Corpus, labels: Labels) -> None:
    batches = Batches(corpus, labels, np.arange(32), batch_size=10)
    made = list(batches.epoch(np.random.default_rng(0)))
    assert len(made) == len(batches) == 3
    assert made[0].crops.shape == (10, N_MELS, LONGEST_CROP)
    assert made[0].targets.penultimate.shape == (10, 200)


def test_an_epoch_is_repeatable(corpus: Corpus, labels: Labels) -> None:
    batches = Batches(corpus, labels, np.arange(32), batch_size=8)
    first, again = (next(batches.epoch(np.random.default_rng(5))) for _ in range(2))
    assert (first.crops == again.crops).all()


def test_labels_and_teacher_belong_to_the_crop(corpus: Corpus, labels: Labels) -> None:
    batches = Batches(corpus, labels, np.arange(32), batch_size=32)
    batch = next(batches.epoch(np.random.default_rng(1)))
    is_bass = (batch.crops[:, :40].mean(dim=(1, 2)) > batch.crops[:, -40:].mean(dim=(1, 2))).numpy()
    teacher_says_even = batch.targets.penultimate.mean(dim=1).numpy() > 0
    assert (is_bass == teacher_says_even).all()
    known = batch.targets.quadrant.numpy() >= 0
    assert ((batch.targets.quadrant.numpy() == 3) == is_bass)[known].all()


def test_unreadable_clips_are_left_out(corpus: Corpus, labels: Labels) -> None:
    offsets = corpus.offsets.copy()
    offsets[5] = offsets[4]
    holed = Corpus(corpus.frames, offsets, corpus.levels, corpus.teacher)
    assert 4 not in Batches(holed, labels, np.arange(32), batch_size=8).clips
