"""The catalogue's own words: its genres, moods and instruments, how many songs have each, and which songs those are.

What has a word is decided as :class:`engine.ranking.Only` decides it: case, accents and signs do not count, the word
for a quadrant is a mood, and an electric guitar is a guitar.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from engine.moods import QUADRANT_WORDS, mood_words
from engine.ranking import Only, Span
from engine.ranking.facets import Facet
from engine.ranking.labels import kinds_of
from engine.songs import SongId, artist_key, normalise

MOST_NEAREST = 5
"""Words that stand in for one that nobody knows."""
NEAR_IN_SPELLING = 60
"""Of 100; words less like the one that was typed are not offered for it."""

Marked = NDArray[np.bool_]
"""(n,) whether each song of the catalogue is one of them."""


@dataclass(frozen=True, slots=True)
class Word:
    """A genre, a mood, an instrument, an artist, a tempo or a time, and how many songs have it."""

    name: str
    songs: int


@dataclass(frozen=True, slots=True, eq=False)
class LabelledSong:
    """What a vocabulary is made from: all that may be wanted of a song."""

    id: SongId
    genres: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    quadrant: str | None = None
    instruments: tuple[str, ...] = ()
    tempo_bpm: float | None = None
    year: int | None = None
    artist: str = ""
    explicit: bool | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    """All words of one kind, by how they are compared.

    Attributes
    ----------
    names
        How each is spelt mostly.
    rows
        The songs that have it; also for what some of the words are a kind of.
    """

    names: Mapping[str, str]
    rows: Mapping[str, NDArray[np.int32]]
    songs: int

    @classmethod
    def of(cls, labels: Sequence[tuple[str, ...]], kinds: Callable[[str], tuple[str, ...]] | None = None) -> Self:
        """From the labels of song 0, 1, ...; a word is called as most songs call it.

        Parameters
        ----------
        kinds
            All that a word is, as it is compared; itself alone unless told.
        """
        spellings: dict[str, Counter[str]] = {}
        rows: dict[str, list[int]] = {}
        for row, words in enumerate(labels):
            for word in words:
                spellings.setdefault(normalise(word), Counter())[word] += 1
            for one in dict.fromkeys(kind for word in words for kind in (kinds(word) if kinds else (normalise(word),))):
                rows.setdefault(one, []).append(row)
        rows.pop("", None)
        return cls(
            {one: max(spelt, key=lambda name: (spelt[name], name)) for one, spelt in spellings.items()},
            {one: np.array(found, dtype=np.int32) for one, found in rows.items()},
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
        return self.names.get(key, key) if key in self.rows else None

    def counted(self, among: Marked) -> list[Word]:
        """Every word that any of some songs has, the most frequent first."""
        counts = {key: int(among[rows].sum()) for key, rows in self.rows.items() if key in self.names}
        ordered = sorted(counts, key=lambda key: (-counts[key], key))
        return [Word(self.names[key], counts[key]) for key in ordered if counts[key]]


class Vocabulary:
    """The words of a catalogue as it was when this was made."""

    def __init__(self, songs: Iterable[LabelledSong]) -> None:
        known = tuple(songs)
        self._ids = tuple(song.id for song in known)
        self._genres = _Kind.of([song.genres for song in known])
        self._moods = _Kind.of([mood_words(song.moods, song.quadrant) for song in known])
        self._instruments = _Kind.of([song.instruments for song in known], kinds_of)
        self._artists = tuple(artist_key(song.artist) for song in known)
        self._artist_names = _shortest(song.artist for song in known)
        self._tempi = _numbers(song.tempo_bpm for song in known)
        self._years = _numbers(song.year for song in known)
        self._explicit = np.array([song.explicit is True for song in known], dtype=np.bool_)

    def genres(self, mood: str = "") -> tuple[Word, ...]:
        """All genres, or those of the songs that have a mood; most songs first."""
        return tuple(self._genres.counted(self._moods.having(mood)))

    def moods(self, genre: str = "") -> tuple[Word, ...]:
        """All moods, or those of the songs of a genre: the four quadrants, then the others, most songs first."""
        counted = self._moods.counted(self._genres.having(genre))
        quadrants = frozenset(map(normalise, QUADRANT_WORDS.values()))
        return tuple(sorted(counted, key=lambda word: normalise(word.name) not in quadrants))

    def instruments(self) -> tuple[Word, ...]:
        """All instruments; most songs first."""
        return tuple(self._instruments.counted(self._instruments.having("")))

    def decades(self) -> tuple[Word, ...]:
        """The decades that songs came out in ("1990s"), the latest first."""
        known = self._years[np.isfinite(self._years)]
        found, counts = np.unique((known // 10).astype(np.int64) * 10, return_counts=True)
        return tuple(Word(f"{first}s", int(count)) for first, count in zip(found[::-1], counts[::-1], strict=True))

    def songs(self, only: Only) -> tuple[SongId, ...]:
        """The songs that are as wanted, whoever wants it, in the order in which they came in."""
        return tuple(self._ids[row] for row in np.flatnonzero(self._wanted(only)))

    def showing(self, facets: Sequence[Facet], only: Only, limit: int) -> tuple[SongId, ...]:
        """At most so many songs that are as wanted and whose labels show facets, those that show most of them first.

        Without facets any of the songs, evenly drawn. Energy is no label: a facet that asks for it alone shows nowhere.
        """
        wanted = self._wanted(only)
        if not facets:
            rows = np.flatnonzero(wanted)
            even = np.unique(np.linspace(0, len(rows) - 1, limit).astype(np.int64)) if len(rows) else rows
            return tuple(self._ids[row] for row in rows[even])
        shown = np.sum([self._showing(facet) for facet in facets], axis=0, dtype=np.int64) * wanted
        ordered = np.argsort(-shown, kind="stable")[:limit]
        return tuple(self._ids[row] for row in ordered if shown[row])

    def _showing(self, facet: Facet) -> Marked:
        marked = np.zeros(len(self._ids), dtype=np.bool_)
        kinds = (self._genres, facet.genres), (self._moods, facet.moods), (self._instruments, facet.instruments)
        for kind, words in kinds:
            for word in words:
                marked |= kind.having(word)
        return marked | _within(self._tempi, facet.tempo) if facet.tempo else marked

    def count(self, only: Only) -> int:
        """How many songs are as wanted."""
        return int(self._wanted(only).sum())

    def _wanted(self, only: Only) -> Marked:
        wanted = self._genres.having(only.genre) & self._moods.having(only.mood)
        wanted &= self._instruments.having(only.instrument)
        wanted &= _within(self._tempi, only.tempo) & _within(self._years, only.year)
        if only.avoid:
            avoided = artist_key(only.avoid)
            wanted &= np.array([artist != avoided for artist in self._artists], dtype=np.bool_)
        return wanted & ~self._explicit if only.clean else wanted

    def genre(self, typed: str) -> str | None:
        """The catalogue's name for a genre that somebody typed; ``None`` if there is none."""
        return self._genres.named(typed)

    def mood(self, typed: str) -> str | None:
        """The catalogue's name for a mood that somebody typed; ``None`` if there is none."""
        return self._moods.named(typed)

    def instrument(self, typed: str) -> str | None:
        """The catalogue's name for an instrument, or for a kind of instruments; ``None`` if there is none."""
        return self._instruments.named(typed)

    def artist(self, typed: str) -> str | None:
        """The catalogue's name for the artist that is named first in what was typed; ``None`` if there is none."""
        return self._artist_names.get(artist_key(typed))


