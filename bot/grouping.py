"""Songs sorted by what is said of them, each into one group, so that a map can colour them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.questions import Groups
from engine.moods import QUADRANT_WORDS, mood_words
from engine.songs import Song

MOST_GENRES = 7
"""More colours are not told apart; what is in none of the largest genres stays without."""


@dataclass(frozen=True, slots=True, eq=False)
class Sorted:
    """Songs in groups.

    Attributes
    ----------
    of
        (n,) int8, the group of each song; -1 for none.
    words
        What is said of a song.
    """

    names: tuple[str, ...]
    of: NDArray[np.int8]
    words: Callable[[Song], Sequence[str]]

    def groups(self, asked: Sequence[str], picks: Sequence[Song | None]) -> Groups:
        """These groups on a chart.

        Parameters
        ----------
        asked
            Words of the question.
        picks
            The picks, whether they are among the songs or not; ``None`` for one of which nothing is known.
        """
        of_picks = [-1 if song is None else _group(self.words(song), self.names) for song in picks]
        return Groups(self.names, self.of, np.array(of_picks, dtype=np.int8), _group(asked, self.names))


def by_mood(songs: Sequence[Song]) -> Sorted:
    """By quadrant."""
    return _sorted(tuple(QUADRANT_WORDS.values()), songs, lambda song: mood_words((), song.quadrant))


def by_genre(songs: Sequence[Song]) -> Sorted:
    """By the rarest of each song's genres that is one of the largest, for it tells most; the largest come first."""
    counts = Counter(genre for song in songs for genre in song.genres)
    largest = sorted(counts, key=lambda genre: (-counts[genre], genre))[:MOST_GENRES]
    return _sorted(tuple(largest), songs, lambda song: song.genres)


def _sorted(names: tuple[str, ...], songs: Sequence[Song], words: Callable[[Song], Sequence[str]]) -> Sorted:
    return Sorted(names, np.array([_group(words(song), names) for song in songs], dtype=np.int8), words)


def _group(words: Sequence[str], names: tuple[str, ...]) -> int:
    return max((names.index(word) for word in words if word in names), default=-1)
