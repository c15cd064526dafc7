"""The untrained copy: our networks' shape, repeatable, and no teaching in it."""

from __future__ import annotations

import numpy as np
import torch

from engine.evaluation.untrained import content_name, joined, untrained_ear
from engine.networks.ear import DIMENSION


def test_the_copy_is_repeatable_and_named_by_its_weights() -> None:
    before = torch.random.get_rng_state()
    first, again, other = untrained_ear(), untrained_ear(), untrained_ear(seed=1)
    assert torch.equal(torch.random.get_rng_state(), before)
    assert content_name(first) == content_name(again) != content_name(other)
    assert not first.training


def test_vectors_are_joined_as_the_trained_ones_are() -> None:
    raw = np.random.default_rng(0).standard_normal((20, DIMENSION)).astype(np.float32) * 7 + 3
    vectors = joined(untrained_ear(), raw, np.arange(20) < 15)
    assert vectors.shape == (20, DIMENSION)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(vectors, joined(untrained_ear(), raw * 2 + 1, np.arange(20) < 15), atol=1e-4)
