"""What is known of a clip after it was heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_WORDS = 3
"""So many genres, and so many moods, describe a clip."""
LEAST_PROBABILITY = 0.3
"""What the networks are less sure of is not said."""


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
    """

    vector: NDArray[np.float32]
    genres: tuple[Tag, ...]
    moods: tuple[Tag, ...]
    quadrants: tuple[Tag, ...]
