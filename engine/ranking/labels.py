"""What is said of a song, what is wanted of every pick, and how the two are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from engine.moods import mood_words
from engine.songs import artist_key
from engine.spelling import normalise


@dataclass(frozen=True, slots=True)
class Labels:
    """What is said of a song: published, or heard by the ear."""

    genres: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    quadrant: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Whole numbers from one to another, both included; ``None`` is no bound."""

    low: int | None = None
    high: int | None = None

    def __bool__(self) -> bool:
        return self.low is not None or self.high is not None

    def holds(self, value: float | None) -> bool:
        """Whether a number, to the nearest whole one, lies in it; what is not known lies in the unbounded one alone."""
        if not self:
            return True
        if value is None:
            return False
        whole = round(value)
        return (self.low is None or whole >= self.low) and (self.high is None or whole <= self.high)


@dataclass(frozen=True, slots=True)
class Only:
    """What every pick has to be; empty where it does not matter. What is not known of a song is not what is wanted.

    Attributes
    ----------
    genre
        One of the song's genres.
    mood
        One of its moods, or the word for its quadrant (:data:`engine.moods.QUADRANT_WORDS`).
    instrument
        One of its instruments, or a kind of which it has one: who wants a guitar gets electric ones too.
    tempo
        Beats in a minute, as they are counted: half and double tempo are others.
    year
        When it came out.
    avoid
        An artist by whom it must not be, by whatever else stands beside the name (:func:`engine.songs.artist_key`).
    only_new
        It must be no song, nor another version of one, that the member met before.
    clean
        No source may mark it as explicit. Of most songs nobody says: they pass.
    """

    genre: str = ""
    mood: str = ""
    instrument: str = ""
    tempo: Span = field(default_factory=Span)
    year: Span = field(default_factory=Span)
    avoid: str = ""
    only_new: bool = False
    clean: bool = False

    def __bool__(self) -> bool:
        return self.is_narrow or bool(self.avoid) or self.only_new or self.clean

    @property
    def is_narrow(self) -> bool:
        """Whether it says what a song is, which few are; and not only what it is not, as nearly all are not."""
        return bool(self.genre or self.mood or self.instrument or self.tempo or self.year)

    def is_genre_of(self, labels: Labels) -> bool:
        """Whether a song is of the genre; any is where none is wanted."""
        return not self.genre or normalise(self.genre) in named(labels.genres)

    def is_mood_of(self, labels: Labels) -> bool:
        """Whether a song has the mood; any has where none is wanted."""
        return not self.mood or normalise(self.mood) in named(mood_words(labels.moods, labels.quadrant))

    def is_instrument_of(self, instruments: tuple[str, ...]) -> bool:
        """Whether the instrument is among those of a song; it is where none is wanted."""
        wanted = normalise(self.instrument)
        return not self.instrument or any(wanted in kinds_of(instrument) for instrument in instruments)

    def lets_artist(self, key: str) -> bool:
        """Whether an artist of that key (:func:`engine.songs.artist_key`) may come."""
        return not self.avoid or artist_key(self.avoid) != key


@lru_cache(maxsize=16_384)
def named(labels: tuple[str, ...]) -> Mapping[str, str]:
    """Labels as published, by how they are compared: case, accents and signs do not count."""
    return {normalise(label): label for label in labels}


@lru_cache(maxsize=4_096)
def kinds_of(instrument: str) -> tuple[str, ...]:
    """What an instrument is: itself, and what is left of its name without the words before, as it is compared.

    >>> kinds_of("Electric guitar")
    ('electric guitar', 'guitar')
    """
    words = normalise(instrument).split()
    return tuple(" ".join(words[start:]) for start in range(len(words)))
