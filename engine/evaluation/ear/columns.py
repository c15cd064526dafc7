"""The columns of the table: what is asked, and what answers it from the vectors of one fold."""

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
from engine.evaluation.ear.same_music import ALBUM_AT, ARTIST_AT, album_precision, artist_hits, song_ranks
from engine.evaluation.folds import Track

Floats = npt.NDArray[np.float64]
Answers = tuple[Floats, ...]
_NOTHING: Floats = np.zeros(0)

PROBES = "Linear probes on frozen vectors"
RETRIEVAL = f"Precision@{retrieval.PRECISION_AT} over other artists"
SAME_MUSIC = "The same music in other clips"
LISTENERS = "Agreement with listeners, area under the ROC curve"
ROBUSTNESS = "Recall@1 of a distorted clip among all clips"
GROUPS = (PROBES, RETRIEVAL, SAME_MUSIC, LISTENERS, ROBUSTNESS)
"""A table each."""
GENRE_SOURCE = "taffc"
SONG_AT = 5


@dataclass(frozen=True, slots=True)
class Question:
    """Columns that are answered together.

    Attributes
    ----------
    group
        The table in which they stand.
    columns
        Their names.
    answer
        Exam, vectors of a fold's model, and the fold in; for each column one number a query out, whose mean is the
        score; an empty array where it could not be asked.
    """

    group: str
    columns: tuple[str, ...]
    answer: Callable[[Exam, EarVectors, int], Answers]


def evaluate(exam: Exam, vectors: EarVectors, fold: int) -> dict[str, Floats]:
    """Ask everything of one fold's vectors.

    Returns
    -------
    By the column's name, one number a query; their mean is the score.
    """
    answers: dict[str, Floats] = {}
    for question in QUESTIONS:
        answers.update(zip(question.columns, question.answer(exam, vectors, fold), strict=True))
    return answers


def _probe(label: Callable[[Track], str], exam: Exam, vectors: EarVectors, fold: int) -> Answers:
    labels = np.array([label(track) for track in exam.tracks], np.str_)
    return (probes.accuracy(vectors.whole, labels, exam.learnt(fold), exam.asked(fold)),)


def _genres(exam: Exam, vectors: EarVectors, fold: int) -> Answers:
    labelled = np.array([track.source == GENRE_SOURCE and bool(track.genres) for track in exam.tracks], np.bool_)
    names = sorted({name for track in exam.tracks if track.source == GENRE_SOURCE for name in track.genres})
    hot = np.array([[name in track.genres for name in names] for track in exam.tracks], np.bool_)
    scores = probes.genre_scores(vectors.whole, hot, labelled, exam.learnt(fold), exam.asked(fold))
    return scores.roc_auc, scores.average_precision


def _retrieval(task: retrieval.Task, exam: Exam, vectors: EarVectors, fold: int) -> Answers:
    return (retrieval.score(task, exam.tracks, vectors.whole, fold),)


def _same_artist(exam: Exam, vectors: EarVectors, fold: int) -> Answers:
    return (artist_hits(exam.tracks, vectors.whole, exam.asked(fold)),)


def _same_album(exam: Exam, vectors: EarVectors, fold: int) -> Answers:
    return (album_precision(exam.tracks, exam.albums, vectors.whole, exam.asked(fold)),)


def _same_song(exam: Exam, vectors: EarVectors, fold: int) -> Answers:
    if vectors.first10 is None or vectors.other10 is None:
        return _NOTHING, _NOTHING
    asked = np.flatnonzero(exam.asked_songs(fold))
    ranks = song_ranks(vectors.other10[asked], vectors.first10, asked)
    return np.asarray(ranks < 1, np.float64), np.asarray(ranks < SONG_AT, np.float64)


def _listeners(exam: Exam, vectors: EarVectors, fold: int) -> Answers:
    listeners = exam.listeners
    return (
        agreement(listeners, listeners.played, vectors.whole, fold),
        agreement(listeners, listeners.tagged, vectors.whole, fold),
    )


def _robustness(name: str, exam: Exam, vectors: EarVectors, fold: int) -> Answers:
    if name not in vectors.distorted:
        return (_NOTHING,)
    own = np.array(exam.distorted(fold), np.int64)
    return (np.asarray(song_ranks(vectors.distorted[name], vectors.whole, own) < 1, np.float64),)


QUESTIONS: tuple[Question, ...] = (
    Question(PROBES, ("emotify genre",), partial(_probe, lambda track: track.emotify_genre)),
    Question(PROBES, ("mirex cluster",), partial(_probe, lambda track: track.cluster)),
    Question(PROBES, ("taffc quadrant",), partial(_probe, lambda track: track.quadrant)),
    Question(PROBES, ("genre ROC-AUC", "genre mAP"), _genres),
    *(Question(RETRIEVAL, (f"P@10 {task.name}",), partial(_retrieval, task)) for task in retrieval.TASKS),
    Question(SAME_MUSIC, (f"artist hit@{ARTIST_AT}",), _same_artist),
    Question(SAME_MUSIC, (f"album P@{ALBUM_AT}",), _same_album),
    Question(SAME_MUSIC, ("song R@1", f"song R@{SONG_AT}"), _same_song),
    Question(LISTENERS, ("played together", "tagged alike"), _listeners),
    *(Question(ROBUSTNESS, (name,), partial(_robustness, name)) for name in DISTORTIONS),
)
"""Every question in the order of the table."""
COLUMNS: tuple[str, ...] = tuple(name for question in QUESTIONS for name in question.columns)
"""Every column's name in the order of the table."""


def columns_of(group: str) -> tuple[str, ...]:
    """Names of a group's columns."""
    return tuple(name for question in QUESTIONS if question.group == group for name in question.columns)
