"""What a song or a clip is like, in one line of small print: what is published, or what the ear is sure enough of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.text.en.reasons import fitting
from engine.moods import QUADRANT_WORDS
from engine.traits import Traits

MOST_GENRES, MOST_MOODS, MOST_INSTRUMENTS = 2, 3, 2
LONGEST_WORD = 20

_HEDGES = ((0.75, ""), (0.5, "probably "), (0.0, "perhaps "))
"""How a word is said from which confidence on: of ten words said so, as many are right as the number says."""

_LIVELY, _GENTLE = 0.75, 0.25
"""Energies from which, and up to which, one is said at all."""


def like(
    genres: Sequence[str],
    moods: Sequence[str],
    quadrant: str | None,
    traits: Traits,
    confidence: Mapping[str, float],
    *,
    by_ear: bool = False,
) -> str:
    """The line, genre first; empty where nothing is known.

    Parameters
    ----------
    confidence
        How sure the ear is of words that it heard, 0 to 1. What is not in it is published.
    by_ear
        Whether nothing is published at all: what is heard is said to be heard.

    >>> like(("Jazz", "Blues"), (), "Q4", Traits(96.2, "A minor"), {"Blues": 0.6, "Q4": 0.6})
    '-# Jazz \u00b7 probably calm \u00b7 about 96 bpm in A minor'
    """
    feeling = [word for name, word in QUADRANT_WORDS.items() if name == quadrant]
    sure = {QUADRANT_WORDS.get(word, word): how_sure for word, how_sure in confidence.items()}
    felt = [*feeling, *(mood for mood in moods if mood not in feeling)]
    parts = [
        _words(genres, sure, MOST_GENRES),
        _words(felt, sure, MOST_MOODS),
        _words(traits.instruments, sure, MOST_INSTRUMENTS),
        _pulse(traits, sure),
        # Whoever is calm or sad is low in energy: it is said only where the feeling is not sure.
        "" if any(not _hedge(sure.get(word, 1.0)) for word in feeling) else _energy(traits.energy),
    ]
    told = " \u00b7 ".join(part for part in parts if part)
    return f"-# {'I hear ' if by_ear else ''}{told}" if told else ""


def _words(words: Sequence[str], confidence: Mapping[str, float], most: int) -> str:
    """The words that need no hedge; where none is so, the likeliest with its hedge."""
    plain = [word for word in words if not _hedge(confidence.get(word, 1.0))]
    said = [fitting(word, LONGEST_WORD) for word in plain[:most]]
    if not said and words:
        said = [_hedge(confidence.get(words[0], 1.0)) + fitting(words[0], LONGEST_WORD)]
    return ", ".join(said)


def _hedge(confidence: float) -> str:
    return next(hedge for least, hedge in _HEDGES if confidence >= least)


def _pulse(traits: Traits, confidence: Mapping[str, float]) -> str:
    tempo = "" if traits.tempo_bpm is None else f"about {traits.tempo_bpm:.0f} bpm"
    if traits.key is None:
        return tempo
    hedge = _hedge(confidence.get(traits.key, 1.0))
    key = f"{hedge}in {fitting(traits.key, LONGEST_WORD)}"
    return (f"{tempo}, {key}" if hedge else f"{tempo} {key}") if tempo else key


def _energy(energy: float | None) -> str:
    if energy is None or _GENTLE < energy < _LIVELY:
        return ""
    return "full of energy" if energy >= _LIVELY else "low in energy"
