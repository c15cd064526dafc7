"""What whoever owns a place wants never to come there, whoever asks."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.ranking.labels import Labels, named
from engine.songs import Song


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a place; empty where there are none.

    Attributes
    ----------
    clean
        Nothing that its source marks as explicit. Of most songs nobody says: they pass.
    artists
        Keys of artists (:func:`engine.songs.artist_key`).
    genres
        As they are compared (:func:`engine.spelling.normalise`).
    """

    clean: bool = False
    artists: frozenset[str] = field(default_factory=frozenset)
    genres: frozenset[str] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return bool(self.clean or self.artists or self.genres)

    def let(self, song: Song, labels: Labels) -> bool:
        """Whether a song of which that is said may come."""
        if self.clean and song.explicit:
            return False
        return song.artist_key not in self.artists and not (self.genres and self.genres & named(labels.genres).keys())
