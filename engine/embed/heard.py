"""What is known of a clip after it was heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.music import Key, Tempo

MOST_WORDS = 3
"""So many genres, and so many moods, describe a clip."""
LEAST_PROBABILITY = 0.3
"""What the networks are less sure of is not said."""
_HIGH_AROUSAL = frozenset({"Q1", "Q2"})
_POSITIVE_VALENCE = frozenset({"Q1", "Q4"})


@dataclass(frozen=True, slots=True)
class Tag:
    """A word for what was heard, and how sure the network is of it (0 to 1)."""

    name: str
    probability: float


def sure(tags: Sequence[Tag]) -> tuple[str, ...]:
    """The words that may be said of a clip, from tags with the most probable first.

    >>> sure([Tag("calm", 0.8), Tag("sad", 0.4), Tag("tense", 0.1)])
    ('calm', 'sad')
    """
    return tuple(tag.name for tag in tags[:MOST_WORDS] if tag.probability >= LEAST_PROBABILITY)


@dataclass(frozen=True, slots=True)
class Heard:
    """One clip, heard.

    Attributes
    ----------
    vector
        (dimension,) float32 of unit length.
    genres, moods, quadrants
        Most probable first. Genres and moods are independent of each other; quadrants (``Q1`` to ``Q4``, as a
        ``Song`` names them) add to one.
    instruments
        Most probable first, independent of each other; empty where nothing listened for them.
    tempo, key
        ``None`` where a clip has no beat, or no key, that one could name.
    """

    vector: NDArray[np.float32]
    genres: tuple[Tag, ...]
    moods: tuple[Tag, ...]
    quadrants: tuple[Tag, ...]
    instruments: tuple[Tag, ...] = ()
    tempo: Tempo | None = None
    key: Key | None = None

    @property
    def energy(self) -> float | None:
        """How likely the music is of high arousal (Q1 or Q2), 0 to 1; ``None`` where no quadrant was heard."""
        return self._within(_HIGH_AROUSAL)

    @property
    def valence(self) -> float | None:
        """How likely the music is of positive valence (Q1 or Q4), 0 to 1; ``None`` where no quadrant was heard."""
        return self._within(_POSITIVE_VALENCE)

    def _within(self, quadrants: frozenset[str]) -> float | None:
        if not self.quadrants:
            return None
        return min(1.0, sum(tag.probability for tag in self.quadrants if tag.name in quadrants))
