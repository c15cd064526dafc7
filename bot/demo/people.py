"""Who lives in the demo's server, and what they have liked before it opens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """A song by its name, to be looked up in the catalogue."""

    artist: str
    title: str


@dataclass(frozen=True, slots=True)
class Person:
    """One member and their past.

    Attributes
    ----------
    name, shown_name
        The account's name and what the others see.
    blocked
        Songs whose artists the member never wants to hear.
    """

    name: str
    shown_name: str
    liked: tuple[Named, ...]
    disliked: tuple[Named, ...] = ()
    blocked: tuple[Named, ...] = ()


MARA = Person(
    "mara",
    "Mara",
    liked=(
        Named("Portishead", "Glory Box"),
        Named("Portishead", "Sour Times"),
        Named("Massive Attack", "Unfinished Sympathy"),
        Named("Moby", "Porcelain"),
        Named("Björk", "All Is Full Of Love"),
        Named("AIR", "Kelly Watch the Stars"),
        Named("Smoke City", "Underwater Love"),
    ),
    disliked=(Named("Shaggy", "Boombastic"), Named("Torfrock", "Beinhart")),
)
JONAS = Person(
    "jonas",
    "Jonas",
    liked=(
        Named("Nirvana", "About a Girl"),
        Named("Arctic Monkeys", "Mardy Bum"),
        Named("Joy Division", "Disorder"),
        Named("Ramones", "Blitzkrieg Bop"),
        Named("Muse", "Knights of Cydonia"),
        Named("System of a Down", "Chop Suey!"),
        Named("The White Stripes", "The Hardest Button to Button"),
    ),
    disliked=(Named("Enya", "Storms in Africa"),),
    blocked=(Named("Robbie Williams", "Rock DJ"),),
)
AIKO = Person(
    "aiko",
    "Aiko",
    liked=(
        Named("Nina Simone", "Sinnerman"),
        Named("Marvin Gaye", "What's Going On"),
        Named("Van Morrison", "Moondance"),
        Named("Joni Mitchell", "Ladies of the Canyon"),
        Named("Bon Iver", "Holocene"),
        Named("Erykah Badu", "On & On"),
        Named("Fleetwood Mac", "Dreams"),
    ),
    disliked=(Named("System of a Down", "Chop Suey!"),),
)

PEOPLE = (MARA, JONAS, AIKO)
"""The page opens as the first; the visitor may become any of them."""
