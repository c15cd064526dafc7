"""A walk from one song to another through songs that lie between, each near the one before.

Straight on is not smooth: the point half-way between two songs is near no song, and the songs nearest to the points of
the line are the two ends themselves. So the way is sought as in a graph: of all walks of so many songs, each of which
lies further towards the end than the one before, the one whose steps cost least. A step costs its distance, one less
the cosine, to the fourth power, so that one long step costs more than several middling ones. The best walk is found by
dynamic programming over the number of steps (R. Bellman, "On a routing problem", 1958), which the condition that every
step leads on makes exact: no song can come twice.

``python -m benchmarks.paths`` compares it with the line's nearest neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import VectorError
from engine.index import Index
from engine.ranking import Candidates
from engine.same_song import Kinship, name_of
from engine.songs import Song, SongId

STATIONS = 9
"""Points on the line between the ends around which songs are looked for."""
NEAR_A_STATION, NEAR_AN_END = 120, 160
"""Songs that are looked for around each: with all 2,488 songs instead, the worst step's cosine rises by .004 on
average."""
_TRIES = 24
"""Walks on which two songs turned out to be one, until the shorter walk is given."""


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """Where a walk begins and ends.

    Attributes
    ----------
    vectors
        (2, d) float32 of unit length.
    """

    start: Song
    end: Song
    vectors: NDArray[np.float32]


def surroundings(index: Index, ends: Ends) -> tuple[SongId, ...]:
    """The songs that a walk may lead through: those near the ends and near the line between them; each once.

    Raises
    ------
    VectorError
        The ends are of another size than the index.
    """
    found: dict[SongId, None] = {}
    for end in ends.vectors:
        found.update(dict.fromkeys(index.query(end, NEAR_AN_END).ids))
    for station in _stations(ends.vectors):
        found.update(dict.fromkeys(index.query(station, NEAR_A_STATION).ids))
    return tuple(found)


def walk(ends: Ends, between: Candidates, count: int) -> tuple[int, ...]:
    """Rows of ``between``, at most ``count``, in the order of the walk; fewer where no walk is so long.

    Never two versions of one song, the ends included, and never one artist twice in a row. The same songs in another
    order give the same walk.

    Raises
    ------
    ValueError
        The count is below 1.
    VectorError
        Sizes differ.
    """
    if count < 1:
        raise ValueError(f"count is {count}")
    if ends.vectors.shape != (2, between.vectors.shape[1]):
        raise VectorError(f"ends of shape {ends.vectors.shape} for vectors of shape {between.vectors.shape}")
    field = _Field.of(ends, between)
    for _ in range(_TRIES):
        rows = field.shortest(count)
        twice = _twice(ends, between, rows)
        if not twice:
            return rows
        field = field.without(twice)
    return tuple(row for row in rows if row not in twice)


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """Songs on the way and what steps between them cost.

    Attributes
    ----------
    rows
        Of the candidates, each song of the field.
    first, last, steps
        (n,) from the start and to the end, and (n, n) from row to column; infinite where a step is forbidden.
    """

    rows: NDArray[np.int64]
    first: NDArray[np.float32]
    last: NDArray[np.float32]
    steps: NDArray[np.float32]

    @classmethod
    def of(cls, ends: Ends, between: Candidates) -> _Field:
        rows = _one_of_each(ends, between)
        vectors = between.vectors[rows]
        cosines = vectors @ ends.vectors.T
        onward = (cosines[:, 1] - cosines[:, 0]).astype(np.float32)
        keys = [ends.start.artist_key, ends.end.artist_key, *(between.songs[row].artist_key for row in rows)]
        numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        start, end, *of_rows = (numbers[key] for key in keys)
        artists = np.array(of_rows, dtype=np.int64)
        steps = _cost(vectors @ vectors.T)
        steps[(artists[:, None] == artists[None]) | (onward[None] <= onward[:, None])] = np.inf
        first, last = _cost(cosines[:, 0]), _cost(cosines[:, 1])
        reach = 1 - float(ends.vectors[0] @ ends.vectors[1])
        first[(artists == start) | (onward <= -reach)] = np.inf
        last[(artists == end) | (onward >= reach)] = np.inf
        return cls(rows, first, last, steps)

    def without(self, taken: frozenset[int]) -> _Field:
        """The field without some of the candidates' rows."""
        kept = np.array([row not in taken for row in self.rows.tolist()], dtype=np.bool_)
        return _Field(self.rows[kept], self.first[kept], self.last[kept], self.steps[np.ix_(kept, kept)])

    def shortest(self, count: int) -> tuple[int, ...]:
        """The cheapest walk of ``count`` songs, or of the most that there is a walk of."""
        if not len(self.rows):
            return ()
        best, came, songs = self.first, [], []
        for _ in range(count):
            whole = best + self.last
            if not np.isfinite(whole).any():
                break
            songs.append(int(whole.argmin()))
            reached = best[:, None] + self.steps
            came.append(reached.argmin(axis=0))
            best = reached[came[-1], np.arange(len(self.rows))]
        if not songs:
            return ()
        walked = [songs[-1]]
        for before in reversed(came[: len(songs) - 1]):
            walked.append(int(before[walked[-1]]))
        return tuple(int(self.rows[song]) for song in reversed(walked))


def _stations(ends: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, d) points on the great circle's arc, evenly (K. Shoemake, "Animating rotation", 1985); of unit length."""
    shares = np.arange(1, STATIONS + 1) / (STATIONS + 1)
    angle = float(np.arccos(np.clip(ends[0] @ ends[1], -1.0, 1.0)))
    if np.sin(angle) < 1e-3:  # noqa: PLR2004 - all one point, or opposite ones that have no arc of their own
        return ends[:1]
    points = np.sin((1 - shares) * angle)[:, None] * ends[0] + np.sin(shares * angle)[:, None] * ends[1]
    arc: NDArray[np.float32] = (points / np.sin(angle)).astype(np.float32)
    return arc


def _one_of_each(ends: Ends, between: Candidates) -> NDArray[np.int64]:
    """One row for each song, by id so that the candidates' order does not matter; none of the ends."""
    seen = {ends.start.version_key, ends.end.version_key}
    rows: list[int] = []
    for row in sorted(range(len(between)), key=lambda row: between.songs[row].id):
        song = between.songs[row]
        if song.version_key not in seen and song.id not in {ends.start.id, ends.end.id}:
            seen.add(song.version_key)
            rows.append(row)
    return np.array(rows, dtype=np.int64)


def _cost(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    squared = np.square(np.maximum(1 - cosines, 0))
    costs: NDArray[np.float32] = np.square(squared).astype(np.float32)
    return costs


def _twice(ends: Ends, between: Candidates, rows: tuple[int, ...]) -> frozenset[int]:
    """Rows of the walk that are, by name and sound, a song that stands before them on it, or one of the ends."""
    songs = [ends.start, ends.end, *(between.songs[row] for row in rows)]
    kinship = Kinship.of(
        [name_of(song.artist, song.title) for song in songs],
        np.concatenate([ends.vectors, between.vectors[list(rows)]]),
    )
    found: set[int] = set()
    for place, row in enumerate(rows, start=2):
        if kinship.group([place])[:place].any():
            found.add(row)
    return frozenset(found)
