"""Training learns, and a stop in the middle changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
import torch
from torch import Tensor

from engine.networks.cnn import FEATURES
from engine.training.batches import Batches, FeatureBatch
from engine.training.corpus import Corpus
from engine.training.heard import Heard
from engine.training.labels import Labels
from engine.training.loop import EpochLoss, Part, Recipe, Trained, new_ear, train
from engine.training.targets import Targets
from tests.engine.training.conftest import ALL

RECIPE = Recipe(feature_epochs=2, sound_epochs=2, batch_size=3, seed=3)
FEW = ALL[:6]
"""Two batches an epoch."""
CPU = torch.device("cpu")
_B = TypeVar("_B")


@pytest.fixture(scope="module")
def batches(corpus: Corpus, heard: Heard, targets: Targets) -> Batches:
    return Batches(corpus, heard, targets, FEW, RECIPE.batch_size)


@pytest.fixture(scope="module")
def undisturbed(
    labels: Labels, batches: Batches, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Tensor], tuple[EpochLoss, ...]]:
    """Weights and curves of a run that nobody stopped."""
    ear = new_ear(labels.classes, 1)
    trained = train(ear, batches, RECIPE, tmp_path_factory.mktemp("whole"), CPU)
    assert trained.finished
    return ear.state_dict(), trained.curves


def test_losses_fall_and_kinds_part(
    corpus: Corpus, heard: Heard, labels: Labels, targets: Targets, tmp_path: Path
) -> None:
    learned, others = ALL[:12], ALL[12:20]
    recipe = Recipe(
        feature_epochs=6, sound_epochs=2, batch_size=6, feature_learning_rate=5e-3, sound_learning_rate=2e-3
    )
    ear = new_ear(labels.classes, 0)
    trained = train(ear, Batches(corpus, heard, targets, learned, recipe.batch_size), recipe, tmp_path, CPU)
    parts = [[curve for curve in trained.curves if recipe.part(curve.epoch) is part] for part in Part]
    assert [len(part) for part in parts] == [recipe.feature_epochs, recipe.sound_epochs]
    features, sounds = parts
    assert features[-1].losses["cnn"] < 0.8 * features[0].losses["cnn"]
    assert sounds[-1].losses["autoencoder"] < sounds[0].losses["autoencoder"]
    with torch.inference_mode():
        found = np.stack([heard.clean.of(clip).mean(axis=0)[:FEATURES] for clip in (*learned, *others)])
        embedded = ear.cnn.embed(torch.from_numpy(found)).numpy()
    standard = embedded - embedded[:12].mean(axis=0)
    vectors = standard / np.linalg.norm(standard, axis=1, keepdims=True)
    alike = (vectors @ vectors.T)[12:, :12]
    assert alike[0::2, 0::2].mean() > alike[0::2, 1::2].mean() + 0.2


def test_each_part_moves_its_own_network_and_no_part_the_trunk(
    labels: Labels, batches: Batches, tmp_path: Path
) -> None:
    for part, epochs in ((Part.FEATURES, (1, 0)), (Part.SOUNDS, (0, 1))):
        recipe = Recipe(feature_epochs=epochs[0], sound_epochs=epochs[1], batch_size=3)
        ear = new_ear(labels.classes, 1)
        before = {name: value.clone() for name, value in ear.state_dict().items()}
        train(ear, batches, recipe, tmp_path / part, CPU)
        changed = {name for name, value in ear.state_dict().items() if not torch.equal(value, before[name])}
        learns = "cnn." if part is Part.FEATURES else "autoencoder."
        assert changed
        assert all(name.startswith(learns) and not name.startswith("cnn.trunk.") for name in changed)
        weights = {name for name in before if name.startswith(learns) and name.endswith(".weight")}
        # Nobody says of these clips which of Emotify's genres or MIREX's clusters they are.
        unasked = {"cnn.cluster.weight", "cnn.emotify.weight"}
        assert {name for name in weights if not name.startswith("cnn.trunk.")} - unasked <= changed


class Stopped(Exception):
    """Raised in the middle of an epoch."""


class StoppingBatches(Batches):
    """Stops in the second epoch of a part."""

    part = Part.FEATURES
    epochs = 0

    def features(self, random: np.random.Generator) -> Iterator[FeatureBatch]:
        return self._stopped(Part.FEATURES, super().features(random))

    def sounds(self, random: np.random.Generator) -> Iterator[Tensor]:
        return self._stopped(Part.SOUNDS, super().sounds(random))

    def _stopped(self, part: Part, batches: Iterator[_B]) -> Iterator[_B]:
        self.epochs += part is self.part
        for number, batch in enumerate(batches):
            if (part, self.epochs, number) == (self.part, 2, 1):
                raise Stopped
            yield batch


@pytest.mark.parametrize("part", list(Part))
def test_resuming_equals_an_undisturbed_run(
    part: Part,
    labels: Labels,
    batches: Batches,
    undisturbed: tuple[dict[str, Tensor], tuple[EpochLoss, ...]],
    tmp_path: Path,
) -> None:
    weights, curves = undisturbed
    stopping = StoppingBatches(batches.corpus, batches.heard, batches.targets, FEW, RECIPE.batch_size)
    stopping.part = part
    with pytest.raises(Stopped):
        train(new_ear(labels.classes, 1), stopping, RECIPE, tmp_path, CPU)
    done = 1 if part is Part.FEATURES else RECIPE.feature_epochs + 1
    assert len(json.loads((tmp_path / "losses.json").read_text())) == done
    resumed = new_ear(labels.classes, 99)
    assert train(resumed, batches, RECIPE, tmp_path, CPU).curves == curves
    for name, value in resumed.state_dict().items():
        torch.testing.assert_close(value, weights[name])


def test_in_parts_of_some_minutes(
    labels: Labels, batches: Batches, undisturbed: tuple[dict[str, Tensor], tuple[EpochLoss, ...]], tmp_path: Path
) -> None:
    seconds = 0.0
    for number in range(RECIPE.epochs):
        part = train(new_ear(labels.classes, 1), batches, RECIPE, tmp_path, CPU, minutes=1e-9)
        assert len(part.curves) == number + 1
        assert part.finished == (number + 1 == RECIPE.epochs)
        assert part.cpu_seconds > seconds
        seconds = part.cpu_seconds
    assert part.curves == undisturbed[1]


def test_without_a_minute_nothing_is_begun(labels: Labels, batches: Batches, tmp_path: Path) -> None:
    ear = new_ear(labels.classes, 1)
    before = {name: value.clone() for name, value in ear.state_dict().items()}
    assert train(ear, batches, RECIPE, tmp_path, CPU, minutes=0) == Trained((), False, 0.0, 0.0)
    assert all(torch.equal(value, before[name]) for name, value in ear.state_dict().items())
    assert not list(tmp_path.iterdir())


def test_another_recipe_does_not_go_on_from_this_one(labels: Labels, batches: Batches, tmp_path: Path) -> None:
    short, other = (Recipe(feature_epochs=epochs, sound_epochs=0, batch_size=3) for epochs in (1, 2))
    train(new_ear(labels.classes, 1), batches, short, tmp_path / "run", CPU)
    after, alone = (train(new_ear(labels.classes, 1), batches, other, tmp_path / run, CPU) for run in ("run", "new"))
    assert len(after.curves) == 2
    assert after.curves == alone.curves
    again = train(new_ear(labels.classes, 1), batches, other, tmp_path / "run", CPU)
    assert again == after, "a finished run has nothing to go on with"
