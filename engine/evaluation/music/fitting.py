"""From scores and what turned out right, the curve that says how likely an answer is right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.music.logistic import Logistic

Floats = NDArray[np.float64]
_ROUNDS = 50
_DRAWN = 0.01
"""Of the squares of slope and offset in the loss: keeps both finite where a score never errs."""


def fit_logistic(scores: Floats, right: NDArray[np.bool_]) -> Logistic:
    """The curve of greatest likelihood that does not fall, by Newton's method.

    Parameters
    ----------
    scores, right
        (n,) each.

    Raises
    ------
    ValueError
        There are no answers.
    """
    if not len(scores):
        raise ValueError("no clip got an answer: there is nothing to fit a confidence on")
    # A clip more of either outcome, so that all right or all wrong has an answer too (Laplace).
    offset = float(np.log((right.sum() + 1) / ((~right).sum() + 1)))
    flat = Logistic(0.0, offset)
    design = np.stack([scores, np.ones(len(scores))], axis=1)
    ridge = np.diag([_DRAWN, _DRAWN])
    found = np.array([0.0, offset])
    for _ in range(_ROUNDS):
        sure = 0.5 * (1 + np.tanh(0.5 * (design @ found)))
        gradient = design.T @ (sure - right) + ridge @ found
        curvature = (design * (sure * (1 - sure))[:, None]).T @ design + ridge
        step = np.linalg.solve(curvature, gradient)
        found = found - step / max(1.0, float(np.abs(step).max()))
        if float(np.abs(step).max()) < 1e-10:  # noqa: PLR2004
            break
    return Logistic(float(found[0]), float(found[1])) if found[0] > 0 else flat


def cross_fitted(scores: Floats, right: NDArray[np.bool_], folds: NDArray[np.int64]) -> Floats:
    """Confidence of each answer by the curve that was fitted on the other folds' answers, (n,)."""
    confidence = np.empty(len(scores))
    for fold in np.unique(folds):
        held = folds == fold
        curve = fit_logistic(scores[~held], right[~held])
        confidence[held] = [curve(score) for score in scores[held].tolist()]
    return confidence
