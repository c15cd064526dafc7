"""The sides of a taste: groups of liked songs that sound alike, so that nothing is asked in the middle between them.

Source: A. Pal, C. Eksombatchai, Y. Zhou, B. Zhao, C. Rosenberg, J. Leskovec, "PinnerSage: Multi-Modal User Embedding
Framework for Recommendations at Pinterest", KDD 2020, section 4: hierarchical clusters of what a user acted on, each
stood for by its medoid and not by a mean, and taken by importance. Here the linkage is the average, whose threshold is
a cosine, where the paper has Ward's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.taste.profile import Profile

STRANGERS = 0.95
"""Two groups of songs are one side where they are, on average, more alike than so many of any two songs are."""
SAMPLE = 200
"""Songs whose pairs show how alike any two are; what that is differs from ear to ear."""
MOST_SIDES = 5


@dataclass(frozen=True, slots=True)
class Side:
    """Some of a profile's songs.

    Attributes
    ----------
    rows
        The songs' rows in the profile, those that count most first.
    share
        Of the whole taste, 0 to 1.
    medoid
        The row of the song that is nearest to all of them, as far as each counts.
    """

    rows: tuple[int, ...]
    share: float
    medoid: int


def threshold(vectors: NDArray[np.float32]) -> float:
    """The mean cosine from which two groups are one side, from a sample ``(n, d)`` of any songs; 1 without a pair."""
    cosines = vectors @ vectors.T
    pairs = cosines[np.triu_indices(len(vectors), 1)]
    return float(np.quantile(pairs, STRANGERS)) if len(pairs) else 1.0


def sides(profile: Profile, alike: float) -> tuple[Side, ...]:
    """At most :data:`MOST_SIDES`, the largest first; none of a profile without songs.

    Parameters
    ----------
    alike
        The mean cosine from which two groups are one side (:func:`threshold`).
    """
    if not len(profile):
        return ()
    cosines = (profile.liked.vectors @ profile.liked.vectors.T).astype(np.float64)
    labels = _clustered(cosines, alike)
    found = [_side(np.flatnonzero(labels == label), profile.weights, cosines) for label in np.unique(labels)]
    return tuple(sorted(found, key=lambda side: (-side.share, side.rows)))[:MOST_SIDES]


def _clustered(cosines: NDArray[np.float64], alike: float) -> NDArray[np.int64]:
    """(n,) the number of each song's group."""
    if len(cosines) == 1:
        return np.zeros(1, dtype=np.int64)
    # Imported here: it takes a while that nobody needs who has no history.
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415
    from scipy.spatial.distance import squareform  # noqa: PLC0415

    distances = np.clip(1 - (cosines + cosines.T) / 2, 0.0, 2.0)
    np.fill_diagonal(distances, 0.0)
    tree = linkage(squareform(distances, checks=False), method="average")
    groups: NDArray[np.int64] = fcluster(tree, 1 - alike, criterion="distance").astype(np.int64)
    return groups


def _side(rows: NDArray[np.int64], weights: NDArray[np.float64], cosines: NDArray[np.float64]) -> Side:
    nearness = cosines[np.ix_(rows, rows)] @ weights[rows]
    return Side(tuple(rows.tolist()), float(weights[rows].sum()), int(rows[int(nearness.argmax())]))


def drawn(profile: Profile, side: Side, generator: np.random.Generator) -> int:
    """The row of a song of the side, drawn by how much each counts: a side need not start from the same song daily."""
    rows = np.array(side.rows)
    weights = profile.weights[rows]
    return int(generator.choice(rows, p=weights / weights.sum()))


def dealt(shares: tuple[float, ...], count: int) -> tuple[int, ...]:
    """Whose turn it is, ``count`` times: at any moment each had about its share of the turns (Sainte-Laguë).

    >>> dealt((0.5, 0.25, 0.25), 4)
    (0, 1, 2, 0)
    """
    taken = [0] * len(shares)
    turns = []
    for _ in range(count if shares else 0):
        turn = max(range(len(shares)), key=lambda number: (shares[number] / (2 * taken[number] + 1), -number))
        taken[turn] += 1
        turns.append(turn)
    return tuple(turns)
