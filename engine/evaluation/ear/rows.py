"""The rows of the table: every ear that is compared, and its vectors for a fold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from engine.evaluation.baselines import random_vectors, standardise
from engine.evaluation.ear.exam import EarVectors, Exam, from_views
from engine.evaluation.ear.spaces import joined, reduced, whitened
from engine.evaluation.fold_vectors import FoldVectors, ViewVectors, both_networks
from engine.evaluation.views import View

Vectors = npt.NDArray[np.float32]
Booleans = npt.NDArray[np.bool_]
Fit = Callable[[Vectors, Booleans], Vectors]
"""(s, d) vectors and the (s,) rows that may be learnt from in; (s, d') out."""


class Kind(StrEnum):
    """What a row stands for."""

    CHANCE = "chance"
    MFCC = "mfcc"
    UNTRAINED = "untrained"
    MUSICNN = "musicnn"
    TAGGER = "taggers"
    JOINED = "joined"
    OURS = "ours"
    OUR_PART = "parts"
    OUR_SPACE = "spaces"


@dataclass(frozen=True, slots=True)
class Row:
    """One ear.

    Attributes
    ----------
    vectors
        Its vectors for the questions of a fold.
    """

    name: str
    kind: Kind
    vectors: Callable[[int], EarVectors]


@dataclass(frozen=True, slots=True)
class Hearing:
    """What an ear without folds heard.

    Attributes
    ----------
    views
        The views of all folds (``engine.evaluation.views.all_sounds``), without the whole clips.
    """

    exam: Exam
    views: tuple[View, ...]

    def row(self, name: str, kind: Kind, vectors: Vectors, fit: Fit = standardise) -> Row:
        """A row from what was heard.

        Parameters
        ----------
        vectors
            (n + v, d) whole clips first, then the views.
        fit
            Makes the space in which cosine is taken, from the clips that may be learnt from.
        """
        return self.joint(name, kind, [vectors], lambda parts, learnt: fit(parts[0], learnt))

    def joint(
        self,
        name: str,
        kind: Kind,
        parts: Sequence[Vectors],
        fit: Callable[[Sequence[Vectors], Booleans], Vectors] = joined,
    ) -> Row:
        """A row from what several heard."""
        n = len(self.exam.tracks)

        def vectors(fold: int) -> EarVectors:
            learnt = np.zeros(len(parts[0]), np.bool_)
            learnt[:n] = self.exam.learnt(fold)
            space = fit(parts, learnt)
            return from_views(self.exam, fold, space[:n], self.views, space[n:])

        return Row(name, kind, vectors)


def chance_row(hearing: Hearing) -> Row:
    """Directions drawn anew for every fold."""
    n, v = len(hearing.exam.tracks), len(hearing.views)

    def vectors(fold: int) -> EarVectors:
        drawn = random_vectors(n + v, seed=fold)
        return from_views(hearing.exam, fold, drawn[:n], hearing.views, drawn[n:])

    return Row("random", Kind.CHANCE, vectors)


OURS = "the whole ear"


def our_rows(exam: Exam, folds: Mapping[int, FoldVectors]) -> tuple[Row, ...]:
    """The autoencoder, the CNN, both; the whole ear, and that whitened and reduced.

    Parameters
    ----------
    folds
        What the model of each fold heard; it answers for its fold only.
    """

    def row(name: str, kind: Kind, part: Callable[[FoldVectors | ViewVectors], Vectors], fit: Fit | None = None) -> Row:
        def vectors(fold: int) -> EarVectors:
            whole = part(folds[fold])
            views = folds[fold].views
            of_views = part(views) if views else whole[:0]
            if fit:
                learnt = np.concatenate([exam.learnt(fold), np.zeros(len(of_views), np.bool_)])
                space = fit(np.concatenate([whole, of_views]), learnt)
                whole, of_views = space[: len(whole)], space[len(whole) :]
            return from_views(exam, fold, whole, views.views, of_views) if views else EarVectors(whole)

        return Row(name, kind, vectors)

    def whole(heard: FoldVectors | ViewVectors) -> Vectors:
        return heard.joined

    return (
        row("autoencoder alone", Kind.OUR_PART, lambda heard: heard.autoencoder),
        row("CNN alone", Kind.OUR_PART, lambda heard: heard.cnn),
        row("CNN + autoencoder", Kind.OUR_PART, both_networks),
        row(OURS, Kind.OURS, whole),
        row("whole, whitened", Kind.OUR_SPACE, whole, whitened),
        row("whole, reduced", Kind.OUR_SPACE, whole, reduced),
    )
