"""Is a song found again in another encoding, and is a stranger left unnamed?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.evaluation.folds import Track
from engine.evaluation.table import Table
from engine.recognition import recognise

Vectors = npt.NDArray[np.float32]
Hear = Callable[[Sequence[bytes]], Vectors]
"""Audio files in, (n, d) unit vectors out."""

FIRST_GOAL = 0.95
"""Share of the re-encoded clips whose own song must come first."""
NAMED_GOAL = 0.01
"""Share of the strangers that may be named as a song of the gallery."""
NEIGHBOURS = 10
"""How many neighbours the decision sees."""
_NOBODY = -1
_QUANTILES = (0.0, 0.01, 0.05, 0.5, 0.95, 0.99, 1.0)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which clips take part.

    Attributes
    ----------
    gallery
        Different songs; the first ``n_queries`` of them are asked for.
    strangers
        Songs of which the gallery holds no version.
    """

    gallery: tuple[Track, ...]
    strangers: tuple[Track, ...]
    n_queries: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a set of queries.

    Attributes
    ----------
    similarities
        (n,) cosine of each query to its nearest clip.
    margins
        (n,) by how much that is ahead of the best song of another name.
    first
        (n,) whether the nearest is the query's own song; never for a stranger.
    named
        (n,) whether the nearest was named as the song that is heard, rightly or not.
    """

    name: str
    similarities: npt.NDArray[np.float64]
    margins: npt.NDArray[np.float64]
    first: npt.NDArray[np.bool_]
    named: npt.NDArray[np.bool_]


def choose(tracks: Sequence[Track], *, queries: int, gallery: int, strangers: int, seed: int) -> Choice:
    """Draw clips of different songs.

    Raises
    ------
    ValueError
        There are not as many different songs, or more queries than clips in the gallery.
    """
    if not 1 <= queries <= gallery:
        raise ValueError(f"{queries} queries do not fit in a gallery of {gallery}")
    songs = list({track.version: track for track in tracks}.values())
    if len(songs) < gallery + strangers:
        raise ValueError(f"{gallery + strangers} different songs are needed, {len(songs)} are there")
    drawn = [songs[row] for row in np.random.default_rng(seed).permutation(len(songs))[: gallery + strangers]]
    return Choice(tuple(drawn[:gallery]), tuple(drawn[gallery:]), queries)


def outcome(
    name: str, queries: Vectors, own: Sequence[int] | None, gallery: Vectors, versions: Sequence[str]
) -> Outcome:
    """Find the neighbours of every query and decide on each.

    Parameters
    ----------
    queries
        (n, d) unit vectors.
    own
        The row of each query's song in the gallery; ``None`` for strangers.
    gallery, versions
        (m, d) unit vectors and the version key of each.
    """
    similarities = (queries @ gallery.T).astype(np.float64)
    nearest = np.argsort(-similarities, axis=1, kind="stable")
    rows = [_NOBODY] * len(queries) if own is None else own
    best, margins, named = [], [], []
    for query, order in zip(similarities, nearest, strict=True):
        others = (row for row in order if versions[row] != versions[order[0]])
        other = next(others, None)
        best.append(query[order[0]])
        margins.append(query[order[0]] - (query[other] if other is not None else -1.0))
        near = order[:NEIGHBOURS]
        named.append(recognise(query[near].tolist(), [versions[row] for row in near]) is not None)
    first = [int(order[0]) == row for order, row in zip(nearest, rows, strict=True)]
    return Outcome(name, np.array(best), np.array(margins), np.array(first, dtype=bool), np.array(named, dtype=bool))


def found_again(one: Outcome) -> bool:
    """Whether enough of the re-encoded clips came back first."""
    return bool(one.first.mean() >= FIRST_GOAL)


def left_unnamed(strangers: Outcome) -> bool:
    """Whether few enough strangers were named."""
    return bool(strangers.named.mean() <= NAMED_GOAL)


def outcome_table(known: Sequence[Outcome], strangers: Outcome, gallery: int) -> Table:
    """How many came first and were named; the first row and the strangers are the goals, the rest is information."""
    goal = _verdict(found_again(known[0]), _goal(known[0], FIRST_GOAL, "at least"))
    rows = [
        (
            one.name,
            str(len(one.first)),
            f"{one.first.sum()}" if place else f"{one.first.sum()} ({goal})",
            str(int((one.named & one.first).sum())),
            str(int((one.named & ~one.first).sum())),
        )
        for place, one in enumerate(known)
    ]
    wrongly = f"{strangers.named.sum()} ({_verdict(left_unnamed(strangers), _goal(strangers, NAMED_GOAL, 'at most'))})"
    rows.append((strangers.name, str(len(strangers.first)), "-", "-", wrongly))
    return Table(
        title=f"The same song in another file, among {gallery} songs",
        header=("clips", "asked", "own song first", "named rightly", "named wrongly"),
        rows=tuple(rows),
    )


def likeness_table(outcomes: Sequence[Outcome]) -> Table:
    """How near the nearest is, and how far ahead: what the thresholds of ``engine.recognition`` are set by."""
    header = ("clips", "of the nearest", *(f"{quantile:.0%}" for quantile in _QUANTILES))
    rows = [
        (one.name, kind, *(f"{value:.3f}" for value in np.quantile(values, _QUANTILES)))
        for one in outcomes
        for kind, values in (("similarity", one.similarities), ("margin", one.margins))
    ]
    return Table(title="Similarity and margin of the nearest song, quantiles", header=header, rows=tuple(rows))


def _goal(one: Outcome, share: float, bound: str) -> str:
    return f"{bound} {share * len(one.first):g}"


def _verdict(met: bool, goal: str) -> str:
    return f"{goal}: {'met' if met else 'missed'}"
