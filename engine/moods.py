"""Moods as words: a quadrant of valence and arousal has a word too, so that whoever says "calm" need not know of Q4."""

from __future__ import annotations

QUADRANT_WORDS = {"Q1": "happy", "Q2": "tense", "Q3": "sad", "Q4": "calm"}
"""Valence x arousal as a feeling (R. Panda, R. Malheiro, R. P. Paiva, "Musical texture and expressivity features for
music emotion recognition", ISMIR 2018: Q1 to Q4 counter-clockwise from happy and lively)."""

HIGH_AROUSAL = frozenset({"Q1", "Q2"})
"""Lively quadrants; the other two are quiet."""


def mood_words(moods: tuple[str, ...], quadrant: str | None) -> tuple[str, ...]:
    """Every word for what a song feels like: its quadrant's, then its moods.

    >>> mood_words(("peaceful", "calm"), "Q4")
    ('calm', 'peaceful')
    """
    feeling = () if quadrant is None or quadrant not in QUADRANT_WORDS else (QUADRANT_WORDS[quadrant],)
    return tuple(dict.fromkeys((*feeling, *moods)))
