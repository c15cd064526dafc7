"""What is unknown does not count, and what is known does."""

from __future__ import annotations

import dataclasses

import pytest
import torch

from engine.networks.cnn import EMBEDDING_SIZE, Cnn
from engine.training.labels import Labels
from engine.training.losses import TeacherHeads, cnn_losses
from engine.training.targets import Targets
from tests.engine.training.conftest import N_CLIPS


@pytest.fixture
def cnn(labels: Labels) -> Cnn:
    torch.manual_seed(0)
    return Cnn(labels.classes)


def embedded(seed: int) -> torch.Tensor:
    return torch.randn(N_CLIPS, EMBEDDING_SIZE, generator=torch.Generator().manual_seed(seed))


def test_unknown_labels_do_not_count(cnn: Cnn, targets: Targets) -> None:
    heads = TeacherHeads(targets)
    flipped = dataclasses.replace(targets, genre=torch.where(targets.genre_known, targets.genre, 1 - targets.genre))
    before, after = (cnn_losses(cnn, heads, embedded(1), embedded(2), t)["genre"] for t in (targets, flipped))
    torch.testing.assert_close(before, after)


def test_known_labels_count(cnn: Cnn, targets: Targets) -> None:
    heads = TeacherHeads(targets)
    wrong = dataclasses.replace(targets, quadrant=torch.where(targets.quadrant >= 0, 0, -1))
    before, after = (cnn_losses(cnn, heads, embedded(1), embedded(2), t)["quadrant"] for t in (targets, wrong))
    assert not torch.isclose(before, after)


def test_a_batch_without_labels_still_has_a_loss(cnn: Cnn, targets: Targets) -> None:
    first = embedded(1).requires_grad_()
    nobody = dataclasses.replace(
        targets,
        genre_known=torch.zeros_like(targets.genre_known),
        mood_known=torch.zeros_like(targets.mood_known),
        quadrant=torch.full_like(targets.quadrant, -1),
    )
    total = torch.stack(list(cnn_losses(cnn, TeacherHeads(targets), first, embedded(2), nobody).values())).sum()
    total.backward()  # type: ignore[no-untyped-call]
    assert torch.isfinite(total)
    assert first.grad is not None
    assert torch.isfinite(first.grad).all()


def test_the_teachers_own_geometry_costs_nothing(cnn: Cnn, targets: Targets) -> None:
    as_teachers = torch.zeros(N_CLIPS, EMBEDDING_SIZE)
    as_teachers[:, : targets.joint.shape[1]] = targets.joint
    heads = TeacherHeads(targets)
    same = cnn_losses(cnn, heads, as_teachers, as_teachers, targets)
    other = cnn_losses(cnn, heads, embedded(1), embedded(2), targets)
    assert same["geometry"] < 1e-6 < other["geometry"]
    assert same["same_song"] < other["same_song"]
