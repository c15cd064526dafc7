"""Which clips of one title are one song, told by hand: what the grouping of versions is judged by.

Pairs of ``tracks.csv`` alone are named; of all other pairs with one title the songs are one. Who wrote what was looked
up in what anybody knows of these songs, not in the sound.
"""

from __future__ import annotations

from engine.same_song import Name

DIFFERENT = frozenset(
    {
        "angel",
        "express yourself",
        "feelings",
        "frantic",
        "grace",
        "head over heels",
        "hey little girl",
        "im a man",
        "im ready",
        "in your eyes",
        "intro",
        "just like you",
        "me myself and i",
        "meditation",
        "moondance",
        "secret garden",
        "sunflower",
        "track 01",
        "untitled",
        "waterfall",
        "you dont know me",
    }
)
"""Titles, as they are compared, that several artists chose for songs of their own."""
DIFFERENT_BY = frozenset({("the christmas song", "david banner")})
"""A title that is elsewhere a song that many play, and who chose it for another."""
RESPELT = frozenset(
    {
        frozenset({"you always hurt the one you love", "you always hur the one you love"}),
        frozenset(
            {
                "aint no need of cryin",
                "aint no need of crying every day is the same louisiana blues",
            }
        ),
        frozenset({"break on through", "break on through to the other side"}),
        frozenset({"turn turn turn", "turn turn turn to everything there is a season"}),
    }
)
"""Two spellings of the title of one song."""


def are_one(one: Name, other: Name) -> bool:
    """Whether two clips are one song, of whichever artist."""
    if one.version == other.version:
        return True
    if one.title != other.title:
        return frozenset({one.title, other.title}) in RESPELT
    if any((name.title, name.artist) in DIFFERENT_BY for name in (one, other)):
        return False
    return one.title not in DIFFERENT
