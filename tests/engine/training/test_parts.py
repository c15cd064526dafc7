"""What is fitted puts stretches and disguises of one clip together and leaves the similarity of the parts as it was."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional

from engine.networks.autoencoder import CODE_SIZE
from engine.networks.cnn import FEATURES
from engine.networks.ear import DIMENSION, Ear
from engine.networks.parts import FOUND
from engine.training.heard import Heard
from engine.training.labels import Labels
from engine.training.loop import new_ear
from engine.training.packs import Packs
from engine.training.parts import Raw, fit
from tests.engine.training.conftest import packed

N_CLIPS, N_LEARNED, N_OWN = 420, 400, 80
LEARNED = np.arange(N_LEARNED)


@pytest.fixture(scope="module")
def sounds() -> Heard:
    """Each clip has numbers of its own among many that say nothing; what a disguise does is loud and the same."""
    random = np.random.default_rng(0)
    own = np.zeros((N_CLIPS, 1, FOUND))
    own[:, 0, :N_OWN] = random.normal(0, 1, (N_CLIPS, N_OWN))

    def listened(disguise: float) -> Packs:
        found = own + 0.3 * random.normal(0, 1, (N_CLIPS, 3, FOUND))
        found[:, :, 100:140] += disguise * random.normal(0, 1, (N_CLIPS, 1, 40))
        return packed(found)

    return Heard(listened(0.0), (listened(25.0), listened(25.0)))


@pytest.fixture(scope="module")
def fitted(labels: Labels, sounds: Heard) -> tuple[Ear, Raw]:
    ear = new_ear(labels.classes, 0).eval()
    raw = heard_as(ear, sounds.clean, slice(0, N_LEARNED))
    fit(ear, raw, sounds, LEARNED)
    return ear, raw


@torch.no_grad()
def heard_as(ear: Ear, packs: Packs, clips: slice) -> Raw:
    rows = [packs.of(clip).mean(axis=0) for clip in range(N_CLIPS)[clips]]
    found = torch.from_numpy(np.stack(rows))
    code = torch.randn(len(found), CODE_SIZE, generator=torch.Generator().manual_seed(0))
    return Raw(ear.cnn.embed(found[:, :FEATURES]), code, found)


def first_right(asked: Tensor, known: Tensor) -> float:
    near = functional.normalize(asked, dim=1) @ functional.normalize(known, dim=1).T
    return float((near.argmax(dim=1) == torch.arange(len(known))).float().mean())


def test_a_disguised_clip_that_was_never_learned_is_likest_itself(fitted: tuple[Ear, Raw], sounds: Heard) -> None:
    ear, new = fitted[0], slice(N_LEARNED, N_CLIPS)
    clean, disguised = heard_as(ear, sounds.clean, new), heard_as(ear, sounds.disguised[0], new)
    before = first_right(disguised.found, clean.found)
    after = first_right(
        ear.likeness(disguised.found, disguised.cnn).detach(), ear.likeness(clean.found, clean.cnn).detach()
    )
    assert before < 0.85
    assert after > 0.9


def test_the_projection_keeps_similarity(fitted: tuple[Ear, Raw]) -> None:
    ear, raw = fitted
    parts = (raw.cnn, raw.autoencoder, raw.found)
    joined, vectors = ear.joined(*parts), ear.vectors(*parts)
    assert vectors.shape == (N_LEARNED, DIMENSION)
    torch.testing.assert_close(vectors @ vectors.T, joined @ joined.T, atol=5e-3, rtol=0)


def test_what_is_fitted_is_as_it_will_be_stored(fitted: tuple[Ear, Raw]) -> None:
    ear = fitted[0]
    for kernel in (ear.style.axes, ear.likeness.directions, ear.projection):
        torch.testing.assert_close(kernel, kernel.half().float(), rtol=0, atol=0)


def test_the_networks_are_standardised(fitted: tuple[Ear, Raw]) -> None:
    ear, raw = fitted
    cnn, code = ear.standard(raw.cnn, raw.autoencoder)
    torch.testing.assert_close(cnn.std(dim=0), torch.ones(cnn.shape[1]), atol=1e-3, rtol=0)
    torch.testing.assert_close(code.mean(dim=0), torch.zeros(CODE_SIZE), atol=1e-4, rtol=0)
