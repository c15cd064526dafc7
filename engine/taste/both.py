"""Songs that suit two tastes: as good as can be for the one whom they suit less.

Source: M. O'Connor, D. Cosley, J. A. Konstan, J. Riedl, "PolyLens: a recommender system for groups of users", ECSCW
2001: the least happy member's score is the group's ("least misery"). Variety is that of
:mod:`engine.ranking.variety`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.ranking.request import Candidates
from engine.taste.profile import Profile

VARIETY = 0.3
"""How much nearness to a song that was chosen before takes away."""


@dataclass(frozen=True, slots=True)
class Suiting:
    """One song for both.

    Attributes
    ----------
    row
        In the candidates.
    first, second
        How well it suits each, 0 to 1: which part of the candidates suits them less.
    beside
        The row, in the first one's profile, of their song that is nearest to it.
    similarity
        Cosine to that song.
    """

    row: int
    first: float
    second: float
    beside: int
    similarity: float


def for_both(first: Profile, second: Profile, candidates: Candidates, count: int) -> tuple[Suiting, ...]:
    """At most ``count`` candidates, each by another artist, the best first; ties are decided by the songs' order.

    How well a song suits somebody is the cosine to the nearest of their songs, as a rank among the candidates: tastes
    of many songs are near to everything, and ranks compare where cosines do not.
    """
    if not len(candidates) or not len(first) or not len(second):
        return ()
    near_first = (candidates.vectors @ first.liked.vectors.T).astype(np.float64)
    near_second = (candidates.vectors @ second.liked.vectors.T).astype(np.float64)
    suits_first, suits_second = _ranked(near_first.max(axis=1)), _ranked(near_second.max(axis=1))
    least = np.minimum(suits_first, suits_second)
    beside = near_first.argmax(axis=1)
    cosines = np.clip((candidates.vectors @ candidates.vectors.T).astype(np.float64), 0.0, 1.0)
    nearest = np.zeros(len(candidates))
    left = np.ones(len(candidates), dtype=np.bool_)
    artists = np.array([song.artist_key for song in candidates.songs])
    chosen: list[Suiting] = []
    while len(chosen) < count and left.any():
        row = int(np.where(left, least - VARIETY * nearest, -np.inf).argmax())
        similarity = float(np.clip(near_first[row, beside[row]], -1.0, 1.0))
        chosen.append(Suiting(row, float(suits_first[row]), float(suits_second[row]), int(beside[row]), similarity))
        left &= artists != artists[row]
        nearest = np.maximum(nearest, cosines[row])
    return tuple(chosen)


def _ranked(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n,) the part of the values that are smaller."""
    return np.searchsorted(np.sort(values), values, side="left") / len(values)
