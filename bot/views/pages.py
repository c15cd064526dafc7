"""Which picks stand on which page."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import UnknownPick
from bot.questions import PAGE_SIZE, Answer
from engine.ranking import Pick


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer.

    Attributes
    ----------
    number
        From 0.
    first
        The place of its first pick in the answer, from 0.
    picks
        Best first, one to :data:`PAGE_SIZE`.
    total
        Picks on all pages.
    """

    number: int
    first: int
    picks: tuple[Pick, ...]
    total: int

    @property
    def after(self) -> int:
        """The place of the first pick that comes after this page."""
        return self.first + len(self.picks)


def page_size(answer: Answer) -> int:
    """Picks on a page: as many as were asked for, where a message can hold them."""
    return max(1, min(answer.count, PAGE_SIZE))


def page(answer: Answer, number: int) -> Page:
    """One page.

    Raises
    ------
    UnknownPick
        The answer has no such page.
    """
    size = page_size(answer)
    first = number * size
    if number < 0 or first >= len(answer.picks):
        raise UnknownPick
    return Page(number, first, answer.picks[first : first + size], len(answer.picks))


def page_of(answer: Answer, place: int) -> Page:
    """The page on which the pick at ``place`` stands.

    Raises
    ------
    UnknownPick
        The answer has no such pick.
    """
    if not 0 <= place < len(answer.picks):
        raise UnknownPick
    return page(answer, place // page_size(answer))
