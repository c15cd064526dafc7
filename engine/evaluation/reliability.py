"""How far the confidences of a head are to be believed: expected calibration error, Brier score, reliability curve.

Expected calibration error as in Naeini, Cooper & Hauskrecht (AAAI 2015), with bins of equal mass instead of equal width
(Nixon et al., "Measuring calibration in deep learning", CVPR workshops 2019): answers are put in order of confidence
and cut into ten parts of the same size, so that no bin stands on a handful of them.

The error cannot be zero in a finite sample: within each bin the share that is right varies by chance. What a head
without any fault would show is therefore given beside it. Clips of one artist are alike, so the interval is made by
drawing artists, not clips.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]

BINS = 10
RESAMPLES = 1000
COVERAGE = 0.95
_CHANCE_DRAWS = 200


@dataclass(frozen=True, slots=True)
class Answers:
    """Things said with a confidence, of which it is known whether they were right.

    Attributes
    ----------
    confidence
        (n,) in [0, 1].
    right
        (n,)
    artists
        (n,) a number for each artist.
    """

    confidence: Floats
    right: Booleans
    artists: Integers

    def __post_init__(self) -> None:
        if not self.confidence.shape == self.right.shape == self.artists.shape or self.confidence.ndim != 1:
            raise ValueError("an answer needs a confidence, an outcome and an artist")
        if not self.confidence.size:
            raise ValueError("there are no answers to judge")
        if not ((self.confidence >= 0) & (self.confidence <= 1)).all():
            raise ValueError("a confidence is not between 0 and 1")


@dataclass(frozen=True, slots=True)
class Bin:
    """A tenth of the answers: how many, how sure they were on the mean, and the share that was right."""

    answers: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Interval:
    """A value and where 95 of 100 resamples lie."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """What is known of some answers.

    Attributes
    ----------
    answers, artists
        How many.
    accuracy
        Share that was right.
    confidence
        Mean confidence.
    brier
        Mean squared distance of confidence and outcome (Brier, 1950); 0 is best.
    error
        Expected calibration error, in [0, 1].
    chance
        The error that a faultless head would show on so many answers with these confidences.
    bins
        From the least sure to the surest.
    """

    answers: int
    artists: int
    accuracy: float
    confidence: float
    brier: float
    error: Interval
    chance: float
    bins: tuple[Bin, ...]


def judge(answers: Answers, *, seed: int = 0, resamples: int = RESAMPLES) -> Reliability:
    """Judge answers; the same seed gives the same interval."""
    ordered = _in_order(answers)
    confidence, right = ordered.confidence, ordered.right.astype(np.float64)
    random = np.random.default_rng(seed)
    return Reliability(
        answers=len(right),
        artists=int(ordered.artists.max()) + 1,
        accuracy=float(right.mean()),
        confidence=float(confidence.mean()),
        brier=float(((confidence - right) ** 2).mean()),
        error=_interval(ordered, random, resamples),
        chance=_by_chance(confidence, random),
        bins=_bins(confidence, right),
    )


def calibration_error(confidence: Floats, right: Booleans, bins: int = BINS) -> float:
    """Expected calibration error over bins of equal mass.

    Examples
    --------
    >>> calibration_error(np.array([0.2, 0.2, 0.9, 0.9]), np.array([False, False, True, True]), bins=2)
    0.15
    """
    order = np.argsort(confidence, kind="stable")
    return _error(confidence[order], right[order].astype(np.float64), np.ones(len(order)), bins)


def _in_order(answers: Answers) -> Answers:
    """From the least sure to the surest, artists numbered from 0."""
    order = np.argsort(answers.confidence, kind="stable")
    _, artists = np.unique(answers.artists[order], return_inverse=True)
    return Answers(answers.confidence[order], answers.right[order], artists.astype(np.int64))


def _interval(ordered: Answers, random: np.random.Generator, resamples: int) -> Interval:
    """Percentiles over resamples of artists. Resampling adds chance of its own, so the interval lies rather high."""
    confidence, right = ordered.confidence, ordered.right.astype(np.float64)
    artists = int(ordered.artists.max()) + 1
    values = np.empty(resamples)
    for number in range(resamples):
        drawn = np.bincount(random.integers(artists, size=artists), minlength=artists)
        values[number] = _error(confidence, right, drawn[ordered.artists].astype(np.float64))
    low, high = np.quantile(values, [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2])
    return Interval(_error(confidence, right, np.ones(len(right))), float(low), float(high))


def _by_chance(confidence: Floats, random: np.random.Generator) -> float:
    """The mean error where every outcome is drawn with the very probability that was given."""
    one_each = np.ones(len(confidence))
    draws = (
        _error(confidence, (random.random(len(confidence)) < confidence).astype(np.float64), one_each)
        for _ in range(_CHANCE_DRAWS)
    )
    return float(np.mean(list(draws)))


def _error(confidence: Floats, right: Floats, weights: Floats, bins: int = BINS) -> float:
    """Of answers in order of confidence, each counted ``weights`` times."""
    of_bin = _bin_numbers(weights, bins)
    gaps = np.bincount(of_bin, weights * (confidence - right), minlength=bins)
    return float(np.abs(gaps).sum() / weights.sum())


def _bins(confidence: Floats, right: Floats, bins: int = BINS) -> tuple[Bin, ...]:
    of_bin = _bin_numbers(np.ones(len(right)), bins)
    sizes = np.bincount(of_bin, minlength=bins)
    sums = [np.bincount(of_bin, values, minlength=bins) for values in (confidence, right)]
    return tuple(
        Bin(int(size), float(sure / size), float(true / size))
        for size, sure, true in zip(sizes, *sums, strict=True)
        if size > 0
    )


def _bin_numbers(weights: Floats, bins: int) -> Integers:
    """The bin of each answer, by the middle of its mass in the mass of all."""
    upto = np.cumsum(weights)
    middle = upto - 0.5 * weights
    numbers: Integers = np.minimum((middle * (bins / upto[-1])).astype(np.int64), bins - 1)
    return numbers
