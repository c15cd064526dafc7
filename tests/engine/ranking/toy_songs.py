from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from engine.ranking import Candidates, Familiarity, Only, Pick, Query, Ranking, Recipe, Request, Taste, rank
from engine.ranking.listeners import Because, Listeners
from engine.ranking.recipe import RECIPE
from engine.ranking.rules import Rules
from engine.songs import Song, SongId


def at(degrees: float, tilt: float = 0.0) -> NDArray[np.float32]:
    """A unit vector of three dimensions: ``degrees`` along the equator, ``tilt`` degrees from it."""
    angle, height = np.radians(degrees), np.radians(tilt)
    vector = [np.cos(angle) * np.cos(height), np.sin(angle) * np.cos(height), np.sin(height)]
    return np.array(vector, dtype=np.float32)


def song(number: int, **facts: object) -> Song:
    """A song of an artist of its own, unless the facts say otherwise."""
    named: dict[str, object] = {"artist": f"Artist {number}", "title": f"Title {number}"}
    return Song(id=SongId(f"{number:016x}"), **(named | facts))  # type: ignore[arg-type]


def candidates(songs: Sequence[Song], vectors: Sequence[NDArray[np.float32]]) -> Candidates:
    return Candidates(tuple(songs), np.array(vectors, dtype=np.float32).reshape(len(songs), -1))


NONE = Candidates.none(3)


NOBODY = Because("", played=True)


@dataclass(frozen=True)
class ToyListeners:
    """Scores by the songs' numbers; 0 for the others."""

    suits: Mapping[int, float]
    why: Because = NOBODY
    confidence: float = 1.0

    def scores(self, songs: Sequence[Song], _vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.array([self.suits.get(int(song.id, 16), 0.0) for song in songs], dtype=np.float32)

    def because(self, _song: Song, _vector: NDArray[np.float32]) -> Because:
        return self.why


@dataclass(frozen=True)
class Asked:
    """A request in the making, about the direction of zero degrees."""

    songs: Candidates
    query: Query = field(default_factory=lambda: Query(at(0), title="Asked"))
    taste: Taste = field(default_factory=Taste)
    liked: Candidates = NONE
    disliked: Candidates = NONE
    count: int = 5
    familiarity: Familiarity = Familiarity.BALANCED
    only: Only = field(default_factory=Only)
    listeners: Listeners | None = None
    beside: frozenset[SongId] = frozenset()
    rules: Rules = field(default_factory=Rules)

    def but(self, **changes: object) -> Asked:
        return replace(self, **changes)  # type: ignore[arg-type]

    def rank(self, recipe: Recipe = RECIPE) -> Ranking:
        request = Request(
            self.query,
            self.taste,
            self.liked,
            self.disliked,
            self.count,
            self.familiarity,
            only=self.only,
            listeners=self.listeners,
            beside=self.beside,
            rules=self.rules,
        )
        return rank(request, self.songs, recipe)

    def ids(self) -> list[int]:
        """The picks by number, best first."""
        return [int(pick.song.id, 16) for pick in self.rank().picks]


def fan(count: int, step: float = 4.0) -> Asked:
    """Candidates 1 to ``count``, each ``step`` degrees farther from the query than the one before."""
    songs = [song(number) for number in range(1, count + 1)]
    return Asked(candidates(songs, [at(step * number) for number in range(1, count + 1)]))


def value(pick: Pick, kind: str) -> float:
    return next(term.value for term in pick.terms if term.kind == kind)


def values(asked: Asked, kind: str) -> dict[int, float]:
    return {int(pick.song.id, 16): value(pick, kind) for pick in asked.but(count=100).rank().picks}
