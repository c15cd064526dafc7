"""What stands on the card of a mix: from a member's taste, from variety alone, or for two. Markdown."""

from __future__ import annotations

from datetime import date

from bot.questions import Seed, SeedKind
from bot.text.en.reasons import fitting

LONGEST_TITLE = 32

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

ON_MAP = {
    SeedKind.TASTE: "your taste",
    SeedKind.CATALOGUE: "the middle",
    SeedKind.SERVER: "the middle",
    SeedKind.PAIR: "your taste",
}
"""How the point is called that the picks are seen from."""


def heading(seed: Seed) -> str:
    """Title of the card."""
    if seed.kind is SeedKind.PAIR:
        return "## For both of you"
    return f"## {'Your mix' if seed.kind is SeedKind.TASTE else 'A first mix'} of {day(seed.title)}"


def told(seed: Seed) -> str:
    """What it was made from."""
    sides = " \u00b7 ".join(f"*{fitting(title, LONGEST_TITLE)}*" for title in seed.sides)
    return {
        SeedKind.TASTE: f"from {_sides(len(seed.sides))} of what you like: {sides}\n-# The same until midnight UTC; "
        "`/discover more:True` makes another. What you were shown does not come again.",
        SeedKind.CATALOGUE: "I know nothing of your taste yet, so these lie far apart among all the songs that I know."
        "\n-# Like what you like, or give stars with `/rate`: the next mix starts from there.",
        SeedKind.SERVER: "I know nothing of your taste yet, so these lie far apart among the songs that this server "
        "brought.\n-# Like what you like, or give stars with `/rate`: the next mix starts from there.",
        SeedKind.PAIR: "Songs near what each of you likes and new to you, as good as can be for the one whom they suit "
        "less.\n-# Reasons name what you like yourself, and nothing of anybody else.",
    }.get(seed.kind, "")


def print_alt(seed: Seed) -> str:
    """What the sound-print beside the heading shows."""
    of = (
        "what you like, all sides together"
        if seed.kind in {SeedKind.TASTE, SeedKind.PAIR}
        else "the middle of the songs"
    )
    return f"Sound-print of {of}: a shape drawn from how it sounds"


def day(iso: str) -> str:
    """A day in words; as it is where it is none."""
    try:
        at = date.fromisoformat(iso)
    except ValueError:
        return fitting(iso, LONGEST_TITLE)
    return f"{at.day} {_MONTHS[at.month - 1]}"


def _sides(count: int) -> str:
    return "one side" if count == 1 else f"{count} sides"
