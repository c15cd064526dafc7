"""Songs added and subtracted: one vector between those that are wanted and away from those that are not.

This is Rocchio's query (J. Rocchio, "Relevance feedback in information retrieval", 1971): the mean of what is wanted
less a share of the mean of what is not. The share decides. Subtracted whole, as in word vectors, the difference lies
where no music is: its neighbours are whatever is least far away. ``python -m benchmarks.mixes`` measures how far from
the songs each share leads.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import VectorError
from engine.index.vectors import unit_rows

AWAY = 0.35
"""Share of the mean of the unwanted that is taken away. With it the tenth neighbour of a mix is nearly as near as that
of a song (cosines .346 and .354, medians); with .5 it is at .323, with 1 at .248."""

_SHORTEST = 1e-3
"""Opposites cancel out: a sum shorter than this has no direction."""


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """What is wanted and what is not.

    Attributes
    ----------
    likes, unlikes
        (n, d) and (m, d) float32 of any lengths but zero; n at least 1. The order within each does not matter.
    titles
        What the n liked songs are called; empty where they have no names.
    """

    likes: NDArray[np.float32]
    unlikes: NDArray[np.float32]
    titles: tuple[str, ...] = ()

    def nearest(self, vectors: NDArray[np.float32]) -> tuple[str, ...]:
        """The title of the liked song that each of (n, d) is nearest to; of the only one nothing need be said."""
        if len(self.titles) < 2:  # noqa: PLR2004 - with one there is no choice
            return ("",) * len(vectors)
        return tuple(self.titles[row] for row in (vectors @ unit_rows(self.likes).T).argmax(axis=1))


def mixed(sides: Sides, away: float = AWAY) -> NDArray[np.float32]:
    """The vector (d,) float32 of unit length that is meant by some songs and not by others.

    Parameters
    ----------
    away
        The share, at least 0.

    Raises
    ------
    VectorError
        A vector is not finite or zero, sizes differ, nothing is wanted, or the songs cancel each other out.
    """
    if not len(sides.likes):
        raise VectorError("nothing is wanted")
    wanted = unit_rows(sides.likes).astype(np.float64)
    mean = wanted.mean(axis=0)
    if len(sides.unlikes):
        mean = mean - away * unit_rows(sides.unlikes, wanted.shape[1]).astype(np.float64).mean(axis=0)
    length = float(np.linalg.norm(mean))
    if length < _SHORTEST:
        raise VectorError("the songs cancel each other out")
    unit: NDArray[np.float32] = (mean / length).astype(np.float32)
    return unit


def nearer_to_likes(vectors: NDArray[np.float32], sides: Sides) -> NDArray[np.bool_]:
    """(n,) whether songs are nearer to what is wanted, on average, than to anything that is not.

    Parameters
    ----------
    vectors
        (n, d) float32 of unit length; all pass where nothing is unwanted.
    """
    if not len(sides.unlikes):
        return np.ones(len(vectors), dtype=np.bool_)
    likes, unlikes = unit_rows(sides.likes), unit_rows(sides.unlikes)
    nearer: NDArray[np.bool_] = (vectors @ likes.T).mean(axis=1) > (vectors @ unlikes.T).max(axis=1)
    return nearer
