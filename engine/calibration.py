"""Probabilities that mean what they say: of a hundred words given with 0.7, seventy should be true.

A network trained to the end is surer than it is right. Its logits stay as they are and are only stretched: for classes
of which one is true, all logits are divided by one temperature (Guo, Pleiss, Sun & Weinberger, "On calibration of
modern neural networks", ICML 2017, section 4.2); for classes that are true each for itself, the scaled logit gets a
bias too (Platt, 1999), which the weighting of rare classes in training makes necessary. Every class has its own bias,
drawn to the mean of all as in a model with random intercepts, so that a class with few examples is hardly told apart
and one with many is.

Both losses are convex in 1 / temperature and the biases, so the fit has one answer and does not depend on a seed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from scipy.optimize import minimize
from torch import Tensor

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

COLDEST, HOTTEST = 0.02, 50.0
"""A temperature outside is not believed: the logits say nothing, or the labels are too few."""
BIAS_DEVIATION = 0.5
"""How far, in logits, a class's bias is expected to lie from the mean of all."""
_SLOPE_DEVIATION = 10.0
"""Of 1 / temperature from 1: no more than keeps the fit finite where a few labels are told apart without an error."""
_STEPS = {"maxiter": 500, "ftol": 1e-14, "gtol": 1e-9}

_Loss = Callable[[Floats], tuple[float, Floats]]
"""Value and gradient."""


@dataclass(frozen=True, slots=True)
class Scaling:
    """What makes probabilities of one head's logits: ``logits / temperature + bias``, then softmax or sigmoid.

    Attributes
    ----------
    temperature
        Above 0; above 1 makes less sure.
    bias
        (n_classes,); zero throughout where one class is true.
    """

    temperature: float
    bias: Floats

    def scaled(self, logits: npt.NDArray[np.floating]) -> Floats:
        """(n, n_classes) logits, scaled."""
        return logits.astype(np.float64) / self.temperature + self.bias


def as_they_are(n_classes: int) -> Scaling:
    """The scaling that changes nothing."""
    return Scaling(1.0, np.zeros(n_classes))


def softmax(logits: Floats) -> Floats:
    """Probabilities that add to one in every row of (n, n_classes)."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def sigmoid(logits: Floats) -> Floats:
    """Probabilities, each for itself."""
    half: Floats = 0.5 * (1.0 + np.tanh(0.5 * logits))
    return half


def fit_one_of(logits: npt.NDArray[np.floating], classes: npt.NDArray[np.integer]) -> Scaling:
    """The temperature of a head of whose classes one is true.

    Parameters
    ----------
    logits
        (n, n_classes) of clips that the head did not learn from.
    classes
        (n,) the true class; rows below 0 are not known and left out.

    Raises
    ------
    ValueError
        No class is known, or a shape does not fit.
    """
    _check(logits, classes.shape == logits.shape[:1], bool((classes >= 0).any()))
    known = classes >= 0
    z, true = logits[known].astype(np.float64), classes[known]
    z_true = z[np.arange(len(z)), true]

    def loss(parameters: Floats) -> tuple[float, Floats]:
        slope = float(parameters[0])
        top = (slope * z).max(axis=1)
        total = np.log(np.exp(slope * z - top[:, None]).sum(axis=1)) + top
        expected = (softmax(slope * z) * z).sum(axis=1)
        drawn = (slope - 1) / _SLOPE_DEVIATION**2
        value = float((total - slope * z_true).sum() + 0.5 * drawn * (slope - 1))
        return value / len(z), np.array([(expected - z_true).sum() + drawn]) / len(z)

    return Scaling(1.0 / float(_least(loss, np.ones(1))[0]), np.zeros(logits.shape[1]))


def likeliest(logits: npt.NDArray[np.floating], known: Booleans, k: int) -> Booleans:
    """The ``k`` likeliest of the known classes of every row of (n, n_classes)."""
    ranks = np.argsort(np.argsort(np.where(known, -logits, np.inf), axis=1, kind="stable"), axis=1, kind="stable")
    chosen: Booleans = known & (ranks < k)
    return chosen


def fit_each(logits: npt.NDArray[np.floating], labels: npt.NDArray[np.floating], known: Booleans) -> Scaling:
    """The temperature and the biases of a head whose classes are true each for itself.

    All pairs count the same, so where most pairs are hopeless it is they that decide. Where only the best words of a
    clip are ever told, ``known`` may be narrowed to the :func:`likeliest`: the choice looks at logits alone, so what is
    fitted on it holds for it.

    Parameters
    ----------
    logits
        (n, n_classes) of clips that the head did not learn from.
    labels
        (n, n_classes) 1 where true.
    known
        (n, n_classes) whether anything is known; other pairs are left out. A class that is known nowhere gets the mean
        bias.

    Raises
    ------
    ValueError
        Nothing is known, or a shape does not fit.
    """
    _check(logits, labels.shape == logits.shape == known.shape, bool(known.any()))
    z = np.where(known, logits, 0).astype(np.float64)
    true = np.where(known, labels, 0).astype(np.float64)
    pairs = int(known.sum())

    def loss(parameters: Floats) -> tuple[float, Floats]:
        slope, mean, own = parameters[0], parameters[1], parameters[2:]
        scaled = slope * z + mean + own
        wrong = np.where(known, sigmoid(scaled) - true, 0)
        by_class = wrong.sum(axis=0)
        drawn = (slope - 1) / _SLOPE_DEVIATION**2
        pulled = own / BIAS_DEVIATION**2
        value = (np.logaddexp(0, scaled) - true * scaled)[known].sum()
        value += 0.5 * drawn * (slope - 1) + 0.5 * (pulled * own).sum()
        gradient = np.concatenate([[(wrong * z).sum() + drawn, by_class.sum()], by_class + pulled])
        return float(value) / pairs, gradient / pairs

    slope, mean, *own = _least(loss, np.concatenate([[1.0], np.zeros(1 + logits.shape[1])]))
    return Scaling(1.0 / float(slope), mean + np.array(own))


def as_buffers(scalings: Mapping[str, Scaling]) -> dict[str, Tensor]:
    """Scalings by head as the networks keep them: ``<head>_temperature`` () and ``<head>_bias`` (n_classes,).

    Both are float32; a head of whose classes one is true has no bias.
    """
    buffers = {}
    for name, scaling in scalings.items():
        buffers[f"{name}_temperature"] = torch.tensor(scaling.temperature, dtype=torch.float32)
        if scaling.bias.any():
            buffers[f"{name}_bias"] = torch.tensor(scaling.bias, dtype=torch.float32)
    return buffers


def _least(loss: _Loss, start: Floats) -> Floats:
    bounds = [(1 / HOTTEST, 1 / COLDEST), *[(None, None)] * (len(start) - 1)]
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=_STEPS).x
    return found


def _check(logits: npt.NDArray[np.floating], fits: bool, known: bool) -> None:
    if logits.ndim != 2 or not fits:  # noqa: PLR2004
        raise ValueError("logits and labels must have a row a clip and a column a class")
    if not known:
        raise ValueError("nothing is known of any clip: there is nothing to fit a temperature on")
    if not np.isfinite(logits).all():
        raise ValueError("a logit is not finite")
