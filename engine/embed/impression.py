"""What may be said of a clip after it was heard: only what the ear is sure enough of, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.embed.heard import Heard, sure
from engine.traits import Traits

LEAST_FACT_CONFIDENCE = 0.71
"""From which on a tempo, a key, an instrument or an energy is a fact: of two songs that are said to share one, both are
right more often than not, for 0.71 times 0.71 is a half."""


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
    genres, moods, traits = sure(heard.genres), sure(heard.moods), _traits(heard)
    quadrant = next(iter(sure(heard.quadrants[:1])), None)
    said = {*genres, *moods, *traits.instruments, quadrant}
    tags = (*heard.genres, *heard.moods, *heard.quadrants, *heard.instruments)
    confidence = {tag.name: tag.probability for tag in tags if tag.name in said}
    if heard.key is not None and traits.key is not None:
        confidence[traits.key] = heard.key.confidence
    return Impression(genres, moods, quadrant, traits, confidence)


def _traits(heard: Heard) -> Traits:
    tempo, key, energy = heard.tempo, heard.key, heard.energy
    return Traits(
        tempo_bpm=None if tempo is None or not _is_fact(tempo.confidence) else tempo.bpm,
        key=None if key is None or not _is_fact(key.confidence) else key.name,
        energy=None if energy is None or not _is_fact(max(energy, 1 - energy)) else energy,
        instruments=tuple(tag.name for tag in heard.instruments if _is_fact(tag.probability)),
    )


def _is_fact(confidence: float) -> bool:
    return confidence >= LEAST_FACT_CONFIDENCE
