"""What is said of the terms that put a pick where it is. What is drawn is plain text; what is sent is markdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.text.en.reasons import because, fitting
from bot.text.escape import plain
from engine.moods import QUADRANT_WORDS
from engine.ranking import PenaltyKind, Pick, ReasonKind, Term

LONGEST_ALT = 1024
"""Characters of an alt text, by Discord."""
LONGEST_NAME = 70

BY_SOUND, BY_TASTE, BY_LABELS, BY_NEWS, AGAINST = "sound", "taste", "what both share", "new or varied", "against it"
"""What the colours of the bars mean."""

NO_ANSWER = "I have no answer of yours any more to explain. Ask with `/recommend` first."


def no_such_pick(picks: int) -> str:
    """The number is of no pick of the last answer."""
    return f"Your last answer has {picks} {'pick' if picks == 1 else 'picks'}: choose a number from 1 to {picks}."


_LABELS: dict[str, Callable[[str], str]] = {
    ReasonKind.SOUNDS_ALIKE: lambda title: f"sounds like {title}" if title else "sounds like the question",
    ReasonKind.NEAR_LIKED: lambda title: f"near {title}, liked" if title else "near a liked song",
    ReasonKind.NEAR_WANTED: lambda title: f"near {title}, more wanted" if title else "near a song, more wanted",
    ReasonKind.NEAR_PLAYED: lambda title: f"near {title}, played" if title else "near a played song",
    ReasonKind.PLAYED_TOGETHER: lambda artist: (
        f"played together with {artist}" if artist else "played by a taste alike"
    ),
    ReasonKind.SUITS_LISTENERS: lambda artist: (
        f"by sound for who plays {artist}" if artist else "by sound for a taste alike"
    ),
    ReasonKind.SAME_MOOD: lambda mood: f"mood: {mood.lower()}",
    ReasonKind.SAME_GENRE: lambda genre: f"genre: {genre}",
    ReasonKind.SAME_QUADRANT: lambda quadrant: f"just as {QUADRANT_WORDS.get(quadrant, quadrant)}",
    ReasonKind.SAME_ERA: lambda era: f"time: {era}",
    ReasonKind.SAME_TEMPO: lambda bpm: f"around {bpm} bpm",
    ReasonKind.SAME_KEY: lambda key: f"in {key}",
    ReasonKind.SAME_INSTRUMENTS: lambda instrument: f"with {instrument.lower()}",
    ReasonKind.SAME_ENERGY: lambda _: "the same energy",
    ReasonKind.KNOWN_ARTIST: lambda _: "a known artist",
    ReasonKind.NEW_ARTIST: lambda _: "a new artist",
    ReasonKind.NEAR_MIX: lambda title: f"near the mix, most like {title}" if title else "near the mix",
    ReasonKind.SOUND_FITS: lambda _: "sounds like such songs",
    ReasonKind.FITS_WORDS: lambda words: words or "so by ear",
    ReasonKind.LEADS_ON: lambda title: f"near {title}, before it",
    ReasonKind.VARIETY: lambda _: "unlike the picks before",
    PenaltyKind.NEAR_DISLIKED: lambda title: f"near {title}, not for you" if title else "near a disliked song",
    PenaltyKind.SKIPPED: lambda _: "skipped before",
}


def label(term: Term) -> str:
    """A term beside its bar; one line of plain text."""
    known = _LABELS.get(term.kind)
    return plain(term.kind.replace("_", " ") if known is None else known(term.subject), LONGEST_NAME)


def signed(contribution: float) -> str:
    """A contribution with its sign."""
    return f"{contribution:+.2f}".replace("-", "\u2212")


def title(number: int, pick: Pick) -> str:
    """Which pick is explained; plain text."""
    return plain(f"{number} \u00b7 {pick.song.title} \u2013 {pick.song.artist}", 2 * LONGEST_NAME)


def total(pick: Pick) -> str:
    """Below the bars."""
    if any(term.kind == ReasonKind.LEADS_ON for term in pick.terms):
        return f"together {pick.score:.2f}; of all walks the one with the shortest long steps was taken"
    return f"together {pick.score:.2f}, and by that the picks are ordered"


def alt(number: int, pick: Pick, terms: Sequence[Term]) -> str:
    """The picture in words, with its numbers."""
    bars = "; ".join(f"{label(term)} {signed(term.contribution)}" for term in terms)
    return plain(f"Bars of what made pick {title(number, pick)}: {bars}. Together {pick.score:.2f}.", LONGEST_ALT)


def explained(number: int, pick: Pick, silent: Sequence[Term], *, named: bool) -> str:
    """The words above the picture.

    Parameters
    ----------
    silent
        Terms that did not hold of it.
    named
        Whether songs and artists of the asker's taste may be named.
    """
    song = f"*{fitting(pick.song.title, LONGEST_NAME)}* by {fitting(pick.song.artist, LONGEST_NAME)}"
    said = because(pick.reasons, similarity=pick.similarity, named=named)
    decided = f"What told it from the others: {said}." if said else "Nothing told it from the others: few were left."
    lines = [f"### Why {number} \u00b7 {song}", decided]
    if silent:
        lines.append(f"-# It got nothing for: {', '.join(_SILENT.get(term.kind, term.kind) for term in silent)}.")
    lines.append("-# Each bar is a term of the score, as it was when you were answered.")
    return "\n".join(lines)


_SILENT: dict[str, str] = {
    ReasonKind.SOUNDS_ALIKE: "sound",
    ReasonKind.NEAR_MIX: "nearness to the mix",
    ReasonKind.SOUND_FITS: "sound",
    ReasonKind.FITS_WORDS: "your words",
    ReasonKind.NEAR_LIKED: "what you liked",
    ReasonKind.PLAYED_TOGETHER: "what people play together",
    ReasonKind.SAME_MOOD: "mood",
    ReasonKind.SAME_GENRE: "genre",
    ReasonKind.SAME_QUADRANT: "feeling",
    ReasonKind.SAME_ERA: "time",
    ReasonKind.SAME_TEMPO: "tempo",
    ReasonKind.SAME_KEY: "key",
    ReasonKind.SAME_INSTRUMENTS: "instruments",
    ReasonKind.SAME_ENERGY: "energy",
    ReasonKind.KNOWN_ARTIST: "a known artist",
    ReasonKind.NEW_ARTIST: "a new artist",
    ReasonKind.VARIETY: "variety",
}
"""Terms that held not at all; penalties that did not apply are not spoken of."""


def told_of_silence(term: Term) -> bool:
    """Whether a term that held not at all is worth a word."""
    return term.kind in _SILENT
