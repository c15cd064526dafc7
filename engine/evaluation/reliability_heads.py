"""Every head's answers for artists that it never heard, as they come and with a temperature that others gave.

The logits of a clip are those of the model of its fold, which learned from no clip of its artist. The temperature for
fold K is fitted on the clips of the other four folds, so that neither weights nor temperature know the artists that
they are judged on; the answers of all five folds are judged together. What ships is fitted on all five.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from engine.calibration import Scaling, as_they_are, fit_each, fit_one_of, likeliest, sigmoid, softmax
from engine.embed.heard import MOST_WORDS
from engine.evaluation.fold_vectors import FoldVectors, Logits
from engine.evaluation.folds import FOLDS, DataMissingError, Track, unseen
from engine.evaluation.reliability import Answers, Booleans, Floats, Integers
from engine.training.labels import UNKNOWN, Labels

_CLASSES = {
    "genre": "genres",
    "mood": "moods",
    "quadrant": "quadrants",
    "cluster": "clusters",
    "emotify": "emotify_genres",
}
_EACH_FOR_ITSELF = frozenset({"genre", "mood"})


@dataclass(frozen=True, slots=True)
class Head:
    """One head on n clips by artists that it never heard.

    Attributes
    ----------
    name, classes
        As in ``engine.evaluation.fold_vectors.Logits`` and ``engine.networks.cnn.Classes``.
    one_of
        Whether exactly one class is true of a clip.
    logits
        (n, n_classes)
    labels, known
        (n, n_classes) what is true, and what is known.
    artists, folds
        (n,) a number for each artist, and the fold that the clip was kept back in.
    learnable
        (n, FOLDS) whether a temperature for a fold may be fitted on the clip.
    """

    name: str
    classes: tuple[str, ...]
    one_of: bool
    logits: Floats
    labels: Booleans
    known: Booleans
    artists: Integers
    folds: Integers
    learnable: Booleans

    def fit(self, rows: Booleans) -> Scaling:
        """The scaling by some of the clips; of words, by those of a clip that could be told."""
        if self.one_of:
            return fit_one_of(self.logits[rows], self.true_class[rows])
        logits, known = self.logits[rows], self.known[rows]
        return fit_each(logits, self.labels[rows].astype(np.float64), likeliest(logits, known, MOST_WORDS))

    @property
    def true_class(self) -> Integers:
        """(n,) the class that is true, ``UNKNOWN`` where it is not known."""
        true: Integers = np.where(self.known.any(axis=1), self.labels.argmax(axis=1), UNKNOWN)
        return true

    def shipped(self) -> Scaling:
        """The scaling by all clips."""
        return self.fit(np.ones(len(self.logits), dtype=np.bool_))

    def uncalibrated(self) -> Floats:
        """(n, n_classes) probabilities as the logits are."""
        return self._probabilities(self.logits, as_they_are(len(self.classes)))

    def calibrated(self) -> Floats:
        """(n, n_classes) probabilities, each with a scaling fitted on clips by other artists in other folds."""
        probabilities = np.zeros(self.logits.shape)
        for fold in np.unique(self.folds):
            rows = self.folds == fold
            scaling = self.fit(self.learnable[:, fold])
            probabilities[rows] = self._probabilities(self.logits[rows], scaling)
        return probabilities

    def _probabilities(self, logits: Floats, scaling: Scaling) -> Floats:
        return (softmax if self.one_of else sigmoid)(scaling.scaled(logits))


def heads(tracks: Sequence[Track], labels: Labels, folds: Sequence[FoldVectors]) -> tuple[Head, ...]:
    """The heads of which labels are there, on the clips that have one.

    Parameters
    ----------
    tracks
        n clips.
    labels
        Of the same clips in the same order.
    folds
        What the model of fold 0, 1, ... said; it answers for the clips of its fold only.

    Raises
    ------
    DataMissingError
        A fold's file holds no logits, or logits for other classes.
    """
    of_clip = np.array([track.fold for track in tracks], dtype=np.int64)
    _, artists = np.unique([track.artist for track in tracks], return_inverse=True)
    may_learn = [{track.id for track in unseen(tracks, fold)} for fold in range(FOLDS)]
    learnable = np.array([[track.id in ids for ids in may_learn] for track in tracks], dtype=np.bool_)
    made = []
    for field in fields(Logits):
        if field.name not in _CLASSES:
            continue
        classes: tuple[str, ...] = getattr(labels.classes, _CLASSES[field.name])
        true, known = _labels(labels, field.name, len(classes))
        rows = known.any(axis=1)
        if rows.any():
            made.append(
                Head(
                    name=field.name,
                    classes=classes,
                    one_of=field.name not in _EACH_FOR_ITSELF,
                    logits=_own_logits(folds, field.name, of_clip, len(classes))[rows],
                    labels=true[rows],
                    known=known[rows],
                    artists=artists[rows].astype(np.int64),
                    folds=of_clip[rows],
                    learnable=learnable[rows],
                )
            )
    return tuple(made)


def top_answers(head: Head, probabilities: Floats) -> Answers:
    """The most probable class of every clip; left out where nobody said whether the clip is of it."""
    best = probabilities.argmax(axis=1)
    rows = np.arange(len(best))
    known = head.known[rows, best]
    return Answers(
        confidence=probabilities[rows, best][known],
        right=head.labels[rows, best][known],
        artists=head.artists[known],
    )


def pair_answers(head: Head, probabilities: Floats, least: float = 0.0) -> Answers | None:
    """Every known pair of a clip and a class that was given at least a probability; ``None`` where there is none."""
    chosen = head.known & (probabilities >= least)
    if not chosen.any():
        return None
    artists = np.broadcast_to(head.artists[:, None], chosen.shape)
    return Answers(confidence=probabilities[chosen], right=head.labels[chosen], artists=artists[chosen])


def _labels(labels: Labels, name: str, n_classes: int) -> tuple[Booleans, Booleans]:
    """(n, n_classes) what is true of every clip, and what is known."""
    value = getattr(labels, name)
    if name in _EACH_FOR_ITSELF:
        return value > 0, getattr(labels, f"{name}_known")
    known = np.repeat((value != UNKNOWN)[:, None], n_classes, axis=1)
    return value[:, None] == np.arange(n_classes), known


def _own_logits(folds: Sequence[FoldVectors], name: str, of_clip: npt.NDArray[np.int64], n_classes: int) -> Floats:
    logits = np.zeros((len(of_clip), n_classes))
    for fold, heard in enumerate(folds):
        if heard.logits is None:
            raise DataMissingError(f"the file of fold {fold} holds no logits: train it with `--fold {fold}` again")
        given = getattr(heard.logits, name)
        if given.shape != logits.shape:
            raise DataMissingError(
                f"the model of fold {fold} tells {given.shape[1]} classes of {name} apart, the labels {n_classes}: "
                f"train it with `--fold {fold}` again"
            )
        logits[of_clip == fold] = given[of_clip == fold]
    return logits
