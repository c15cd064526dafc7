"""Custom ids: ``segue:<action>:<answer>:<number>``. All that a control must know after a restart stands in its id."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from data.ids import AnswerId

LONGEST = 100
"""Characters that Discord takes."""
PREFIX = "segue:"
ANSWER = r"[A-Za-z0-9_-]{12}"
"""An answer's id, see :data:`data.ids.AnswerId`."""
NUMBER = r"\d{1,2}"
"""A pick's or page's place in the answer, from 0."""


class Action(StrEnum):
    """What a control of an answer does."""

    CHOOSE = "choose"
    """The select: its number is the page, its value the pick."""
    PAGE = "page"
    """Its number is the page to show."""
    LIKE = "like"
    DISLIKE = "dislike"
    MORE = "more"
    NEVER = "never"
    """The last four act on the pick of that number."""


@dataclass(frozen=True, slots=True)
class Press:
    """What was pressed."""

    action: Action
    answer: AnswerId
    number: int

    @property
    def custom_id(self) -> str:
        """As it stands on the control."""
        return f"{PREFIX}{self.action.value}:{self.answer}:{self.number}"


def template(*actions: Action) -> re.Pattern[str]:
    """What the custom ids of these actions look like, whole."""
    names = "|".join(action.value for action in actions)
    return re.compile(rf"{PREFIX}(?P<action>{names}):(?P<answer>{ANSWER}):(?P<number>{NUMBER})", re.ASCII)


_ANY = template(*Action)


def parse(custom_id: str) -> Press | None:
    """What a custom id means; ``None`` for one that Segue never wrote, or wrote in another version."""
    found = _ANY.fullmatch(custom_id)
    return None if found is None else press(found)


def press(found: re.Match[str]) -> Press:
    """What a match of a :func:`template` means."""
    return Press(Action(found["action"]), AnswerId(found["answer"]), int(found["number"]))
