"""Why a pick is here, in words. The reasons themselves come from the ranking: nothing is made up here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.text.escape import escaped
from engine.moods import QUADRANT_WORDS
from engine.ranking import Reason, ReasonKind
from engine.ranking.picks import PERSONAL

LONGEST_SUBJECT, LONGEST_FACT = 36, 16
"""Characters; a fact is what two songs share besides: a tempo, a key, an instrument."""
ROOM_FOR_MARKS = 8
"""A name with more marks than this is cut shorter: a card holds 4,000 characters, marks included."""

NEAREST, LEAST_ALIKE = "the nearest in sound", 0.5
"""Below that similarity nothing sounds alike: such a song is here because all others of its kind are farther still."""

_WORDS: dict[ReasonKind, Callable[[str], str]] = {
    ReasonKind.SOUNDS_ALIKE: lambda title: f"sounds like *{title}*" if title else "sounds alike",
    ReasonKind.NEAR_LIKED: lambda title: f"near *{title}*, which you liked",
    ReasonKind.NEAR_WANTED: lambda title: f"near *{title}*, of which you wanted more",
    ReasonKind.NEAR_PLAYED: lambda title: f"near *{title}*, which you play",
    ReasonKind.PLAYED_TOGETHER: lambda artist: f"people who play {artist} play this artist too",
    ReasonKind.SUITS_LISTENERS: lambda artist: f"sounds like what people play who play {artist}",
    ReasonKind.SAME_MOOD: lambda mood: f"same mood: {mood.lower()}",
    ReasonKind.SAME_GENRE: lambda genre: f"same genre: {genre}",
    ReasonKind.SAME_QUADRANT: lambda quadrant: f"just as {QUADRANT_WORDS.get(quadrant, quadrant)}",
    ReasonKind.SAME_ERA: lambda era: f"same time: {era}",
    ReasonKind.SAME_TEMPO: lambda bpm: f"both around {bpm} bpm",
    ReasonKind.SAME_KEY: lambda key: f"both in {key}",
    ReasonKind.SAME_INSTRUMENTS: lambda instrument: f"both with {instrument.lower()}",
    ReasonKind.SAME_ENERGY: lambda _: "the same energy",
    ReasonKind.KNOWN_ARTIST: lambda artist: f"you know {artist}",
    ReasonKind.NEW_ARTIST: lambda _: "an artist new to you",
    ReasonKind.FOR_BOTH: lambda _: "near what you both like",
    ReasonKind.NEAR_MIX: lambda title: f"near the mix, most like *{title}*" if title else "near the mix",
    ReasonKind.SOUND_FITS: lambda _: "the sound fits",
    ReasonKind.FITS_WORDS: lambda words: words or "so by ear",
    ReasonKind.LEADS_ON: lambda title: f"follows on from *{title}*",
    ReasonKind.VARIETY: lambda _: "for variety",
}


_NAMELESS: dict[ReasonKind, str] = {
    ReasonKind.NEAR_LIKED: "near a song you liked",
    ReasonKind.NEAR_WANTED: "near a song of which you wanted more",
    ReasonKind.NEAR_PLAYED: "near a song you play",
    ReasonKind.PLAYED_TOGETHER: "played by people with a taste like yours",
    ReasonKind.SUITS_LISTENERS: "sounds like what people with a taste like yours play",
}
"""Where others read along, or there is nothing to name."""

_FACTS = frozenset({ReasonKind.SAME_TEMPO, ReasonKind.SAME_KEY, ReasonKind.SAME_INSTRUMENTS})


def fitting(text: str, longest: int) -> str:
    """The text escaped, and cut to take little more than ``longest`` characters even when each needs a mark."""
    kept = longest
    shown = escaped(text, kept)
    while len(shown) > longest + ROOM_FOR_MARKS:
        kept -= 4
        shown = escaped(text, kept)
    return shown


def reason(given: Reason, similarity: float = 1.0, *, named: bool = True) -> str:
    """One reason of a pick that is so similar (cosine) to the question; what comes from outside is escaped.

    Parameters
    ----------
    named
        Whether what the member likes and plays may be named: not where others read it.
    """
    if given.kind in PERSONAL and not (named and given.subject):
        return _NAMELESS[given.kind]
    if given.kind is ReasonKind.SOUNDS_ALIKE and similarity < LEAST_ALIKE:
        return f"near *{fitting(given.subject, LONGEST_SUBJECT)}* in sound" if given.subject else NEAREST
    return _WORDS[given.kind](fitting(given.subject, LONGEST_FACT if given.kind in _FACTS else LONGEST_SUBJECT))


def because(
    given: Sequence[Reason], shared: Sequence[Reason] = (), similarity: float = 1.0, *, named: bool = True
) -> str:
    """All reasons on one line, the one that decided most first, then what is shared and did not; empty without any."""
    decided = [reason(one, similarity, named=named) for one in given]
    also = ", ".join(reason(one) for one in shared)
    return " \u00b7 ".join([*decided, *([f"also {also}"] if also else [])])
