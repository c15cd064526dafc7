"""How like what was typed is to the names of songs that may be meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from data.catalog.candidates import Candidate

SHORTEST_PIECE = 3
"""Letters from which on a piece inside a word counts, and a typo may be one."""

# Of 100, what each way of being like a name counts at most.
WHOLE_SWAPPED = 96.0
ARTIST = 97.0
BEGINNING = 94.0
SOME_WORDS = 92.0
WORDS_OF_NAME = 91.0
ONE_MISTAKE = 90.0
PIECE = 88.0
WITHOUT_SPACES = 99.0
"""Without spaces "t n t" is "tnt"; it counts a little less, so that a song written as it was typed comes first."""

_Numbers = NDArray[np.float64]
_Scorer = Callable[..., float]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like one candidate's name is what was typed.

    Attributes
    ----------
    score
        How well the song answers what was typed so far, in [0, 1].
    whole
        How like its whole title, or artist and title, is what was typed, in [0, 1]; at most ``score``.
    """

    candidate: Candidate
    score: float
    whole: float


def most_alike(wanted: str, found: Sequence[Candidate], limit: int) -> list[Likeness]:
    """The candidates that are most like what was typed, the most alike first, then those with the shortest names.

    The whole title or the whole name, in any order of words, counts full, with or without guests and what tells
    versions apart. The artist alone, a beginning, some of the words, a title with one mistake, or a piece of the name
    count less, in this order.

    Parameters
    ----------
    wanted
        Normalised, not empty.
    """
    if not found:
        return []
    names = [f"{one.artist} {one.title}" for one in found]
    read = [_read(reading, found, names, limit) for reading in _readings(wanted)]
    scores = np.stack([one.scores for one in read])
    best = scores.argmax(axis=0)
    order = sorted(range(len(found)), key=lambda row: (-scores[best[row], row], len(names[row]), found[row].number))
    return [
        Likeness(found[row], float(scores[best[row], row]) / 100, float(read[best[row]].wholes[row]) / 100)
        for row in order[:limit]
    ]


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """One reading of what was typed beside every candidate: (n,) of 100."""

    scores: _Numbers
    wholes: _Numbers


def _readings(wanted: str) -> tuple[str, ...]:
    """What may be meant: as typed, and without the "by" of "title by artist"."""
    title, by, artist = wanted.rpartition(" by ")
    return (wanted, f"{artist} {title}") if by else (wanted,)


def _read(wanted: str, found: Sequence[Candidate], names: Sequence[str], limit: int) -> _Read:
    titles, artists = [one.title for one in found], [one.artist for one in found]
    keys = [one.version.partition("|") for one in found]
    wholes = np.maximum.reduce(
        [
            _each(fuzz.ratio, wanted, titles),
            _each(fuzz.ratio, wanted, [title for _, _, title in keys]),
            _each(fuzz.token_sort_ratio, wanted, names),
            _each(fuzz.token_sort_ratio, wanted, [f"{artist} {title}" for artist, _, title in keys]),
            _share(WHOLE_SWAPPED, _each(fuzz.token_sort_ratio, wanted, titles)),
            _share(
                WITHOUT_SPACES, _each(fuzz.ratio, wanted.replace(" ", ""), [title.replace(" ", "") for title in titles])
            ),
        ]
    )
    scores = np.maximum.reduce(
        [
            wholes,
            _share(ARTIST, _each(fuzz.ratio, wanted, artists)),
            _share(SOME_WORDS, _each(fuzz.token_set_ratio, wanted, names)),
            np.array([_part(wanted, one, name) for one, name in zip(found, names, strict=True)]),
        ]
    )
    if len(wanted) >= SHORTEST_PIECE:
        mistakes = _each(OSA.distance, wanted, titles)
        scores = np.maximum(scores, np.where(mistakes <= 1, ONE_MISTAKE, 0.0))
        scores = _with_pieces(wanted, names, scores, limit)
    return _Read(scores, wholes)


def _part(wanted: str, candidate: Candidate, name: str) -> float:
    if candidate.title.startswith(wanted) or candidate.artist.startswith(wanted):
        return BEGINNING
    return WORDS_OF_NAME if f" {wanted}" in f" {name}" else 0.0


def _with_pieces(wanted: str, names: Sequence[str], scores: _Numbers, limit: int) -> _Numbers:
    """Count a piece inside a name where that brings the name among the first ``limit``: comparing pieces is slow."""
    least = float(np.partition(scores, -limit)[-limit]) if limit < len(scores) else 0.0
    counted = scores.copy()
    for row in np.flatnonzero(scores < PIECE).tolist():
        if len(wanted) <= len(names[row]) and least <= PIECE:
            needed = max(least, scores[row]) / PIECE * 100
            counted[row] = max(scores[row], PIECE / 100 * fuzz.partial_ratio(wanted, names[row], score_cutoff=needed))
    return counted


def _each(scorer: _Scorer, wanted: str, texts: Sequence[str]) -> _Numbers:
    compared: _Numbers = process.cdist([wanted], texts, scorer=scorer, dtype=np.float64)[0]
    return compared


def _share(most: float, scores: _Numbers) -> _Numbers:
    return scores * (most / 100)
