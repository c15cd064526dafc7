"""Why a pick is here, in words. The reasons themselves come from the ranking: nothing is made up here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.text.escape import escaped
from engine.ranking import Reason, ReasonKind

LONGEST_SUBJECT = 40
ROOM_FOR_MARKS = 8
"""A name with more marks than this is cut shorter: a card holds 4,000 characters, marks included."""

QUADRANTS = {"Q1": "happy", "Q2": "tense", "Q3": "sad", "Q4": "calm"}
"""Valence and arousal as a feeling."""

_WORDS: dict[ReasonKind, Callable[[str], str]] = {
    ReasonKind.SOUNDS_ALIKE: lambda _: "sounds alike",
    ReasonKind.NEAR_LIKED: lambda title: f"near *{title}*, which you liked",
    ReasonKind.SAME_MOOD: lambda mood: f"same mood: {mood.lower()}",
    ReasonKind.SAME_GENRE: lambda genre: f"same genre: {genre}",
    ReasonKind.SAME_QUADRANT: lambda quadrant: f"just as {QUADRANTS.get(quadrant, quadrant)}",
    ReasonKind.SAME_ERA: lambda era: f"same time: {era}",
    ReasonKind.KNOWN_ARTIST: lambda artist: f"you know {artist}",
    ReasonKind.NEW_ARTIST: lambda _: "an artist new to you",
    ReasonKind.VARIETY: lambda _: "for variety",
}


def fitting(text: str, longest: int) -> str:
    """The text escaped, and cut to take little more than ``longest`` characters even when each needs a mark."""
    kept = longest
    shown = escaped(text, kept)
    while len(shown) > longest + ROOM_FOR_MARKS:
        kept -= 4
        shown = escaped(text, kept)
    return shown


def reason(given: Reason) -> str:
    """One reason; what comes from outside is escaped."""
    return _WORDS[given.kind](fitting(given.subject, LONGEST_SUBJECT))


def because(given: Sequence[Reason]) -> str:
    """All reasons on one line, the one that decided most first; empty without any."""
    return " \u00b7 ".join(reason(one) for one in given)
