"""Every clip once an epoch: twice as the trunk found it, or one crop of its sound."""

from __future__ import annotations

import numpy as np
import pytest

from engine.features.log_mel import N_BANDS, N_MELS
from engine.features.segments import SEGMENT_FRAMES
from engine.networks.cnn import FEATURES
from engine.networks.parts import FOUND
from engine.training.batches import Batches
from engine.training.corpus import Corpus
from engine.training.heard import DISGUISES, STRETCHES, Heard
from engine.training.packs import Packs
from engine.training.targets import Targets
from tests.engine.training.conftest import ALL, N_CLIPS, packed

CLIP, LISTENING = 0, 1
"""Features in which ``marked`` says what they are of."""


@pytest.fixture(scope="module")
def marked() -> Heard:
    """Features that say which clip they are of, and which disguise; the rest says which stretch."""

    def listened(number: int) -> Packs:
        found = np.zeros((N_CLIPS, STRETCHES, FOUND)) + 4.0 ** np.arange(STRETCHES)[:, None]
        found[:, :, CLIP] = ALL[:, None]
        found[:, :, LISTENING] = number
        return packed(found)

    return Heard(listened(0), tuple(listened(1 + disguise) for disguise in range(DISGUISES)))


def test_features_are_those_of_a_clip_and_of_one_of_its_disguises(
    corpus: Corpus, marked: Heard, targets: Targets
) -> None:
    batches = Batches(corpus, marked, targets, ALL, batch_size=10)
    made = list(batches.features(np.random.default_rng(0)))
    assert len(made) == len(batches) == 3
    for batch in made:
        assert batch.clean.shape == batch.disguised.shape == (10, FEATURES)
        assert (batch.clean[:, CLIP] == batch.disguised[:, CLIP]).all()
        assert (batch.clean[:, LISTENING] == 0).all()
        even = batch.clean[:, CLIP] % 2 == 0
        assert ((batch.targets.embeddings.mean(dim=1) > 0) == even).all()
    clips = np.concatenate([batch.clean[:, CLIP].numpy() for batch in made])
    assert len(set(clips.tolist())) == len(clips) == 30
    disguises = np.concatenate([batch.disguised[:, LISTENING].numpy() for batch in made])
    assert set(disguises.tolist()) == set(range(1, DISGUISES + 1))


def test_features_are_means_of_some_of_the_stretches(corpus: Corpus, marked: Heard, targets: Targets) -> None:
    batches = Batches(corpus, marked, targets, ALL, batch_size=N_CLIPS)
    random = np.random.default_rng(1)
    met = {float(one) for _ in range(10) for one in next(batches.features(random)).clean[:, -1]}
    # Of one, two or all three of 1, 4 and 16.
    means = [1, 4, 16, 5 / 2, 17 / 2, 10, 7]
    assert sorted(met) == pytest.approx(sorted(means))


def test_sounds_have_a_crop_of_every_clip(corpus: Corpus, heard: Heard, targets: Targets) -> None:
    batches = Batches(corpus, heard, targets, ALL, batch_size=10)
    made = list(batches.sounds(np.random.default_rng(0)))
    assert len(made) == len(batches) == 3
    assert {crops.shape for crops in made} == {(10, N_BANDS, SEGMENT_FRAMES)}
    for crops in made:
        assert float(crops[:, :N_MELS].mean(dim=(1, 2)).abs().max()) < 1, "each is about its clip's level"


def test_an_epoch_is_repeatable(corpus: Corpus, heard: Heard, targets: Targets) -> None:
    batches = Batches(corpus, heard, targets, ALL, batch_size=8)
    first, again, other = (next(batches.sounds(np.random.default_rng(seed))) for seed in (5, 5, 6))
    assert (first == again).all()
    assert not (first == other).all()
    same, too, others = (next(batches.features(np.random.default_rng(seed))) for seed in (5, 5, 6))
    assert (same.clean == too.clean).all()
    assert (same.disguised == too.disguised).all()
    assert not (same.clean == others.clean).all()


def test_a_clip_shorter_than_a_crop_is_repeated(corpus: Corpus, heard: Heard, targets: Targets) -> None:
    places = corpus.frames.places.copy()
    places[:, 2] = places[:, 1] + 100
    short = Corpus(Packs(corpus.frames.arrays, places), corpus.levels)
    crops = next(Batches(short, heard, targets, ALL, batch_size=4).sounds(np.random.default_rng(0)))
    assert crops.shape[2] == SEGMENT_FRAMES
    assert (crops[:, :, :100] == crops[:, :, 100:200]).all()


def test_unreadable_clips_are_left_out(corpus: Corpus, heard: Heard, targets: Targets) -> None:
    places = corpus.frames.places.copy()
    places[4, 2] = places[4, 1]
    holed = Corpus(Packs(corpus.frames.arrays, places), corpus.levels)
    assert Batches(holed, heard, targets, ALL, batch_size=8).clips.tolist() == [clip for clip in ALL if clip != 4]
