"""What every pick has to be, in words: on the card, in the lists while somebody types, and where nothing is so."""

from __future__ import annotations

from collections.abc import Sequence

from bot.text.en.reasons import fitting
from engine.ranking import Only, Span

LONGEST_TAG = 20


def tempo(span: Span) -> str:
    """Beats in a minute."""
    if span.low is None:
        return f"up to {span.high} bpm"
    return f"{span.low} bpm and faster" if span.high is None else f"{_range(span)} bpm"


def years(span: Span) -> str:
    """A time."""
    if span.low is None:
        return "" if span.high is None else f"before {span.high + 1}"
    return f"since {span.low}" if span.high is None else _range(span)


def _range(span: Span) -> str:
    return str(span.low) if span.low == span.high else f"{span.low}\u2013{span.high}"


def small_print(wanted: Only, *, unmarked: bool) -> str:
    """What every pick had to be, on one line; empty where nothing was wanted.

    Parameters
    ----------
    unmarked
        Whether nobody says of some picks if they are explicit.
    """
    wanted_so = [
        *(fitting(word, LONGEST_TAG) for word in (wanted.genre, wanted.mood)),
        f"with {fitting(wanted.instrument, LONGEST_TAG)}" if wanted.instrument else "",
        tempo(wanted.tempo) if wanted.tempo else "",
        years(wanted.year) if wanted.year else "",
        "new to you" if wanted.only_new else "",
    ]
    only = ", ".join(part for part in wanted_so if part)
    told = [
        f"only {only}" if only else "",
        f"nothing by {fitting(wanted.avoid, LONGEST_TAG)}" if wanted.avoid else "",
        ("nothing marked explicit" + (" (of some nobody says)" if unmarked else "")) if wanted.clean else "",
    ]
    line = ", ".join(part for part in told if part)
    return f"-# {line}" if line else ""


def described(wanted: Only) -> str:
    """After "song that": "is Jazz and calm, has piano, is 100-130 bpm, is not by Björk"; empty where nothing is."""
    words = " and ".join(fitting(word, LONGEST_TAG) for word in (wanted.genre, wanted.mood) if word)
    return listed(
        [
            part
            for part in (
                f"is {words}" if words else "",
                f"has {fitting(wanted.instrument, LONGEST_TAG)}" if wanted.instrument else "",
                f"has {tempo(wanted.tempo)}" if wanted.tempo else "",
                f"came out {_when(wanted.year)}" if wanted.year else "",
                f"is not by {fitting(wanted.avoid, LONGEST_TAG)}" if wanted.avoid else "",
                "is not marked explicit" if wanted.clean else "",
            )
            if part
        ]
    )


def _when(span: Span) -> str:
    return years(span) if span.low is None or span.high is None else f"in {years(span)}"


def listed(parts: Sequence[str]) -> str:
    """Parts with commas, the last with "and"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
