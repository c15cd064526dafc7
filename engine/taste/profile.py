"""A taste as arrays: the songs that somebody likes, how much each counts, and the artists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.ranking.feedback import Evidence
from engine.ranking.request import Candidates
from engine.songs import Song, SongId

MOST_SONGS = 200
"""The songs that count most; the rest of a long history changes little and costs time."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """What evidence adds up to, positive alone: what somebody leans away from is no part of a profile.

    Attributes
    ----------
    songs
        How much each song counts, the most first.
    artists
        How much each artist counts by key, songs of theirs included, the most first.
    """

    songs: Mapping[SongId, float]
    artists: Mapping[str, float]

    @classmethod
    def of(cls, evidence: Iterable[Evidence]) -> Self:
        """Add up what is known of each song and of each artist."""
        songs: dict[SongId, float] = defaultdict(float)
        artists: dict[str, float] = defaultdict(float)
        for deed in evidence:
            artists[deed.artist] += deed.strength
            if deed.song is not None:
                songs[deed.song] += deed.strength
        return cls(_positive(songs), _positive(artists))


_Key = TypeVar("_Key", bound=str)


def _positive(sums: Mapping[_Key, float]) -> dict[_Key, float]:
    kept = {key: total for key, total in sums.items() if total > 0}
    return dict(sorted(kept.items(), key=lambda pair: (-pair[1], pair[0])))


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """One taste.

    Attributes
    ----------
    liked
        The songs with their vectors, those that count most first, at most :data:`MOST_SONGS`.
    weights
        (n,) float64, positive, adding up to 1.
    artists
        How much each artist counts by key (:func:`engine.songs.artist_key`), adding up to 1.
    """

    liked: Candidates
    weights: NDArray[np.float64]
    artists: Mapping[str, float]

    @classmethod
    def of(cls, leaning: Leaning, liked: Candidates) -> Self:
        """From what the evidence adds up to, and the facts and vectors of its songs as far as they are at hand."""
        rows = [row for row, song in enumerate(liked.songs) if song.id in leaning.songs]
        rows = sorted(rows, key=lambda row: -leaning.songs[liked.songs[row].id])[:MOST_SONGS]
        weights = np.array([leaning.songs[liked.songs[row].id] for row in rows], dtype=np.float64)
        whole = sum(leaning.artists.values())
        return cls(
            Candidates(tuple(liked.songs[row] for row in rows), liked.vectors[rows]),
            weights / weights.sum() if len(weights) else weights,
            {artist: weight / whole for artist, weight in leaning.artists.items()} if whole else {},
        )

    def __len__(self) -> int:
        return len(self.liked)

    @property
    def songs(self) -> tuple[Song, ...]:
        """The songs, those that count most first."""
        return self.liked.songs