def nearest(typed: str, words: Sequence[Word], limit: int = MOST_NEAREST) -> tuple[Word, ...]:
    """The words that come near what was typed so far, the nearest first; all in their order where nothing was."""
    wanted = normalise(typed)
    if not wanted:
        return tuple(words[:limit])
    likeness = [_likeness(wanted, word.name) for word in words]
    ordered = sorted(range(len(words)), key=lambda number: -likeness[number])
    return tuple(words[number] for number in ordered[:limit] if likeness[number] >= NEAR_IN_SPELLING)


def _shortest(artists: Iterable[str]) -> dict[str, str]:
    """Every artist by key, as written where least stands beside the name."""
    names: dict[str, str] = {}
    for artist in artists:
        key = artist_key(artist)
        if key and (key not in names or len(artist) < len(names[key])):
            names[key] = artist
    return names


def _numbers(facts: Iterable[float | None]) -> NDArray[np.float64]:
    """(n,) whole numbers, not a number where nothing is known."""
    return np.array([np.nan if fact is None else round(fact) for fact in facts], dtype=np.float64)


def _within(numbers: NDArray[np.float64], span: Span) -> Marked:
    marked = np.full(len(numbers), not span) | np.isfinite(numbers)
    if span.low is not None:
        marked &= numbers >= span.low
    if span.high is not None:
        marked &= numbers <= span.high
    return marked


def _likeness(typed: str, name: str) -> float:
    """100 for the word itself and whatever begins with it, less for one that it stands in, and by spelling else."""
    spelt = normalise(name)
    if spelt.startswith(typed):
        return 100.0
    if f" {typed}" in f" {spelt}":
        return 95.0
    return 0.9 * max(fuzz.ratio(typed, part) for part in (spelt, *spelt.split()))
