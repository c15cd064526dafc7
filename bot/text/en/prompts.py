"""How a prompt was understood, in words. Outside text is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from bot.questions import Seed
from bot.text.en.reasons import fitting
from engine.ranking.facets import GENTLE, LIVELY, Facet
from engine.songs import normalise

_VOICE = "voice"
MOST_MEANT = 3
"""Words that are named for what one was read as."""
LONGEST_READ, LONGEST_HEADING, LONGEST_UNKNOWN = 48, 90, 24
MOST_READ, MOST_UNKNOWN = 6, 5


def read_as(facet: Facet) -> str:
    """A facet as it was said, and what it was read as where that is something else; not escaped.

    >>> read_as(Facet("rainy", moods=("melancholy", "gloomy")))
    'rainy (melancholy, gloomy)'
    >>> read_as(Facet("calm", moods=("calm",)))
    'calm'
    """
    energy = {None: (), True: (LIVELY,), False: (GENTLE,)}[facet.lively]
    if _VOICE in facet.instruments:
        return facet.said  # whoever says "vocals" needs no list of voices
    meant = [*facet.genres, *facet.moods, *facet.instruments, *energy]
    others = [word for word in meant if normalise(word) != normalise(facet.said)]
    if not others or len(others) < len(meant):
        return facet.said
    return f"{facet.said} ({', '.join(others[:MOST_MEANT])})"


def heading(seed: Seed) -> str:
    """What was asked, and how it was understood."""
    read = seed.read
    lines = [
        f"## \u201c{fitting(seed.title, LONGEST_HEADING)}\u201d",
        f"-# Understood: {_listed(read.wanted)}" if read.wanted else "",
        f"-# Without: {_listed(read.unwanted)}" if read.unwanted else "",
        f"-# Not understood: {_unknown(read.unknown)}" if read.unknown else "",
    ]
    return "\n".join(line for line in lines if line)


def print_alt(seed: Seed) -> str:
    """What the sound-print of a prompt shows."""
    return f"Sound-print of \u201c{seed.title}\u201d: a shape drawn from how such songs sound together"


def _listed(words: Sequence[str]) -> str:
    shown = [fitting(word, LONGEST_READ) for word in words[:MOST_READ]]
    return " \u00b7 ".join([*shown, *(["\u2026"] if len(words) > MOST_READ else [])])


def _unknown(words: Sequence[str]) -> str:
    shown = [f"\u201c{fitting(word, LONGEST_UNKNOWN)}\u201d" for word in words[:MOST_UNKNOWN]]
    return ", ".join([*shown, *(["\u2026"] if len(words) > MOST_UNKNOWN else [])])
