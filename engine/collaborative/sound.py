"""From sound to factors: what people who listen would make of a song that nobody has played yet.

Kernel ridge regression (Saunders, Gammerman & Vovk, "Ridge regression learning algorithm in dual variables", ICML 1998)
from artists' vectors to their item factors of a weighted matrix factorisation, the idea of van den Oord, Dieleman &
Schrauwen, "Deep content-based music recommendation" (NIPS 2013). With the kernel k(x, y) = exp(-|x - y|^2 / width^2) of
unit vectors and centred factors H, ``predict(x) = mean + gain k(x)' (K + ridge I)^-1 H``: a song far from everything
that was learned from gets the mean of all. The ridge that ranks best shrinks more than it should where predictions
stand beside learned factors; the gain, the slope of the factors over what is predicted with each artist left out,
brings them to one scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from engine.errors import VectorError
from engine.index.vectors import unit_rows

Floats = NDArray[np.float32]

ROWS_AT_ONCE = 8_192
"""Songs predicted together: 25 MB of kernel for 730 artists."""


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """Of the regression; found by cross-validation over the training artists (:func:`choose`).

    Attributes
    ----------
    width
        Distance of unit vectors at which the kernel has fallen to 1/e.
    ridge
        Added to the kernel's diagonal.
    """

    width: float = 0.7
    ridge: float = 3.0

    def __post_init__(self) -> None:
        if not (self.width > 0 and self.ridge > 0):
            raise ValueError("the width of the kernel and the ridge must be above 0")


@dataclass(frozen=True, slots=True, eq=False)
class SoundRegressor:
    """Predicts item factors from vectors of the ear.

    Attributes
    ----------
    centres
        (m, d) float32 of unit length: the artists learned from.
    coefficients
        (m, k) float32.
    mean
        (k,) float32: what is predicted far from all of them.
    width
        Of the kernel.
    """

    centres: Floats
    coefficients: Floats
    mean: Floats
    width: float

    @classmethod
    def fit(
        cls, vectors: NDArray[np.floating], factors: NDArray[np.floating], settings: SoundSettings
    ) -> SoundRegressor:
        """Learn in closed form.

        Parameters
        ----------
        vectors
            (m, d) of artists, of any length but zero.
        factors
            (m, k) of the same artists.

        Raises
        ------
        VectorError
            A vector is zero or not finite, or the numbers of rows differ.
        """
        unit = unit_rows(vectors)
        if not len(unit) or len(unit) != len(factors):
            raise VectorError(f"{len(unit)} vectors cannot be paired with {len(factors)} factors")
        targets = np.asarray(factors, np.float64)
        mean = targets.mean(axis=0)
        kernel = _kernel(unit, unit, settings.width).astype(np.float64)
        inverse = np.linalg.inv(kernel + settings.ridge * np.eye(len(unit))).astype(np.float64)
        coefficients = inverse @ (targets - mean)
        coefficients *= _gain(targets - mean, coefficients, inverse)
        return cls(unit, coefficients.astype(np.float32), mean.astype(np.float32), settings.width)

    @property
    def dimension(self) -> int:
        """Numbers of a vector of the ear."""
        return int(self.centres.shape[1])

    def predict(self, vectors: NDArray[np.floating]) -> Floats:
        """(n, k) float32 factors of (n, d) vectors, of any length but zero.

        Raises
        ------
        VectorError
            They are of another size, zero or not finite.
        """
        unit = unit_rows(vectors, self.dimension)
        predicted = np.empty((len(unit), self.mean.size), np.float32)
        for start in range(0, len(unit), ROWS_AT_ONCE):
            kernel = _kernel(unit[start : start + ROWS_AT_ONCE], self.centres, self.width)
            predicted[start : start + ROWS_AT_ONCE] = kernel @ self.coefficients + self.mean
        return predicted


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """Artists whom a setting is tried on, each with its group left out of what is learned.

    Attributes
    ----------
    vectors, factors
        (m, d) and (m, k) of the artists.
    plays
        (u, m) true where a listener plays an artist.
    listeners
        (u, k) factors of the listeners.
    groups
        (m,) which group each artist is left out with.
    """

    vectors: NDArray[np.floating]
    factors: NDArray[np.floating]
    plays: NDArray[np.bool_]
    listeners: NDArray[np.floating]
    groups: NDArray[np.int64]

    def area(self, settings: SoundSettings) -> float:
        """Mean area under the ROC curve (:func:`listeners_areas`), each group ranked by itself."""
        areas = []
        for group in np.unique(self.groups):
            out = self.groups == group
            learned = SoundRegressor.fit(self.vectors[~out], self.factors[~out], settings)
            scores = self.listeners @ learned.predict(self.vectors[out]).T
            areas.append(listeners_areas(scores, self.plays[:, out]))
        return float(np.concatenate(areas).mean())


def choose(artists: LeftOut, grid: Sequence[SoundSettings]) -> SoundSettings:
    """The settings that rank artists best for listeners who know nothing of them but sound; the first of equals."""
    return max(grid, key=artists.area)


def listeners_areas(scores: NDArray[np.floating], played: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Area under the ROC curve of each listener who plays some but not all items; ties count half.

    Parameters
    ----------
    scores, played
        (u, m) of each.

    Returns
    -------
    (v,) float64, v <= u, in the listeners' order
    """
    asked = played.any(axis=1) & ~played.all(axis=1)
    hits = played[asked]
    n = hits.sum(axis=1)
    # Mann-Whitney's U over the number of pairs.
    ranks = (rankdata(scores[asked], axis=1) * hits).sum(axis=1) if hits.size else n
    areas: NDArray[np.float64] = (ranks - n * (n + 1) / 2) / (n * (hits.shape[1] - n))
    return areas


def _gain(targets: NDArray[np.float64], coefficients: NDArray[np.float64], inverse: NDArray[np.float64]) -> float:
    """Slope of the targets over their predictions without themselves (Allen's PRESS in closed form); 1 for no slope."""
    left_out = targets - coefficients / np.diag(inverse)[:, None]
    energy = float((left_out * left_out).sum())
    slope = float((targets * left_out).sum()) / energy if energy > 0 else 0.0
    return slope if slope > 0 else 1.0


def _kernel(one: Floats, other: Floats, width: float) -> Floats:
    kernel: Floats = np.exp((2 / width**2) * (one @ other.T - 1))
    return kernel
