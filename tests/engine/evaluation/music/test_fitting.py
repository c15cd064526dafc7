"""The curve finds the probabilities that outcomes were drawn by."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.evaluation.music.fitting import cross_fitted, fit_logistic
from engine.music.logistic import Logistic


def drawn(curve: Logistic, n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    scores = random.normal(0, 1, n)
    return scores, random.random(n) < np.array([curve(score) for score in scores])


@pytest.mark.parametrize("curve", [Logistic(2.0, -1.0), Logistic(0.5, 1.5)])
def test_the_curve_that_outcomes_were_drawn_by_is_found(curve: Logistic) -> None:
    fitted = fit_logistic(*drawn(curve, 8_000))
    assert fitted.slope == pytest.approx(curve.slope, abs=0.15)
    assert fitted.offset == pytest.approx(curve.offset, abs=0.15)


def test_a_score_that_speaks_against_being_right_is_not_believed() -> None:
    fitted = fit_logistic(*drawn(Logistic(-3.0, 1.0), 500))
    assert fitted.slope == 0


@settings(max_examples=40, deadline=None)
@given(
    answers=st.lists(st.tuples(st.floats(-20, 20), st.booleans()), min_size=1, max_size=30),
    asked=st.lists(st.floats(-50, 50), min_size=2, max_size=2),
)
def test_any_answers_give_a_finite_curve_that_never_falls(
    answers: list[tuple[float, bool]], asked: list[float]
) -> None:
    scores, right = zip(*answers, strict=True)
    fitted = fit_logistic(np.array(scores), np.array(right, dtype=bool))
    low, high = sorted(asked)
    assert 0 <= fitted(low) <= fitted(high) <= 1


def test_nothing_to_fit_on_is_said() -> None:
    with pytest.raises(ValueError, match="nothing to fit"):
        fit_logistic(np.zeros(0), np.zeros(0, dtype=bool))


def test_a_fold_is_judged_by_the_others_alone() -> None:
    scores, right = drawn(Logistic(2.0, 0.0), 300)
    folds = np.arange(300) % 3
    confidence = cross_fitted(scores, right, folds)
    flipped = np.where(folds == 1, ~right, right)
    np.testing.assert_array_equal(confidence[folds == 1], cross_fitted(scores, flipped, folds)[folds == 1])
    assert not np.array_equal(confidence[folds == 0], cross_fitted(scores, flipped, folds)[folds == 0])
