"""What is said of a song, what is wanted of every pick, and how the two are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.moods import mood_words
from engine.spelling import normalise


@dataclass(frozen=True, slots=True)
class Labels:
    """What is said of a song: published, or heard by the ear."""

    genres: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    quadrant: str | None = None


@dataclass(frozen=True, slots=True)
class Only:
    """What every pick has to be; empty where it does not matter.

    Attributes
    ----------
    genre
        One of the song's genres.
    mood
        One of its moods, or the word for its quadrant (:data:`engine.moods.QUADRANT_WORDS`).
    """

    genre: str = ""
    mood: str = ""

    def __bool__(self) -> bool:
        return bool(self.genre or self.mood)

    def is_genre_of(self, labels: Labels) -> bool:
        """Whether a song is of the genre; any is where none is wanted."""
        return not self.genre or normalise(self.genre) in named(labels.genres)

    def is_mood_of(self, labels: Labels) -> bool:
        """Whether a song has the mood; any has where none is wanted."""
        return not self.mood or normalise(self.mood) in named(mood_words(labels.moods, labels.quadrant))


@lru_cache(maxsize=16_384)
def named(labels: tuple[str, ...]) -> Mapping[str, str]:
    """Labels as published, by how they are compared: case, accents and signs do not count."""
    return {normalise(label): label for label in labels}
