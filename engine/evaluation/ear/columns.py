"""The columns of the table: what is asked, and the function that answers it from vectors of one fold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from engine.evaluation import retrieval
from engine.evaluation.distortions import DISTORTIONS
from engine.evaluation.ear import probes
from engine.evaluation.ear.exam import EarVectors, Exam
from engine.evaluation.ear.listeners import agreement
from engine.evaluation.ear.same_music import album_precision, artist_hits, song_recall
from engine.evaluation.folds import Track

Floats = npt.NDArray[np.float64]
Score = Callable[[Exam, EarVectors, int], Floats]
"""Exam, vectors of a fold's model, and the fold in; one number a query out (an empty array: it could not be asked)."""
_NOTHING: Floats = np.zeros(0)
GENRE_SOURCE = "taffc"


@dataclass(frozen=True, slots=True)
class Column:
    """One question.

    Attributes
    ----------
    name
        Short, for a header.
    group
        The table in which it stands.
    score
        Answers it.
    """

    name: str
    group: str
    score: Score


PROBES = "Linear probes on frozen vectors"
RETRIEVAL = "Precision@10 over other artists"
SAME_MUSIC = "The same music in other clips"
LISTENERS = "Agreement with listeners, area under the ROC curve"
ROBUSTNESS = "Recall@1 of a distorted clip among all clips"
GROUPS = (PROBES, RETRIEVAL, SAME_MUSIC, LISTENERS, ROBUSTNESS)


def evaluate(exam: Exam, vectors: EarVectors, fold: int) -> dict[str, Floats]:
    """Ask everything of one fold's vectors.

    Returns
    -------
    By the column's name, one number a query; their mean is the score.
    """
    return {column.name: column.score(exam, vectors, fold) for column in COLUMNS}


def _probe(label: Callable[[Track], str]) -> Score:
    def score(exam: Exam, vectors: EarVectors, fold: int) -> Floats:
        labels = np.array([label(track) for track in exam.tracks], np.str_)
        return probes.accuracy(vectors.whole, labels, exam.learnt(fold), exam.asked(fold))

    return score


def genre_probe(exam: Exam, vectors: EarVectors, fold: int) -> probes.GenreScores:
    """Both areas of the AllMusic genres of taffc."""
    labelled = np.array([track.source == GENRE_SOURCE and bool(track.genres) for track in exam.tracks], np.bool_)
    names = sorted({name for track in exam.tracks if track.source == GENRE_SOURCE for name in track.genres})
    hot = np.array([[name in track.genres for name in names] for track in exam.tracks], np.bool_)
    return probes.genre_scores(vectors.whole, hot, labelled, exam.learnt(fold), exam.asked(fold))


def _roc_auc(exam: Exam, vectors: EarVectors, fold: int) -> Floats:
    return genre_probe(exam, vectors, fold).roc_auc


def _mean_average_precision(exam: Exam, vectors: EarVectors, fold: int) -> Floats:
    return genre_probe(exam, vectors, fold).average_precision


def _retrieval(task: retrieval.Task, exam: Exam, vectors: EarVectors, fold: int) -> Floats:
    return retrieval.score(task, exam.tracks, vectors.whole, fold)


def _same_artist(exam: Exam, vectors: EarVectors, fold: int) -> Floats:
    return artist_hits(exam.tracks, vectors.whole, exam.asked(fold))


def _same_album(exam: Exam, vectors: EarVectors, fold: int) -> Floats:
    return album_precision(exam.tracks, exam.albums, vectors.whole, exam.asked(fold))


def _same_song(k: int, exam: Exam, vectors: EarVectors, fold: int) -> Floats:
    if vectors.first10 is None or vectors.other10 is None:
        return _NOTHING
    asked = np.flatnonzero(exam.asked_songs(fold))
    return song_recall(vectors.other10[asked], vectors.first10, asked, k)


def _played(exam: Exam, vectors: EarVectors, fold: int) -> Floats:
    return agreement(exam.listeners, exam.listeners.played, vectors.whole, fold)


def _tagged(exam: Exam, vectors: EarVectors, fold: int) -> Floats:
    return agreement(exam.listeners, exam.listeners.tagged, vectors.whole, fold)


def _robustness(name: str, exam: Exam, vectors: EarVectors, fold: int) -> Floats:
    if name not in vectors.distorted:
        return _NOTHING
    return song_recall(vectors.distorted[name], vectors.whole, np.array(exam.distorted(fold), np.int64), 1)


COLUMNS: tuple[Column, ...] = (
    Column("emotify genre", PROBES, _probe(lambda track: track.emotify_genre)),
    Column("mirex cluster", PROBES, _probe(lambda track: track.cluster)),
    Column("taffc quadrant", PROBES, _probe(lambda track: track.quadrant)),
    Column("genre ROC-AUC", PROBES, _roc_auc),
    Column("genre mAP", PROBES, _mean_average_precision),
    *(Column(f"P@10 {task.name}", RETRIEVAL, partial(_retrieval, task)) for task in retrieval.TASKS),
    Column("artist hit@10", SAME_MUSIC, _same_artist),
    Column("album P@5", SAME_MUSIC, _same_album),
    Column("song R@1", SAME_MUSIC, partial(_same_song, 1)),
    Column("song R@5", SAME_MUSIC, partial(_same_song, 5)),
    Column("played together", LISTENERS, _played),
    Column("tagged alike", LISTENERS, _tagged),
    *(Column(name, ROBUSTNESS, partial(_robustness, name)) for name in DISTORTIONS),
)
"""Every column in the order of the table."""
