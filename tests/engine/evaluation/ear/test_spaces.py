"""Spaces are learnt from the training folds and from nothing else."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from engine.evaluation.baselines import standardise
from engine.evaluation.ear.spaces import joined, reduced, whitened

Vectors = npt.NDArray[np.float32]
LEARNT = np.arange(300) < 200


def slanted(seed: int = 0) -> Vectors:
    random = np.random.default_rng(seed)
    return (random.standard_normal((300, 6)) @ random.standard_normal((6, 6)) + 5).astype(np.float32)


@pytest.mark.parametrize("fit", [standardise, reduced, whitened, lambda given, learnt: joined([given], learnt)])
def test_nothing_is_learnt_from_those_who_are_asked(fit: Callable[[Vectors, npt.NDArray[np.bool_]], Vectors]) -> None:
    vectors = slanted()
    moved = vectors.copy()
    moved[250:] *= 7
    np.testing.assert_allclose(fit(moved, LEARNT)[:250], fit(vectors, LEARNT)[:250], atol=1e-4)


def test_a_white_space_has_no_axis_of_its_own() -> None:
    white = whitened(slanted(), LEARNT)[LEARNT]
    np.testing.assert_allclose(white.T @ white / LEARNT.sum(), np.eye(6), atol=1e-3)
    np.testing.assert_allclose(white.mean(axis=0), 0, atol=1e-4)


def test_a_reduced_space_keeps_what_varies_most() -> None:
    vectors = slanted()
    kept = reduced(vectors, LEARNT, size=3)
    assert kept.shape == (300, 3)
    lengths = kept[LEARNT].std(axis=0)
    assert (np.diff(lengths) <= 0).all()
    every = reduced(vectors, LEARNT, size=6)
    centred = vectors - vectors[LEARNT].mean(axis=0)
    np.testing.assert_allclose(np.linalg.norm(every, axis=1), np.linalg.norm(centred, axis=1), rtol=1e-3)


def test_an_axis_without_any_spread_is_left_out() -> None:
    flat = np.concatenate([slanted(), np.ones((300, 2), np.float32)], axis=1)
    assert whitened(flat, LEARNT).shape == (300, 6)
    assert np.isfinite(whitened(flat, LEARNT)).all()


def test_joined_parts_count_the_same_whatever_their_size() -> None:
    loud, quiet = slanted(1) * 100, slanted(2)[:, :2]
    both = joined([loud, quiet], LEARNT)
    assert both.shape == (300, 8)
    np.testing.assert_allclose(np.linalg.norm(both[:, :6], axis=1), 1, rtol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(both[:, 6:], axis=1), 1, rtol=1e-5)
