"""Precision@10 on genre and mood: the ear's parts and the whole beside chance, MFCCs and an untrained copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.evaluation.baselines import Vectors, random_vectors, standardise
from engine.evaluation.fold_vectors import FoldVectors, both_networks
from engine.evaluation.folds import FOLDS, Track, unseen
from engine.evaluation.metrics import Spread, spread_over_folds
from engine.evaluation.retrieval import PRECISION_AT, TASKS, score
from engine.evaluation.table import Table

ByKnown = Callable[[npt.NDArray[np.bool_]], Vectors]
"""Vectors of all clips, given the rows that may be learnt from."""

OURS = "the whole ear"
BASELINES = ("random", "MFCC mean + deviation", "untrained copy")


@dataclass(frozen=True, slots=True)
class Row:
    """One way of hearing and its score in every column.

    Attributes
    ----------
    scores
        In the order of ``TASKS``.
    """

    name: str
    scores: tuple[Spread, ...]


def evaluate(
    tracks: Sequence[Track], mfccs: Vectors, untrained: ByKnown, folds: Sequence[FoldVectors]
) -> tuple[Row, ...]:
    """Score every way of hearing on every task.

    Parameters
    ----------
    tracks
        n clips.
    mfccs
        (n, d) a row a track, not standardised.
    untrained
        What the untrained copy heard, standardised by the known clips of a fold.
    folds
        What the model of fold 0, 1, ... heard; it answers for the queries of its fold only.

    Returns
    -------
    Baselines first, then the autoencoder, the CNN, both, and the whole ear.
    """
    known = tuple(_known(tracks, fold) for fold in range(FOLDS))
    ways: tuple[tuple[str, Callable[[int], Vectors]], ...] = (
        (BASELINES[0], lambda fold: random_vectors(len(tracks), seed=fold)),
        (BASELINES[1], lambda fold: standardise(mfccs, known[fold])),
        (BASELINES[2], lambda fold: untrained(known[fold])),
        ("autoencoder alone", lambda fold: folds[fold].autoencoder),
        ("CNN alone", lambda fold: folds[fold].cnn),
        ("CNN + autoencoder", lambda fold: both_networks(folds[fold])),
        (OURS, lambda fold: folds[fold].joined),
    )
    return tuple(Row(name, _scores(tracks, vectors_of)) for name, vectors_of in ways)


def beaten(rows: Sequence[Row]) -> tuple[str, ...]:
    """The tasks on which a baseline is as good as ours or better: none, if the ear is worth its training."""
    ours = next(row for row in rows if row.name == OURS)
    rivals = [row for row in rows if row.name in BASELINES]
    return tuple(
        task.name
        for column, task in enumerate(TASKS)
        if any(not ours.scores[column].mean > rival.scores[column].mean for rival in rivals)
    )


def catalogue_table(rows: Sequence[Row]) -> Table:
    """The scores, a row a way of hearing and a column a task."""
    queries = ", ".join(f"{task.name} {spread.queries}" for task, spread in zip(TASKS, rows[0].scores, strict=True))
    return Table(
        title=f"Precision@{PRECISION_AT} over other artists, mean ± deviation over {FOLDS} folds by artist",
        header=("heard by", *(task.name for task in TASKS)),
        rows=tuple((row.name, *(_cell(spread) for spread in row.scores)) for row in rows),
        notes=(
            f"Queries: {queries}.",
            "Every query is heard by weights that were trained without any clip of its artist; the gallery is every "
            "labelled clip of the same source by another artist.",
        ),
    )


def _known(tracks: Sequence[Track], fold: int) -> npt.NDArray[np.bool_]:
    known = {track.id for track in unseen(tracks, fold)}
    return np.array([track.id in known for track in tracks])


def _scores(tracks: Sequence[Track], vectors_of: Callable[[int], Vectors]) -> tuple[Spread, ...]:
    by_fold = [vectors_of(fold) for fold in range(FOLDS)]
    return tuple(
        spread_over_folds([score(task, tracks, vectors, fold) for fold, vectors in enumerate(by_fold)])
        for task in TASKS
    )


def _cell(spread: Spread) -> str:
    return f"{spread.mean:.3f} ± {spread.deviation:.3f}"
