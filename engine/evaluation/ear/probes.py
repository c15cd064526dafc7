"""Linear probes: how much of a label can be read off frozen vectors by a straight line.

Alain & Bengio, "Understanding intermediate layers using linear classifier probes" (2016). Logistic regression on
standardised vectors, learnt on the other folds and asked on one.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

from engine.evaluation.baselines import standardise

Vectors = npt.NDArray[np.float32]
Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

PROBE_C = 3.0
"""Inverse strength of the probes' ridge, for every row and column the same: of .1, .3, 1, 3 and 10 the one with the
highest mean accuracy of thirteen ears (mel bands, layers of taggers, six joined, ours) when each training fold of
fold 0 is asked in turn. Standardised vectors are divided by the root of their length, so that it means the same for 50
numbers and for 750."""
FEWEST_CLIPS = 20
"""A genre with fewer clips has no column in the mean over genres."""
_MOST_STEPS = 500


@dataclass(frozen=True, slots=True)
class GenreScores:
    """Both areas for each genre that can be measured in a fold.

    Attributes
    ----------
    roc_auc, average_precision
        (n_genres,) float64
    """

    roc_auc: Floats
    average_precision: Floats


def accuracy(
    vectors: Vectors, labels: npt.NDArray[np.str_], learnt: Booleans, asked: Booleans, *, c: float = PROBE_C
) -> Floats:
    """Whether each asked clip is given its label.

    Parameters
    ----------
    vectors
        (n, d)
    labels
        (n,) names, empty where there is none: such clips are left out.
    learnt, asked
        (n,) which clips are learnt from, which are asked.

    Returns
    -------
    (n_asked,) float64, 0 or 1; empty where there is nothing to learn or to ask.
    """
    known, questions = learnt & (labels != ""), asked & (labels != "")
    if not questions.any() or len(set(labels[known])) <= 1:
        return np.zeros(0)
    given, put = _inputs(vectors, learnt, known, questions)
    right = _fitted(given, labels[known], c).predict(put) == labels[questions]
    return np.asarray(right, np.float64)


def genre_scores(
    vectors: Vectors, hot: Booleans, labelled: Booleans, learnt: Booleans, asked: Booleans, *, c: float = PROBE_C
) -> GenreScores:
    """One probe a genre, each against all the others.

    Parameters
    ----------
    hot
        (n, n_genres) which clip has which genre.
    labelled
        (n,) the clips whose genres are known.

    Returns
    -------
    GenreScores
        Of the genres with at least ``FEWEST_CLIPS`` clips that some but not all asked clips have.
    """
    known, questions = learnt & labelled, asked & labelled
    areas, precisions = [], []
    if not known.any() or not questions.any():
        return GenreScores(np.zeros(0), np.zeros(0))
    given, put = _inputs(vectors, learnt, known, questions)
    for genre in np.flatnonzero(hot[labelled].sum(axis=0) >= FEWEST_CLIPS):
        truth = hot[questions, genre]
        if truth.all() or not truth.any() or not hot[known, genre].any():
            continue
        marks = _fitted(given, hot[known, genre], c).decision_function(put)
        areas.append(roc_auc_score(truth, marks))
        precisions.append(average_precision_score(truth, marks))
    return GenreScores(np.array(areas, np.float64), np.array(precisions, np.float64))


def _inputs(vectors: Vectors, learnt: Booleans, known: Booleans, questions: Booleans) -> tuple[Vectors, Vectors]:
    """What the probe learns from and what it is asked: standardised, and of length one in the mean.

    A ridge's solution lies in the span of what it learns from, so that more numbers than clips are rotated into that
    span first: the same answers, sooner.
    """
    scaled = standardise(vectors, learnt) / np.float32(np.sqrt(vectors.shape[1]))
    given, put = scaled[known], scaled[questions]
    if given.shape[1] <= len(given):
        return given, put
    axes = np.linalg.qr(given.T)[0]
    return given @ axes, put @ axes


def _fitted(given: Vectors, labels: npt.NDArray[np.generic], c: float) -> LogisticRegression:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return LogisticRegression(C=c, max_iter=_MOST_STEPS).fit(given, labels)
