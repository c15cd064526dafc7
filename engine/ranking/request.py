"""What a ranking is asked: the query, the member's taste, the candidates."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray

from engine.errors import VectorError
from engine.ranking.facets import Facets
from engine.ranking.feedback import Evidence
from engine.ranking.labels import Labels, Only
from engine.ranking.listeners import Listeners
from engine.ranking.mixing import Sides
from engine.ranking.rules import Rules
from engine.songs import Song, SongId
from engine.traits import Traits


class Familiarity(StrEnum):
    """The dial between what a member knows and what is new to them."""

    FAMILIAR = "familiar"
    BALANCED = "balanced"
    ADVENTUROUS = "adventurous"


@dataclass(frozen=True, slots=True)
class Candidates:
    """Songs with their vectors, row by row.

    Attributes
    ----------
    vectors
        (n, d) float32 of unit length.
    heard
        What the ear says of each, used where nothing is published; empty, or one a song.
    """

    songs: tuple[Song, ...]
    vectors: NDArray[np.float32]
    heard: tuple[Labels, ...] = ()

    def __post_init__(self) -> None:
        if self.vectors.ndim != 2 or len(self.vectors) != len(self.songs):  # noqa: PLR2004
            raise VectorError(f"{len(self.songs)} songs with vectors of shape {self.vectors.shape}")
        if self.heard and len(self.heard) != len(self.songs):
            raise ValueError(f"{len(self.songs)} songs with {len(self.heard)} heard labels")

    def __len__(self) -> int:
        return len(self.songs)

    @classmethod
    def none(cls, dimension: int) -> Self:
        """No songs, in ``dimension`` dimensions."""
        return cls((), np.zeros((0, dimension), dtype=np.float32))

    @property
    def ids(self) -> tuple[SongId, ...]:
        """The songs' ids."""
        return tuple(song.id for song in self.songs)

    def labels(self, row: int) -> Labels:
        """The published labels of a row, each kind completed by what was heard."""
        song = self.songs[row]
        if not self.heard:
            return Labels(song.genres, song.moods, song.quadrant)
        heard = self.heard[row]
        return Labels(song.genres or heard.genres, song.moods or heard.moods, song.quadrant or heard.quadrant)


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked.

    Attributes
    ----------
    vector
        (d,) float32 of unit length.
    songs
        The asked song, never recommended, nor any version of it; several where several are one.
    title, artist, year
        The asked song's facts where they are known: they tell its versions, its artist's other songs and its era.
    traits
        How it is played.
    sides
        The songs that were added and subtracted, where several were.
    facets
        What was asked in words.
    """

    vector: NDArray[np.float32]
    songs: tuple[SongId, ...] = ()
    title: str = ""
    genres: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    quadrant: str | None = None
    artist: str = ""
    year: int | None = None
    traits: Traits = field(default_factory=Traits)
    sides: Sides | None = None
    facets: Facets = field(default_factory=Facets)


@dataclass(frozen=True, slots=True)
class Taste:
    """What a member did.

    Attributes
    ----------
    blocked_artists, heard_artists
        Artist keys (:func:`engine.songs.artist_key`).
    recent
        Songs that the member was shown in the last days.
    evidence
        What the member did of which songs and artists and when: how much each deed says now. A song in the lists above
        of which it says nothing counts in full.
    met, met_versions
        Songs that the member ever asked for, was shown or said something of, and their version keys as far as they are
        known; empty where nobody wants to know.
    """

    liked: tuple[SongId, ...] = ()
    disliked: tuple[SongId, ...] = ()
    skipped: tuple[SongId, ...] = ()
    blocked_songs: frozenset[SongId] = field(default_factory=frozenset)
    blocked_artists: frozenset[str] = field(default_factory=frozenset)
    recent: frozenset[SongId] = field(default_factory=frozenset)
    heard_artists: frozenset[str] = field(default_factory=frozenset)
    evidence: tuple[Evidence, ...] = ()
    met: frozenset[SongId] = field(default_factory=frozenset)
    met_versions: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Request:
    """One question to the ranking.

    Attributes
    ----------
    liked, disliked
        Facts and vectors of the songs that the taste speaks for (liked, wanted more of, played elsewhere) and against,
        as far as they are at hand.
    count
        How many picks are wanted.
    only
        What every pick has to be.
    listeners
        What people play who listen as the member does, where anybody knows.
    beside
        Candidates that are there for another reason than that they sound alike: nearness is measured by the others.
    rules
        What never comes where it is asked.
    """

    query: Query
    taste: Taste
    liked: Candidates
    disliked: Candidates
    count: int
    familiarity: Familiarity = Familiarity.BALANCED
    only: Only = field(default_factory=Only)
    listeners: Listeners | None = None
    beside: frozenset[SongId] = field(default_factory=frozenset)
    rules: Rules = field(default_factory=Rules)
