"""Training learns, and a stop in the middle changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from engine.training.batches import Batch, Batches
from engine.training.corpus import Corpus
from engine.training.finish import standardise
from engine.training.labels import Labels
from engine.training.loop import Recipe, new_ear, train

RECIPE = Recipe(epochs=3, batch_size=8, seed=3)
CPU = torch.device("cpu")


def test_losses_fall_and_kinds_part(corpus: Corpus, labels: Labels, tmp_path: Path) -> None:
    recipe = Recipe(epochs=6, batch_size=8, seed=0)
    ear = new_ear(labels.classes, 0)
    curves = train(ear, Batches(corpus, labels, np.arange(32), 8), recipe, tmp_path, CPU)
    assert curves[-1].losses["cnn"] < curves[0].losses["cnn"] / 1.5
    assert curves[-1].losses["autoencoder"] < curves[0].losses["autoencoder"]
    vectors = standardise(ear, corpus, np.arange(24), others=True).cnn
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    alike = vectors @ vectors.T
    assert alike[0::2, 0::2].mean() > alike[0::2, 1::2].mean() + 0.2


def test_resuming_equals_an_undisturbed_run(corpus: Corpus, labels: Labels, tmp_path: Path) -> None:
    batches = Batches(corpus, labels, np.arange(32), RECIPE.batch_size)
    whole, parts = new_ear(labels.classes, 1), new_ear(labels.classes, 1)
    curves = train(whole, batches, RECIPE, tmp_path / "whole", CPU)

    class Stopped(Exception):
        """Raised in the middle of the second epoch."""

    class StoppingBatches(Batches):
        epochs = 0

        def epoch(self, random: np.random.Generator) -> Iterator[Batch]:
            self.epochs += 1
            for number, batch in enumerate(super().epoch(random)):
                if (self.epochs, number) == (2, 2):
                    raise Stopped
                yield batch

    try:
        train(parts, StoppingBatches(corpus, labels, np.arange(32), RECIPE.batch_size), RECIPE, tmp_path / "parts", CPU)
    except Stopped:
        assert len(json.loads((tmp_path / "parts" / "losses.json").read_text())) == 1
    resumed = new_ear(labels.classes, 99)
    assert train(resumed, batches, RECIPE, tmp_path / "parts", CPU) == curves
    for name, value in whole.state_dict().items():
        torch.testing.assert_close(resumed.state_dict()[name], value)


def test_another_recipe_does_not_go_on_from_this_one(corpus: Corpus, labels: Labels, tmp_path: Path) -> None:
    batches = Batches(corpus, labels, np.arange(32), 8)
    train(new_ear(labels.classes, 1), batches, Recipe(epochs=1, batch_size=8), tmp_path, CPU)
    curves = train(new_ear(labels.classes, 1), batches, Recipe(epochs=2, batch_size=8), tmp_path, CPU)
    assert len(curves) == 2
