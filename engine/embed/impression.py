"""What may be said of a clip after it was heard: only what the ear is sure enough of, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.embed.heard import Heard, sure
from engine.traits import Traits


@dataclass(frozen=True, slots=True)
class Impression:
    """A clip in words.

    Attributes
    ----------
    quadrant
        The likeliest, ``Q1`` to ``Q4``, where it is sure enough.
    confidence
        How sure the ear is of each word, 0 to 1.
    """

    genres: tuple[str, ...]
    moods: tuple[str, ...]
    quadrant: str | None
    traits: Traits
    confidence: Mapping[str, float]


def impression(heard: Heard) -> Impression:
    """Put a clip into words."""
    quadrant = next(iter(sure(heard.quadrants[:1])), None)
    genres, moods = sure(heard.genres), sure(heard.moods)
    probabilities = {tag.name: tag.probability for tag in (*heard.genres, *heard.moods, *heard.quadrants)}
    said = (*genres, *moods, *(() if quadrant is None else (quadrant,)))
    return Impression(genres, moods, quadrant, Traits(), {word: probabilities[word] for word in said})
