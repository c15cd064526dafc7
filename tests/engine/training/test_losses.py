"""What is unknown does not count, and what is known does."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from engine.networks.cnn import EMBEDDING_SIZE, Cnn
from engine.training.batches import Batches, Targets
from engine.training.corpus import Corpus
from engine.training.labels import Labels
from engine.training.losses import TeacherHeads, cnn_losses


@pytest.fixture
def targets(corpus: Corpus, labels: Labels) -> Targets:
    return next(Batches(corpus, labels, np.arange(32), 32).epoch(np.random.default_rng(0))).targets


@pytest.fixture
def cnn(labels: Labels) -> Cnn:
    torch.manual_seed(0)
    return Cnn(labels.classes)


def test_unknown_labels_do_not_count(cnn: Cnn, targets: Targets) -> None:
    heads, embedded = TeacherHeads(), torch.randn(32, EMBEDDING_SIZE)
    flipped = dataclasses.replace(targets, genre=torch.where(targets.genre_known, targets.genre, 1 - targets.genre))
    before, after = (cnn_losses(cnn, heads, embedded, t)["genre"] for t in (targets, flipped))
    torch.testing.assert_close(before, after)


def test_known_labels_count(cnn: Cnn, targets: Targets) -> None:
    heads, embedded = TeacherHeads(), torch.randn(32, EMBEDDING_SIZE)
    wrong = dataclasses.replace(targets, quadrant=torch.where(targets.quadrant >= 0, 0, -1))
    before, after = (cnn_losses(cnn, heads, embedded, t)["quadrant"] for t in (targets, wrong))
    assert not torch.isclose(before, after)


def test_a_batch_without_labels_still_has_a_loss(cnn: Cnn, targets: Targets) -> None:
    embedded = torch.randn(32, EMBEDDING_SIZE, requires_grad=True)
    nobody = dataclasses.replace(
        targets,
        genre_known=torch.zeros_like(targets.genre_known),
        mood_known=torch.zeros_like(targets.mood_known),
        quadrant=torch.full_like(targets.quadrant, -1),
    )
    total = torch.stack(list(cnn_losses(cnn, TeacherHeads(), embedded, nobody).values())).sum()
    total.backward()  # type: ignore[no-untyped-call]
    assert torch.isfinite(total)
    assert embedded.grad is not None
    assert torch.isfinite(embedded.grad).all()


def test_the_teachers_own_geometry_costs_nothing(cnn: Cnn, targets: Targets) -> None:
    as_teacher = torch.zeros(32, EMBEDDING_SIZE)
    as_teacher[:, : targets.penultimate.shape[1]] = targets.penultimate
    assert cnn_losses(cnn, TeacherHeads(), as_teacher, targets)["teacher_geometry"] < 1e-6
