"""Factors of single songs, learned from members' own history around what their artists and their sound say.

Before anybody plays a song, its factors are those that :class:`engine.collaborative.hybrid.Hybrid` gives it. With plays
they move, as in collaborative topic regression (C. Wang, D. Blei, "Collaborative topic modeling for recommending
scientific articles", KDD 2011, equations 7 and 8), where an item's factors are its content's and an offset::

    (sum_u |e_us| w_u w_u' + S C) h_s = sum_u e_us w_u + S C h0_s

w_u are the factors of a member, folded in from all that they did; e_us is what they did of the song, below 0 for a
dislike; h0_s are the factors before; C is the mean of w_u w_u' over all that was done. So the song's artist and sound
count as much as ``PRIOR_LISTENERS`` S listeners, and what members do takes over as it grows.

No member's factors leave this module, and a song that fewer than ``FEWEST_LISTENERS`` did anything of stays as it was:
the factors of a song that one person plays would be that person's.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.collaborative.hybrid import Hybrid
from engine.songs import SongId

Floats = NDArray[np.float32]

PRIOR_LISTENERS = 5.0
FEWEST_LISTENERS = 3
SWEEPS = 3
"""Members, then songs, so often: later sweeps move next to nothing."""
_STEADY = 1e-6
"""Added to the diagonal in parts of its mean, so that every system can be solved."""


@dataclass(frozen=True, slots=True, eq=False)
class MemberDeeds:
    """What one member did, without who it was.

    Attributes
    ----------
    songs
        (m,) int64, rows of the songs.
    weights
        (m,) float64, what each deed says, below 0 for a dislike.
    """

    songs: NDArray[np.int64]
    weights: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class SongFactors:
    """What was learned of songs.

    Attributes
    ----------
    songs
        n ids, each once.
    factors
        (n, k) float32, in the space of the artists' factors.
    listeners
        (n,) int32: how many members did something of each, never fewer than ``FEWEST_LISTENERS``.
    """

    songs: tuple[SongId, ...]
    factors: Floats
    listeners: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.songs)


class OutOfTime(Exception):
    """A training took longer than it may."""


def learn(
    hybrid: Hybrid,
    songs: Sequence[SongId],
    prior: Floats,
    members: Sequence[MemberDeeds],
    *,
    until: float = float("inf"),
) -> SongFactors:
    """Learn factors of the songs that enough members did something of; the same input gives the same factors.

    Parameters
    ----------
    songs
        n ids, of the rows.
    prior
        (n, k) factors before anybody did anything.
    until
        The moment of ``time.monotonic`` by which it has to be done.

    Raises
    ------
    OutOfTime
        It was not.
    """
    counts = np.zeros(len(songs), np.int64)
    for one in members:
        counts[np.unique(one.songs)] += 1
    moved = np.flatnonzero(counts >= FEWEST_LISTENERS).tolist()
    factors = np.asarray(prior, np.float64).copy()
    if not moved or not factors.shape[1]:
        return SongFactors((), np.zeros((0, factors.shape[1]), np.float32), np.zeros(0, np.int32))
    rows = np.concatenate([one.songs for one in members])
    weights = np.concatenate([one.weights for one in members])
    who = np.repeat(np.arange(len(members)), [len(one.songs) for one in members])
    order = np.argsort(rows, kind="stable")
    starts = np.searchsorted(rows[order], np.arange(len(songs) + 1))
    for _ in range(SWEEPS):
        people = np.stack([_folded_in(hybrid, factors, one, until) for one in members])
        size = np.abs(weights)
        common = (people[who] * size[:, None]).T @ people[who] / size.sum()
        common += _STEADY * np.trace(common) / len(common) * np.eye(len(common))
        pull = PRIOR_LISTENERS * common
        for row in moved:
            _in_time(until)
            at = order[starts[row] : starts[row + 1]]
            theirs = people[who[at]]
            matrix = (theirs * size[at, None]).T @ theirs + pull
            factors[row] = np.linalg.solve(matrix, weights[at] @ theirs + pull @ prior[row])
    return SongFactors(
        tuple(songs[row] for row in moved), factors[moved].astype(np.float32), counts[moved].astype(np.int32)
    )


def _folded_in(hybrid: Hybrid, factors: NDArray[np.float64], deeds: MemberDeeds, until: float) -> NDArray[np.float64]:
    _in_time(until)
    profile = hybrid.fold_in(factors[deeds.songs], deeds.weights, np.ones(len(deeds.songs)), learned_from=True)
    return profile.factors.astype(np.float64)


def _in_time(until: float) -> None:
    if time.monotonic() > until:
        raise OutOfTime
