"""How much each term counts, for each setting of the dial. Values run from 0 to 1, so weights compare directly."""

from __future__ import annotations

from dataclasses import dataclass

from engine.ranking.request import Familiarity


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the terms; penalties are negative.

    Attributes
    ----------
    listeners
        Of what people play who listen alike, where the member is known well; less is known, less it counts.
    relevance
        Lambda of maximal marginal relevance: 1 looks at scores alone, 0 at variety alone.
    """

    similarity: float
    near_liked: float
    listeners: float
    near_disliked: float
    skipped: float
    mood: float
    genre: float
    quadrant: float
    era: float
    tempo: float
    key: float
    instruments: float
    energy: float
    known_artist: float
    new_artist: float
    relevance: float

    @property
    def variety(self) -> float:
        """Weight of variety on the scores' scale: maximal marginal relevance divided by lambda."""
        return (1 - self.relevance) / self.relevance


BALANCED = Weights(
    similarity=1.0,
    near_liked=0.3,
    listeners=0.5,
    near_disliked=-0.5,
    skipped=-0.2,
    mood=0.25,
    genre=0.2,
    quadrant=0.15,
    era=0.1,
    tempo=0.08,
    key=0.05,
    instruments=0.08,
    energy=0.05,
    known_artist=0.1,
    new_artist=0.0,
    relevance=0.75,
)
"""No single label or liked song outweighs a third of the way from the farthest candidate to the nearest."""

WEIGHTS = {
    Familiarity.FAMILIAR: Weights(
        similarity=1.2,
        near_liked=0.4,
        listeners=0.5,
        near_disliked=-0.5,
        skipped=-0.3,
        mood=0.25,
        genre=0.25,
        quadrant=0.15,
        era=0.15,
        tempo=0.08,
        key=0.05,
        instruments=0.08,
        energy=0.05,
        known_artist=0.35,
        new_artist=0.0,
        relevance=0.85,
    ),
    Familiarity.BALANCED: BALANCED,
    Familiarity.ADVENTUROUS: Weights(
        similarity=0.6,
        near_liked=0.15,
        listeners=0.4,
        near_disliked=-0.5,
        skipped=-0.2,
        mood=0.25,
        genre=0.1,
        quadrant=0.15,
        era=0.0,
        tempo=0.08,
        key=0.05,
        instruments=0.04,
        energy=0.05,
        known_artist=0.0,
        new_artist=0.45,
        relevance=0.65,
    ),
}
"""FAMILIAR trusts similarity and artists one knows; ADVENTUROUS gives similarity's share to new artists and variety."""
