"""What may have been meant by a name with one mistake: every name that is one slip of the fingers or one swap away."""

from __future__ import annotations

import string
from collections.abc import Sequence

MAX_LETTERS = 40
"""A longer name with a typo shares enough with the right one to be found by what they share."""
LETTERS = string.ascii_lowercase + " "
"""What is put in for a letter that is missing or wrong."""


def one_mistake_away(wanted: str) -> Sequence[str]:
    """Names that differ in one letter, in the place of two neighbouring letters, or of two neighbouring words.

    About 56 for each letter; none for a name of more than :data:`MAX_LETTERS`, but those with words swapped.

    Parameters
    ----------
    wanted
        What was typed, normalised.

    Examples
    --------
    >>> {"echo", "eco", "eco h"} <= set(one_mistake_away("ecoh"))
    True
    >>> "close up" in one_mistake_away("up close")
    True
    """
    near = [*_swapped_words(wanted), *(_respelt(wanted) if len(wanted) <= MAX_LETTERS else ())]
    names = dict.fromkeys(" ".join(name.split()) for name in near)
    return [name for name in names if name and name != wanted]


def _swapped_words(wanted: str) -> list[str]:
    words = wanted.split()
    return [
        " ".join([*words[:place], words[place + 1], words[place], *words[place + 2 :]])
        for place in range(len(words) - 1)
    ]


def _respelt(wanted: str) -> list[str]:
    halves = [(wanted[:place], wanted[place:]) for place in range(len(wanted) + 1)]
    return [
        *(before + after[1:] for before, after in halves if after),
        *(before + after[1] + after[0] + after[2:] for before, after in halves if len(after) > 1),
        *(before + letter + after[1:] for before, after in halves if after for letter in LETTERS),
        *(before + letter + after for before, after in halves for letter in LETTERS),
    ]
