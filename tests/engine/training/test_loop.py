"""Training learns, and a stop in the middle changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.training.batches import Batches, SoundBatch
from engine.training.corpus import Corpus
from engine.training.finish import hear_clips, standardise
from engine.training.labels import Labels
from engine.training.loop import Recipe, has_checkpoint, new_ear, train
from engine.training.targets import Targets
from tests.engine.training.conftest import ALL

RECIPE = Recipe(map_epochs=2, sound_epochs=2, batch_size=8, seed=3)
CPU = torch.device("cpu")


@pytest.fixture
def batches(corpus: Corpus, targets: Targets) -> Batches:
    return Batches(corpus, targets, ALL, RECIPE.batch_size)


def test_losses_fall_and_kinds_part(corpus: Corpus, labels: Labels, batches: Batches, tmp_path: Path) -> None:
    ear = new_ear(labels.classes, 0)
    recipe = Recipe(map_epochs=5, sound_epochs=3, batch_size=8, map_learning_rate=5e-3, sound_learning_rate=2e-3)
    trained = train(ear, batches, recipe, tmp_path, CPU)
    assert trained.finished
    maps, sounds = trained.curves[:5], trained.curves[5:]
    assert maps[-1].losses["cnn"] < 0.8 * maps[0].losses["cnn"]
    assert sounds[-1].losses["autoencoder"] < sounds[0].losses["autoencoder"]
    heard = hear_clips(ear, corpus, ALL)
    standardise(ear, heard, np.ones(len(ALL), np.bool_))
    standard = (heard.cnn - ear.cnn_mean.numpy()) / ear.cnn_deviation.numpy()
    vectors = standard / np.linalg.norm(standard, axis=1, keepdims=True)
    alike = vectors @ vectors.T
    assert alike[0::2, 0::2].mean() > alike[0::2, 1::2].mean() + 0.2


class Stopped(Exception):
    """Raised in the middle of an epoch."""


class StoppingBatches(Batches):
    """Stops in the second epoch of sounds."""

    epochs = 0

    def sounds(self, random: np.random.Generator) -> Iterator[SoundBatch]:
        self.epochs += 1
        for number, batch in enumerate(super().sounds(random)):
            if (self.epochs, number) == (2, 2):
                raise Stopped
            yield batch


def test_resuming_equals_an_undisturbed_run(labels: Labels, batches: Batches, tmp_path: Path) -> None:
    whole, parts = new_ear(labels.classes, 1), new_ear(labels.classes, 1)
    curves = train(whole, batches, RECIPE, tmp_path / "whole", CPU).curves
    stopping = StoppingBatches(batches.corpus, batches.targets, ALL, RECIPE.batch_size)
    with pytest.raises(Stopped):
        train(parts, stopping, RECIPE, tmp_path / "parts", CPU)
    assert len(json.loads((tmp_path / "parts" / "losses.json").read_text())) == 3
    assert has_checkpoint(tmp_path / "parts", RECIPE)
    resumed = new_ear(labels.classes, 99)
    assert train(resumed, batches, RECIPE, tmp_path / "parts", CPU).curves == curves
    for name, value in whole.state_dict().items():
        torch.testing.assert_close(resumed.state_dict()[name], value)


def test_in_parts_of_some_minutes(labels: Labels, batches: Batches, tmp_path: Path) -> None:
    whole = train(new_ear(labels.classes, 1), batches, RECIPE, tmp_path / "whole", CPU)
    for number in range(RECIPE.epochs):
        part = train(new_ear(labels.classes, 1), batches, RECIPE, tmp_path / "parts", CPU, minutes=1e-9)
        assert len(part.curves) == number + 1
        assert part.finished == (number + 1 == RECIPE.epochs)
    assert part.curves == whole.curves


def test_another_recipe_does_not_go_on_from_this_one(labels: Labels, batches: Batches, tmp_path: Path) -> None:
    short = Recipe(map_epochs=1, sound_epochs=0, batch_size=8)
    other = Recipe(map_epochs=1, sound_epochs=1, batch_size=8)
    train(new_ear(labels.classes, 1), batches, short, tmp_path, CPU)
    assert not has_checkpoint(tmp_path, other)
    assert len(train(new_ear(labels.classes, 1), batches, other, tmp_path, CPU).curves) == 2
