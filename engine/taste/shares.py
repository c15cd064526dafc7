"""How a taste divides into genres, moods, instruments and eras."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from engine.moods import mood_words
from engine.ranking.labels import named
from engine.songs import Song
from engine.taste.profile import Profile

YEARS = 10
"""Of an era."""


@dataclass(frozen=True, slots=True)
class Share:
    """One label.

    Attributes
    ----------
    part
        Of the songs of which anything of the kind is known, the part that has it, each as far as it counts, 0 to 1. A
        song may have several labels, so that parts may add up to more than 1.
    songs
        How many songs have it.
    """

    name: str
    part: float
    songs: int


@dataclass(frozen=True, slots=True)
class Shares:
    """All of them, by kind; the largest first."""

    genres: tuple[Share, ...]
    moods: tuple[Share, ...]
    instruments: tuple[Share, ...]
    eras: tuple[Share, ...]

    def by_kind(self) -> Mapping[str, tuple[Share, ...]]:
        """Under ``genre``, ``mood``, ``instrument`` and ``era``."""
        return {"genre": self.genres, "mood": self.moods, "instrument": self.instruments, "era": self.eras}


def shares(profile: Profile) -> Shares:
    """The shares of a profile's songs. The word for a quadrant of valence and arousal is a mood."""
    return Shares(
        _shares(profile, lambda song: song.genres),
        _shares(profile, lambda song: mood_words(song.moods, song.quadrant)),
        _shares(profile, lambda song: song.instruments),
        _shares(profile, era),
    )


def era(song: Song) -> tuple[str, ...]:
    """The decade of a song ("1990s"); none where the year is not known."""
    return () if song.year is None else (f"{song.year // YEARS * YEARS}s",)


def _shares(profile: Profile, labels_of: Callable[[Song], tuple[str, ...]]) -> tuple[Share, ...]:
    labelled = [named(labels_of(song)) for song in profile.songs]
    known = float(sum(weight for labels, weight in zip(labelled, profile.weights, strict=True) if labels))
    rows: dict[str, list[int]] = {}
    spelt: dict[str, str] = {}
    for row, labels in enumerate(labelled):
        for key, label in labels.items():
            rows.setdefault(key, []).append(row)
            spelt.setdefault(key, label)
    found = [Share(spelt[key], float(np.sum(profile.weights[own])) / known, len(own)) for key, own in rows.items()]
    return tuple(sorted(found, key=lambda share: (-share.part, share.name)))
