from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from engine.collaborative.protocol import untold
from engine.collaborative.random_walk import RandomWalk, RandomWalkSettings

COUNTS = np.array([[1, 1, 0], [1, 1, 1], [0, 0, 1]], dtype=np.float32)


def learned(alpha: float, beta: float) -> RandomWalk:
    model = RandomWalk(RandomWalkSettings(alpha=alpha, beta=beta))
    model.learn(csr_array(COUNTS), None, untold)
    return model


def test_the_scores_are_the_walks_probabilities() -> None:
    # From item 0 with one half each to users 0 and 1, who go on with 1/2 and 1/3 to item 1, with 1/3 to item 2.
    scores = learned(1, 0).scores(csr_array(np.array([[1, 0, 0]], dtype=np.float32)))
    np.testing.assert_allclose(scores, [[0, 1 / 4 + 1 / 6, 1 / 6]], rtol=1e-6)


@pytest.mark.parametrize(("alpha", "beta"), [(0.6, 0.35), (1.0, 0.5), (2.0, 0.0)])
def test_powers_are_taken_of_each_step_and_of_the_popularity(alpha: float, beta: float) -> None:
    to_user = (COUNTS / COUNTS.sum(axis=0)).T ** alpha
    to_item = (COUNTS / COUNTS.sum(axis=1, keepdims=True)) ** alpha
    expected = to_user @ to_item / COUNTS.sum(axis=0) ** beta
    np.fill_diagonal(expected, 0)
    scores = learned(alpha, beta).scores(csr_array(np.eye(3, dtype=np.float32)))
    np.testing.assert_allclose(scores, expected, rtol=1e-5)


@pytest.mark.parametrize("settings", [{"alpha": 0}, {"beta": -1}, {"neighbours": 0}])
def test_settings_that_make_no_walk_are_refused(settings: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="no walk"):
        RandomWalk(RandomWalkSettings(**settings))  # type: ignore[arg-type]
