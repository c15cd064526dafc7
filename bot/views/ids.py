"""Custom ids: ``segue:<action>:<answer>:<number>``, and ``:mood`` or ``:genre`` where the map is coloured so.

All that a control must know after a restart stands in its id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.views.looks import Look
from data.ids import AnswerId

LONGEST = 100
"""Characters that Discord takes."""
PREFIX = "segue:"
ANSWER = r"[A-Za-z0-9_-]{12}"
"""An answer's id, see :data:`data.ids.AnswerId`."""
NUMBER = r"\d{1,2}"
"""A pick's or page's place in the answer, from 0."""
_COLOURED = "|".join(look.value for look in Look if look is not Look.PLAIN)


class Action(StrEnum):
    """What a control of an answer does."""

    CHOOSE = "choose"
    """The select: its number is the page, its value the pick."""
    PAGE = "page"
    """Its number is the page to show."""
    LIKE = "like"
    DISLIKE = "dislike"
    SKIP = "skip"
    MORE = "more"
    NEVER = "never"
    WHY = "why"
    """These act on the pick of that number."""
    MAP = "map"
    """Colours the map as its look says; its number is the chosen pick."""


@dataclass(frozen=True, slots=True)
class Press:
    """What was pressed.

    Attributes
    ----------
    look
        How the map of the card is coloured, or shall be.
    """

    action: Action
    answer: AnswerId
    number: int
    look: Look = Look.PLAIN

    @property
    def custom_id(self) -> str:
        """As it stands on the control."""
        look = "" if self.look is Look.PLAIN else f":{self.look.value}"
        return f"{PREFIX}{self.action.value}:{self.answer}:{self.number}{look}"


def template(*actions: Action) -> re.Pattern[str]:
    """What the custom ids of these actions look like, whole."""
    names = "|".join(action.value for action in actions)
    place = rf"(?P<answer>{ANSWER}):(?P<number>{NUMBER})"
    return re.compile(rf"{PREFIX}(?P<action>{names}):{place}(?::(?P<look>{_COLOURED}))?", re.ASCII)


_ANY = template(*Action)


def parse(custom_id: str) -> Press | None:
    """What a custom id means; ``None`` for one that Segue never wrote, or wrote in another version."""
    found = _ANY.fullmatch(custom_id)
    return None if found is None else press(found)


def press(found: re.Match[str]) -> Press:
    """What a match of a :func:`template` means."""
    look = Look(found["look"] or Look.PLAIN)
    return Press(Action(found["action"]), AnswerId(found["answer"]), int(found["number"]), look)
