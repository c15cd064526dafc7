"""One question a fold: whom would each listener play of artists that nobody has played yet?

Factors of the other artists and of all listeners are learned from the plays without the fold's artists; a regressor is
fitted on the other artists that have features; every listener who plays some of the fold's artists gets them ranked.
The regressor's settings are chosen for every ear by leaving out each of the other folds in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from engine.collaborative.artist_training import learn_wmf
from engine.collaborative.sound import LeftOut, SoundRegressor, SoundSettings, choose, listeners_areas
from engine.evaluation.cold_start.artists import World

RECALL_AT = 50
GRID = tuple(SoundSettings(width, ridge) for width in (0.5, 0.7, 1.0) for ridge in (1.0, 3.0, 10.0))
"""Settings that are tried for every ear."""
NEARNESS, RANDOM, POPULARITY = "nearness by our ear, nothing learned", "random", "popularity, which nobody knows"
Features = Callable[[int], npt.NDArray[np.floating]]
"""(a, d) of the artists for a fold; rows of zeros where nothing is known."""


@dataclass(frozen=True, slots=True)
class Score:
    """One way of ranking in one fold.

    Attributes
    ----------
    recall, area
        Means over the fold's listeners: recall@50, and the area under the ROC curve.
    settings
        That the regressor was fitted with; ``None`` where there is none.
    """

    recall: float
    area: float
    settings: SoundSettings | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The listeners of a fold and what is known of them without its artists.

    Attributes
    ----------
    learnt
        (a,) the artists that may be learned from: those of the other folds.
    factors
        (a, k) of the artists; zeros in the fold.
    listeners
        (u, k) of those who are asked.
    plays
        (u, a) true where they play an artist.
    """

    learnt: npt.NDArray[np.bool_]
    factors: npt.NDArray[np.float32]
    listeners: npt.NDArray[np.float32]
    plays: npt.NDArray[np.bool_]

    def recall(self, scores: npt.NDArray[np.floating]) -> float:
        """Mean recall@50 of (u, f) scores of the fold's artists, over who plays some of them."""
        found = self.plays[:, ~self.learnt]
        some = found.any(axis=1)
        best = np.argsort(-scores[some], axis=1, kind="stable")[:, :RECALL_AT]
        hits = np.take_along_axis(found[some], best, axis=1).sum(axis=1)
        return float((hits / found[some].sum(axis=1)).mean())

    def score(self, scores: npt.NDArray[np.floating], settings: SoundSettings | None = None) -> Score:
        """Both figures."""
        areas = listeners_areas(scores, self.plays[:, ~self.learnt])
        return Score(self.recall(scores), float(areas.mean()), settings)


def ask(world: World, fold: int, threads: int = 1) -> Asked:
    """Learn the factors without the fold's artists."""
    left = world.without(fold)
    model = learn_wmf(left, world.called.rows(left), threads=threads)
    learnt = world.folds != fold
    factors = model.factors[world.columns] * learnt[:, None]
    everybody = world.plays.histories(left.users)
    plays = np.asarray(everybody[:, world.columns].todense()) > 0
    asked = plays[:, ~learnt].any(axis=1)
    return Asked(learnt, factors, model.fold_in(left.counts[np.flatnonzero(asked)]), plays[asked])


def by_features(asked: Asked, features: npt.NDArray[np.floating], folds: npt.NDArray[np.int64]) -> Score:
    """What a regressor from features to factors makes of the question.

    Parameters
    ----------
    features
        (a, d); artists with a row of zeros are not learned from, and get what is predicted of nobody in particular.
    folds
        (a,) of the artists.
    """
    has = np.abs(features).sum(axis=1) > 0
    used = asked.learnt & has
    left_out = LeftOut(features[used], asked.factors[used], asked.plays[:, used], asked.listeners, folds[used])
    settings = choose(left_out, GRID)
    learned = SoundRegressor.fit(features[used], asked.factors[used], settings)
    predicted = np.tile(learned.mean, (int((~asked.learnt).sum()), 1))
    there = has[~asked.learnt]
    if there.any():
        predicted[there] = learned.predict(features[~asked.learnt & has])
    return asked.score(asked.listeners @ predicted.T, settings)


def by_chance(asked: Asked, fold: int) -> Score:
    """The fold's artists in an order drawn for each listener."""
    drawn = np.random.default_rng(fold).random((len(asked.listeners), int((~asked.learnt).sum())))
    return asked.score(drawn)


def by_popularity(asked: Asked) -> Score:
    """The fold's artists by how many play them, which nobody could know: what a better sense of hits could reach."""
    popular = asked.plays[:, ~asked.learnt].mean(axis=0)
    return asked.score(np.tile(popular, (len(asked.listeners), 1)))


def by_nearness(asked: Asked, features: npt.NDArray[np.floating]) -> Score:
    """Without any learning: how near each artist is, in the mean, to those that the listener plays."""
    length = np.linalg.norm(features, axis=1, keepdims=True)
    unit = features / np.maximum(length, 1e-9)
    near = unit[asked.learnt] @ unit[~asked.learnt].T
    played = asked.plays[:, asked.learnt].astype(np.float64)
    return asked.score(played @ near / np.maximum(played.sum(axis=1, keepdims=True), 1))


def ask_all(
    world: World, folds: tuple[int, ...], ears: Mapping[str, Features], shown: Callable[[str], None] = lambda _: None
) -> dict[str, dict[int, Score]]:
    """Every way of ranking in every fold.

    Parameters
    ----------
    ears
        Features by the row's name; the first is ours.
    shown
        Is told of each ranking that is done.
    """
    found: dict[str, dict[int, Score]] = {}
    for fold in folds:
        asked = ask(world, fold)
        for name, row in _rows(asked, world.folds, fold, ears).items():
            found.setdefault(name, {})[fold] = row()
            shown(name)
    return found


def _rows(
    asked: Asked, folds: npt.NDArray[np.int64], fold: int, ears: Mapping[str, Features]
) -> dict[str, Callable[[], Score]]:
    ours = next(iter(ears.values()))
    rows: dict[str, Callable[[], Score]] = {
        name: partial(_by_ear, asked, heard, fold, folds) for name, heard in ears.items()
    }
    rows[NEARNESS] = lambda: by_nearness(asked, ours(fold))
    rows[RANDOM] = lambda: by_chance(asked, fold)
    rows[POPULARITY] = lambda: by_popularity(asked)
    return rows


def _by_ear(asked: Asked, heard: Features, fold: int, folds: npt.NDArray[np.int64]) -> Score:
    return by_features(asked, heard(fold), folds)
