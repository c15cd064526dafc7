"""From sound to factors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.kernel_ridge import KernelRidge
from sklearn.metrics import roc_auc_score

from engine.collaborative.sound import LeftOut, SoundRegressor, SoundSettings, choose, listeners_areas
from engine.errors import VectorError

RANDOM = np.random.default_rng(5)
VECTORS = RANDOM.standard_normal((40, 7))
FACTORS = RANDOM.standard_normal((40, 3))


def test_it_is_kernel_ridge_regression_of_centred_factors_on_the_scale_of_what_was_left_out() -> None:
    chosen = SoundSettings(width=0.8, ridge=0.5)
    unit = VECTORS / np.linalg.norm(VECTORS, axis=1, keepdims=True)
    centred = FACTORS[:30] - FACTORS[:30].mean(axis=0) + unit[:30, :3]
    peer = KernelRidge(alpha=0.5, kernel="rbf", gamma=1 / 0.8**2)
    left_out = np.concatenate(
        [peer.fit(np.delete(unit[:30], row, 0), np.delete(centred, row, 0)).predict(unit[[row]]) for row in range(30)]
    )
    gain = (centred * left_out).sum() / (left_out**2).sum()
    expected = gain * peer.fit(unit[:30], centred - centred.mean(axis=0)).predict(unit[30:])
    ours = SoundRegressor.fit(VECTORS[:30], centred, chosen)
    assert ours.predict(VECTORS[30:]) - centred.mean(axis=0) == pytest.approx(expected, rel=0.1, abs=0.05)


def test_far_from_everything_the_mean_is_predicted() -> None:
    near = np.eye(7)[:1] + 0.01 * VECTORS
    learned = SoundRegressor.fit(near, FACTORS, SoundSettings(width=0.2, ridge=1.0))
    assert learned.predict(-np.eye(7)[:1])[0] == pytest.approx(FACTORS.mean(axis=0), abs=1e-5)


def test_length_does_not_matter_and_damaged_vectors_are_refused() -> None:
    learned = SoundRegressor.fit(VECTORS, FACTORS, SoundSettings())
    assert learned.predict(9 * VECTORS) == pytest.approx(learned.predict(VECTORS), abs=1e-5)
    for bad in (np.zeros((1, 7)), np.full((1, 7), np.nan), np.ones((1, 6))):
        with pytest.raises(VectorError):
            learned.predict(bad)
    with pytest.raises(VectorError, match="39"):
        SoundRegressor.fit(VECTORS, FACTORS[:39], SoundSettings())
    with pytest.raises(ValueError, match="above 0"):
        SoundSettings(ridge=0.0)


def test_the_settings_that_rank_best_are_chosen() -> None:
    camps = np.repeat([1.0, -1.0], 20)
    vectors = np.stack([camps, 0.3 * RANDOM.standard_normal(40)], axis=1)
    factors = camps[:, None] + 0.1 * RANDOM.standard_normal((40, 1))
    listeners = np.array([[1.0], [-1.0]])
    plays = listeners @ camps[None] > 0
    useless, right = SoundSettings(width=0.001, ridge=1.0), SoundSettings(width=1.0, ridge=1.0)
    groups = np.arange(40) % 4
    assert choose(LeftOut(vectors, factors, plays, listeners, groups), (useless, right)) == right


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_areas_are_those_of_scikit_learn(seed: int, values: int) -> None:
    random = np.random.default_rng(seed)
    scores, played = random.integers(0, values, (3, 7)).astype(float), random.random((3, 7)) < 0.3
    asked = played.any(axis=1) & ~played.all(axis=1)
    expected = [roc_auc_score(hits, row) for hits, row in zip(played[asked], scores[asked], strict=True)]
    assert listeners_areas(scores, played) == pytest.approx(expected)
