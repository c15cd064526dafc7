"""How good a ranking is, and whether one way is better than another, over listeners."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.evaluation.simulated.members import Replay
from engine.evaluation.simulated.replaying import EVENTS, Fold, Way, ranked

AT = 10
ALONE = (Way.MEAN_SIMILARITY, Way.LARGEST_SIMILARITY, Way.COLLABORATIVE)
"""What the hybrid must be above."""
DRAWS = 2_000
"""Of the bootstrap."""
_LEVEL = 0.95
_DISCOUNT = 1 / np.log2(np.arange(2, AT + 2))
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Quality:
    """One ranking.

    Attributes
    ----------
    recall, ndcg
        Among the first ten, of what is to be found (Järvelin & Kekäläinen, 2002).
    variety
        Mean distance (1 - cosine) of the first ten.
    novelty
        Mean -log2 of the share of listeners who play each of the first ten; nobody counts as half a listener.
    """

    recall: float
    ndcg: float
    variety: float
    novelty: float


@dataclass(frozen=True, slots=True)
class Judged:
    """One way's ranking of one listener's artists in one fold."""

    user: int
    way: Way
    events: int
    quality: Quality


@dataclass(frozen=True, slots=True)
class Mean:
    """Over listeners, with the 95 % interval of a bootstrap over them (percentiles)."""

    value: float
    low: float
    high: float


def best(scores: Floats, ties: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """(10,) rows of the best; equals in the order of ``ties``, which is drawn, lest the alphabet decide."""
    return np.lexsort((ties, -scores))[:AT]


def quality(
    first: npt.NDArray[np.int64],
    found: npt.NDArray[np.bool_],
    vectors: npt.NDArray[np.float32],
    popularity: npt.NDArray[np.floating],
) -> Quality:
    """Of the first ten.

    Parameters
    ----------
    first
        Rows of them, best first.
    found
        (p,) true where the listener plays the artist; some are.
    vectors
        (p, d) of unit length.
    popularity
        (p,) shares of the listeners, above 0.
    """
    hits = found[first]
    wanted = int(found.sum())
    cosines = vectors[first] @ vectors[first].T
    pairs = np.triu_indices(len(first), 1)
    return Quality(
        recall=float(hits.sum() / wanted),
        ndcg=float((hits * _DISCOUNT[: len(hits)]).sum() / _DISCOUNT[:wanted].sum()),
        variety=float(1 - cosines[pairs].mean()),
        novelty=float(-np.log2(popularity[first]).mean()),
    )


def judge(
    fold: Fold,
    replays: Iterable[Replay],
    popularity: npt.NDArray[np.floating],
    parts: Mapping[str, npt.NDArray[np.bool_]],
    seed: int,
) -> dict[str, list[Judged]]:
    """Everybody in a fold, ranked in every way; for each part by its name.

    Parameters
    ----------
    popularity
        (p,) of the fold's artists among all listeners, above 0.
    parts
        (p,) the artists that are ranked and to be found; who plays none of them is left out.
    """
    judged: dict[str, list[Judged]] = {name: [] for name in parts}
    vectors = {name: fold.pool_vectors[part] for name, part in parts.items()}
    for replay in replays:
        ties = np.random.default_rng((seed, replay.user, replay.fold)).permutation(len(fold.pool))
        for one in ranked(fold, replay):
            for name, part in parts.items():
                found = replay.found[part]
                if found.any():
                    first = best(one.scores[part], ties[part])
                    of_first = quality(first, found, vectors[name], popularity[part])
                    judged[name].append(Judged(replay.user, one.way, one.events, of_first))
    return judged


def per_listener(judged: Sequence[Judged], way: Way, events: int, figure: Callable[[Quality], float]) -> Floats:
    """(n_listeners,) means over each one's folds, listeners rising."""
    own: dict[int, list[float]] = {}
    for one in judged:
        if one.way is way and one.events == events:
            own.setdefault(one.user, []).append(figure(one.quality))
    return np.array([np.mean(own[user]) for user in sorted(own)])


def mean(values: Floats, seed: int = 0) -> Mean:
    """With its interval."""
    random = np.random.default_rng(seed)
    drawn = values[random.integers(0, len(values), (DRAWS, len(values)))].mean(axis=1)
    low, high = np.quantile(drawn, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return Mean(float(values.mean()), float(low), float(high))


def is_met(judged: Sequence[Judged]) -> bool:
    """Whether the hybrid is nowhere below a way of :data:`ALONE` before any event, and surely above all after that.

    In recall and NDCG among ten: before any event no interval of a paired difference may lie below zero, after 3, 10
    and 30 events all must lie above it.
    """
    for figure in (lambda one: one.recall, lambda one: one.ndcg):
        for events in EVENTS:
            ours = per_listener(judged, Way.HYBRID, events, figure)
            for way in ALONE:
                paired = mean(ours - per_listener(judged, way, events, figure))
                if paired.high < 0 or (events and paired.low <= 0):
                    return False
    return True
