"""Choosing one after the other, so that a pick differs from those before it.

Source: J. Carbonell, J. Goldstein, "The use of MMR, diversity-based reranking for reordering documents and producing
summaries", SIGIR 1998, section 2: argmax [lambda Sim1(D, Q) - (1 - lambda) max Sim2(D, chosen)]. Here Sim1 is the
score and Sim2 the nearness on the query's ruler. The whole is divided by lambda and shifted by a constant, so that
variety is a term of the score like any other: weight (1 - lambda) / lambda, value 1 - max Sim2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.ranking.pool import Pool
from engine.same_song import Kinship

MOST_OF_AN_ARTIST = 2
"""Picks by one artist in a ranking."""
MOST_VERSIONS = 4
"""Other versions that are offered beside a pick: however many somebody brought in, an answer stays small."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One song of the pool, chosen.

    Attributes
    ----------
    variety
        1 where nothing chosen before is near, 0 where something is as near as the query's nearest candidate.
    average_variety
        The same over all songs that could have been chosen instead.
    versions
        Rows of other versions of the song, the best first.
    """

    row: int
    variety: float
    average_variety: float
    versions: tuple[int, ...] = ()


def choose(
    pool: Pool, scores: NDArray[np.float64], first: NDArray[np.bool_], count: int, weight: float
) -> tuple[Choice, ...]:
    """At most ``count`` songs: of those marked ``first`` while any is left, then of the rest.

    Never two versions of one song, never more than :data:`MOST_OF_AN_ARTIST` by one artist. Of a song's versions the
    original stands for all while it may come, and by its own score. Equal scores are decided by the song's id.
    """
    kinship = Kinship.of(pool.names, pool.candidates.vectors)
    standing = _standing(kinship, scores)
    artists = _numbered(pool.artists)
    rows = np.arange(len(pool))
    taken = np.zeros(len(pool), dtype=np.int64)  # of each artist, by the artist's number
    nearest = np.zeros(len(pool))
    left = np.ones(len(pool), dtype=np.bool_)
    original = rows.copy()  # to which each leaves its place while that one may come
    chosen: list[Choice] = []
    while len(chosen) < count and left.any():
        possible = left & first if (left & first).any() else left
        free = possible & ((original == rows) | ~possible[original])
        row = int(np.where(free, scores + weight * (1 - nearest), -np.inf).argmax())
        group = kinship.group([row])
        original[row] = min(np.flatnonzero(group & possible), key=standing.__getitem__)
        if original[row] != row:
            continue
        others = sorted(np.flatnonzero(group & (rows != row)).tolist(), key=standing.__getitem__)
        chosen.append(
            Choice(row, 1 - float(nearest[row]), 1 - float(nearest[possible].mean()), tuple(others[:MOST_VERSIONS]))
        )
        taken[artists[row]] += 1
        left &= ~group
        if taken[artists[row]] == MOST_OF_AN_ARTIST:
            left &= artists != artists[row]
        cosines = (pool.candidates.vectors @ pool.candidates.vectors[row]).astype(np.float64)
        nearest = np.maximum(nearest, pool.ruler.nearness(cosines))
    return tuple(chosen)


def _standing(kinship: Kinship, scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """(n,) the place of each song: originals before other versions, then by score, then by id."""
    other = np.array([not name.original for name in kinship.names], dtype=np.bool_)
    standing = np.empty(len(scores), dtype=np.int64)
    standing[np.lexsort((-scores, other))] = np.arange(len(scores))
    return standing


def _numbered(keys: tuple[str, ...]) -> NDArray[np.int64]:
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return np.array([numbers[key] for key in keys], dtype=np.int64)
