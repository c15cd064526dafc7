"""Every clip once an epoch, heard twice at random places."""

from __future__ import annotations

import numpy as np

from engine.features.log_mel import N_MELS
from engine.features.segments import SEGMENT_FRAMES
from engine.networks.cnn import MAP_BANDS, MAP_CHANNELS
from engine.training.augment import LONGEST_CROP
from engine.training.batches import SEGMENT_SECONDS, STRETCHES, Batches
from engine.training.corpus import Corpus
from engine.training.packs import Packs
from engine.training.targets import Targets
from tests.engine.training.conftest import ALL, N_CLIPS


def test_sounds_have_two_crops_of_every_clip(corpus: Corpus, targets: Targets) -> None:
    batches = Batches(corpus, targets, ALL, batch_size=10)
    made = list(batches.sounds(np.random.default_rng(0)))
    assert len(made) == len(batches) == 3
    assert made[0].straight.shape == (10, N_MELS, SEGMENT_FRAMES)
    assert made[0].loose.shape == (10, N_MELS, LONGEST_CROP)


def test_an_epoch_is_repeatable(corpus: Corpus, targets: Targets) -> None:
    batches = Batches(corpus, targets, ALL, batch_size=8)
    first, again = (next(batches.sounds(np.random.default_rng(5))) for _ in range(2))
    assert (first.loose == again.loose).all()
    other = next(batches.sounds(np.random.default_rng(6)))
    assert not (first.loose == other.loose).all()


def test_targets_belong_to_the_crops(corpus: Corpus, targets: Targets) -> None:
    batch = next(Batches(corpus, targets, ALL, batch_size=N_CLIPS).sounds(np.random.default_rng(1)))
    for crops in (batch.straight, batch.loose):
        is_bass = crops[:, :30].mean(dim=(1, 2)) > crops[:, -30:].mean(dim=(1, 2))
        assert ((batch.targets.embeddings.mean(dim=1) > 0) == is_bass).all()
        known = batch.targets.quadrant >= 0
        assert ((batch.targets.quadrant == 3) == is_bass)[known].all()


def test_maps_are_stretches_of_the_clip_that_they_belong_to(corpus: Corpus, targets: Targets) -> None:
    maps = {clip: np.full((9, MAP_CHANNELS, MAP_BANDS), clip, np.float16) for clip in range(N_CLIPS)}
    batch = next(Batches(corpus, targets, ALL, batch_size=8).maps(maps, np.random.default_rng(0)))
    assert batch.maps.shape == (2 * 8 * STRETCHES, MAP_CHANNELS, MAP_BANDS, SEGMENT_SECONDS)
    clips = batch.maps[:, 0, 0, 0].reshape(2, 8, STRETCHES)
    assert (clips[0] == clips[1]).all()
    assert (clips == clips[:, :, :1]).all()
    even = clips[0, :, 0] % 2 == 0
    assert ((batch.targets.embeddings.mean(dim=1) > 0) == even).all()


def test_a_clip_shorter_than_a_crop_is_repeated(corpus: Corpus, targets: Targets) -> None:
    places = corpus.frames.places.copy()
    places[:, 2] = places[:, 1] + 100
    short = Corpus(Packs(corpus.frames.arrays, places), corpus.levels)
    crops = next(Batches(short, targets, ALL, batch_size=4).sounds(np.random.default_rng(0))).straight
    assert (crops[:, :, :100] == crops[:, :, 100:200]).all()


def test_unreadable_clips_are_left_out(corpus: Corpus, targets: Targets) -> None:
    places = corpus.frames.places.copy()
    places[4, 2] = places[4, 1]
    holed = Corpus(Packs(corpus.frames.arrays, places), corpus.levels)
    assert 4 not in Batches(holed, targets, ALL, batch_size=8).clips
