"""The catalogue's own words: its genres and moods, how many songs have each, and which songs those are.

What has a word is decided as :class:`engine.ranking.Only` decides it: case, accents and signs do not count, and the
word for a quadrant is a mood.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from engine.moods import QUADRANT_WORDS, mood_words
from engine.ranking import Only
from engine.songs import SongId, normalise

MOST_NEAREST = 5
"""Words that stand in for one that nobody knows."""
NEAR_IN_SPELLING = 60
"""Of 100; words less like the one that was typed are not offered for it."""

Marked = NDArray[np.bool_]
"""(n,) whether each song of the catalogue is one of them."""


@dataclass(frozen=True, slots=True)
class Word:
    """A genre or a mood, and how many songs have it."""

    name: str
    songs: int


@dataclass(frozen=True, slots=True, eq=False)
class LabelledSong:
    """The labels of one song, from which a vocabulary is made."""

    id: SongId
    genres: tuple[str, ...]
    moods: tuple[str, ...]
    quadrant: str | None


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    """All words of one kind, by how they are compared."""

    names: Mapping[str, str]
    rows: Mapping[str, NDArray[np.int32]]
    songs: int

    @classmethod
    def of(cls, labels: Sequence[tuple[str, ...]]) -> Self:
        """From the labels of song 0, 1, ...; a word is called as most songs call it."""
        spellings: dict[str, Counter[str]] = {}
        rows: dict[str, list[int]] = {}
        for row, words in enumerate(labels):
            for word in words:
                spellings.setdefault(normalise(word), Counter())[word] += 1
            for key in dict.fromkeys(map(normalise, words)):
                rows.setdefault(key, []).append(row)
        rows.pop("", None)
        return cls(
            {key: max(spelt, key=lambda name: (spelt[name], name)) for key, spelt in spellings.items()},
            {key: np.array(found, dtype=np.int32) for key, found in rows.items()},
            len(labels),
        )

    def having(self, word: str) -> Marked:
        """The songs that have a word; all for no word."""
        marked = np.full(self.songs, not word, dtype=np.bool_)
        marked[self.rows.get(normalise(word), [])] = True
        return marked

    def named(self, typed: str) -> str | None:
        """The word that was typed, as it is usually spelt."""
        key = normalise(typed)
        return self.names[key] if key in self.rows else None

    def counted(self, among: Marked) -> list[Word]:
        """Every word that any of some songs has, the most frequent first."""
        counts = {key: int(among[rows].sum()) for key, rows in self.rows.items()}
        ordered = sorted(counts, key=lambda key: (-counts[key], key))
        return [Word(self.names[key], counts[key]) for key in ordered if counts[key]]


class Vocabulary:
    """The words of a catalogue as it was when this was made."""

    def __init__(self, songs: Iterable[LabelledSong]) -> None:
        known = tuple(songs)
        self._ids = tuple(song.id for song in known)
        self._genres = _Kind.of([song.genres for song in known])
        self._moods = _Kind.of([mood_words(song.moods, song.quadrant) for song in known])

    def genres(self, mood: str = "") -> tuple[Word, ...]:
        """All genres, or those of the songs that have a mood; most songs first."""
        return tuple(self._genres.counted(self._moods.having(mood)))

    def moods(self, genre: str = "") -> tuple[Word, ...]:
        """All moods, or those of the songs of a genre: the four quadrants, then the others, most songs first."""
        counted = self._moods.counted(self._genres.having(genre))
        quadrants = frozenset(map(normalise, QUADRANT_WORDS.values()))
        return tuple(sorted(counted, key=lambda word: normalise(word.name) not in quadrants))

    def songs(self, only: Only) -> tuple[SongId, ...]:
        """The songs that are as wanted, in the order in which they came in; all where nothing is wanted."""
        wanted = self._genres.having(only.genre) & self._moods.having(only.mood)
        return tuple(self._ids[row] for row in np.flatnonzero(wanted))

    def genre(self, typed: str) -> str | None:
        """The catalogue's name for a genre that somebody typed; ``None`` if there is none."""
        return self._genres.named(typed)

    def mood(self, typed: str) -> str | None:
        """The catalogue's name for a mood that somebody typed; ``None`` if there is none."""
        return self._moods.named(typed)


def nearest(typed: str, words: Sequence[Word], limit: int = MOST_NEAREST) -> tuple[Word, ...]:
    """The words that come near what was typed so far, the nearest first; all in their order where nothing was."""
    wanted = normalise(typed)
    if not wanted:
        return tuple(words[:limit])
    likeness = [_likeness(wanted, word.name) for word in words]
    ordered = sorted(range(len(words)), key=lambda number: -likeness[number])
    return tuple(words[number] for number in ordered[:limit] if likeness[number] >= NEAR_IN_SPELLING)


def _likeness(typed: str, name: str) -> float:
    """100 for the word itself and whatever begins with it, less for one that it stands in, and by spelling else."""
    spelt = normalise(name)
    if spelt.startswith(typed):
        return 100.0
    if f" {typed}" in f" {spelt}":
        return 95.0
    return 0.9 * max(fuzz.ratio(typed, part) for part in (spelt, *spelt.split()))
