"""The candidates as filters and scorers see them: in one order, each song once, their keys and distances at hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from engine.errors import VectorError
from engine.index.vectors import unit_vector
from engine.ranking.labels import Labels
from engine.ranking.request import Candidates, Request
from engine.ranking.weights import WEIGHTS, Weights
from engine.same_song import Name, name_of
from engine.songs import SongId

FARTHEST_QUANTILE = 0.05
"""The candidates' similarity that counts as "not near": few strays must not stretch the ruler."""

SHORTEST_RULER = 0.05
"""Least difference of cosine between "not near" and "nearest": below it candidates count as alike."""


@dataclass(frozen=True, slots=True)
class Ruler:
    """Cosines as nearness between 0 and 1.

    Networks differ in how much of the cosine's range they use; the candidates of the query show how much that is.
    """

    far: float
    near: float

    @classmethod
    def over(cls, similarities: NDArray[np.float64]) -> Self:
        """From the candidates' similarities to the query."""
        if not similarities.size:
            return cls(0.0, 1.0)
        near = float(similarities.max())
        return cls(min(float(np.quantile(similarities, FARTHEST_QUANTILE)), near - SHORTEST_RULER), near)

    def nearness(self, cosines: NDArray[np.float64]) -> NDArray[np.float64]:
        """0 where as far as the farthest candidates, 1 where as near as the nearest."""
        return np.clip((cosines - self.far) / (self.near - self.far), 0.0, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Candidates sorted by id, each once.

    Attributes
    ----------
    labels
        Published, or heard where nothing is published.
    names
        What tells the versions of one song.
    versions, artists
        The songs' keys.
    similarities
        (n,) cosine to the query.
    """

    request: Request
    candidates: Candidates
    labels: tuple[Labels, ...]
    names: tuple[Name, ...]
    versions: tuple[str, ...]
    artists: tuple[str, ...]
    similarities: NDArray[np.float64]
    ruler: Ruler

    @classmethod
    def of(cls, request: Request, candidates: Candidates) -> Self:
        """Everything but who may stay.

        Raises
        ------
        VectorError
            The query or a candidate is not finite, or their sizes differ.
        """
        dimension = candidates.vectors.shape[1]
        query = unit_vector(request.query.vector, dimension)
        for songs in (candidates, request.liked, request.disliked):
            if len(songs) and songs.vectors.shape[1] != dimension:
                raise VectorError(f"vectors of {songs.vectors.shape[1]} and of {dimension} dimensions")
            if not np.isfinite(songs.vectors).all():
                raise VectorError("a song's vector is not finite")
        first = {song.id: row for row, song in reversed(list(enumerate(candidates.songs)))}
        ordered = _rows(candidates, [first[song] for song in sorted(first)])
        names = tuple(name_of(song.artist, song.title) for song in ordered.songs)
        similarities = (ordered.vectors @ query).astype(np.float64)
        return cls(
            request=request,
            candidates=ordered,
            labels=tuple(ordered.labels(row) for row in range(len(ordered))),
            names=names,
            versions=tuple(name.version for name in names),
            artists=tuple(song.artist_key for song in ordered.songs),
            similarities=similarities,
            ruler=_ruler(request, ordered.ids, similarities),
        )

    def __len__(self) -> int:
        return len(self.candidates)

    @property
    def ids(self) -> tuple[SongId, ...]:
        """The songs' ids."""
        return self.candidates.ids

    @property
    def weights(self) -> Weights:
        """How much each term counts for this request."""
        return WEIGHTS[self.request.familiarity]

    def only(self, kept: NDArray[np.bool_]) -> Pool:
        """The songs that stay; nearness is measured among them."""
        rows = np.flatnonzero(kept).tolist()
        similarities = self.similarities[rows]
        candidates = _rows(self.candidates, rows)
        return replace(
            self,
            candidates=candidates,
            labels=tuple(self.labels[row] for row in rows),
            names=tuple(self.names[row] for row in rows),
            versions=tuple(self.versions[row] for row in rows),
            artists=tuple(self.artists[row] for row in rows),
            similarities=similarities,
            ruler=_ruler(self.request, candidates.ids, similarities),
        )

    def is_version_of(self, ids: Iterable[SongId], known: Candidates | None = None) -> NDArray[np.bool_]:
        """(n,) whether each song is one of ``ids`` or a version of one, as far as pool and ``known`` name them."""
        wanted = frozenset(ids)
        if not wanted:
            return np.zeros(len(self), dtype=np.bool_)
        versions = {key for song, key in zip(self.ids, self.versions, strict=True) if song in wanted}
        if known is not None:
            versions |= {song.version_key for song in known.songs if song.id in wanted}
        pairs = zip(self.ids, self.versions, strict=True)
        return np.array([song in wanted or key in versions for song, key in pairs], dtype=np.bool_)


def _ruler(request: Request, songs: tuple[SongId, ...], similarities: NDArray[np.float64]) -> Ruler:
    """Over the songs that are there because they sound alike; over all where none is."""
    near = np.array([song not in request.beside for song in songs], dtype=np.bool_)
    return Ruler.over(similarities[near] if near.any() else similarities)


def _rows(candidates: Candidates, rows: list[int]) -> Candidates:
    return Candidates(
        songs=tuple(candidates.songs[row] for row in rows),
        vectors=candidates.vectors[rows],
        heard=tuple(candidates.heard[row] for row in rows) if candidates.heard else (),
    )
