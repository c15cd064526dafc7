"""The whole way from playlists to answers: judged on a split of what is known, then made from all that is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.collaborative.protocol import Progress
from engine.evaluation.folds import DataMissingError
from engine.evaluation.playlists.course import Course
from engine.evaluation.playlists.features import PLAYLISTS_AT_ONCE, Candidates, candidates
from engine.evaluation.playlists.judging import Floats, average_precision
from engine.evaluation.playlists.reading import Challenge, Integers
from engine.evaluation.playlists.second_stage import RankerSettings, SecondStage, best_of, part_of
from engine.evaluation.playlists.signals import CANDIDATES, Signals
from engine.evaluation.playlists.split import Split, hide


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What came of the split.

    Attributes
    ----------
    stage
        The rankers.
    ours
        (n_judged,) average precision of playlists by rankers that never saw them.
    first
        The same of each score of the first stage alone.
    ceiling
        The same if the second stage made no mistake.
    gains
        Each feature's share of what the trees gained, largest first.
    """

    stage: SecondStage
    ours: Floats
    first: dict[str, Floats]
    ceiling: Floats
    gains: tuple[tuple[str, float], ...]


def split_of(challenge: Challenge, others: int, seed: int) -> Split:
    """Hide a fifth of every target, and of so many other playlists, which only the second stage learns from."""
    random = np.random.default_rng(seed)
    rest = np.setdiff1d(np.arange(len(challenge.playlists)), challenge.targets)
    return hide(challenge.entries, np.concatenate((challenge.targets, random.permutation(rest)[:others])), random)


def judged_of(challenge: Challenge, split: Split) -> Integers:
    """The targets of which something is hidden, in their order."""
    judged = challenge.targets[np.isin(challenge.targets, split.rows)]
    if not len(judged):
        raise DataMissingError("the target playlists are too short for anything to be hidden of them")
    return judged


def learn(
    challenge: Challenge, split: Split, settings: RankerSettings, *, seed: int, threads: int, course: Course
) -> Learned:
    """Train both stages on the split and judge them."""
    judged = judged_of(challenge, split)
    with course.phase(0.1) as progress:
        signals = Signals.learn(split.shown, challenge.tracks, progress, threads)
    with course.phase(0.1) as progress:
        found = gather(signals, split.rows, progress)
    del signals
    parts = part_of(judged, len(challenge.playlists), seed)
    stage = SecondStage(settings, seed, threads)
    with course.phase(0.2) as progress:
        stage.learn(found, split.hidden, parts, progress)

    def judge(scores: np.ndarray) -> Floats:
        return average_precision(best_of(found, scores, judged), split.hidden[judged])

    first = {name: judge(found.features[:, found.names.index(name)]) for name in CANDIDATES}
    ceiling = judge(np.asarray(split.hidden[found.rows, found.columns]).ravel())
    return Learned(stage, judge(stage.scores(found, parts)), first, ceiling, tuple(stage.importance(found.names)))


def answer(challenge: Challenge, stage: SecondStage, course: Course) -> Integers:
    """(n_targets, k) tracks for every target, the first stage trained on all that is known."""
    with course.phase(0.1) as progress:
        signals = Signals.learn(challenge.entries, challenge.tracks, progress, stage.threads)
    answers = []
    with course.phase(0.1) as progress:
        for start in range(0, len(challenge.targets), PLAYLISTS_AT_ONCE):
            progress("answers", start / len(challenge.targets))
            rows = challenge.targets[start : start + PLAYLISTS_AT_ONCE]
            found = candidates(signals, rows)
            answers.append(best_of(found, stage.scores(found), rows))
    return np.concatenate(answers)


def gather(signals: Signals, rows: Integers, progress: Progress) -> Candidates:
    """The candidates of many playlists, a few playlists at once."""
    pieces = []
    for start in range(0, len(rows), PLAYLISTS_AT_ONCE):
        progress("candidates", start / len(rows))
        pieces.append(candidates(signals, rows[start : start + PLAYLISTS_AT_ONCE]))
    return Candidates(
        np.concatenate([piece.rows for piece in pieces]),
        np.concatenate([piece.columns for piece in pieces]),
        pieces[0].names,
        np.concatenate([piece.features for piece in pieces]),
    )
