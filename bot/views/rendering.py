"""From an answer to a message: the card, and its pictures drawn in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import discord
import numpy as np
from numpy.typing import NDArray

from bot.questions import Answer
from bot.views.card import NO_MARKS, Card, Marks, card
from bot.views.looks import Look
from bot.views.pages import Page, page_of
from bot.views.pictures import Picture, Prints, draw
from data.history import History
from data.ids import MemberId
from engine.errors import VectorError
from engine.index import Index, LiveIndex
from engine.songs import SongId


@dataclass(frozen=True, slots=True)
class Rendered:
    """One page, ready to be sent."""

    page: Page
    view: Card
    pictures: tuple[Picture, ...]

    def files(self) -> list[discord.File]:
        """The uploads that the card refers to; new ones at each call."""
        return [picture.file() for picture in self.pictures]


class Renderer:
    """Renders pages; keeps the sound-prints that it drew."""

    def __init__(self, live_index: LiveIndex, history: History) -> None:
        self._live_index = live_index
        self._history = history
        self._prints = Prints()

    async def render(
        self, answer: Answer, chosen: int = 0, marks: Marks = NO_MARKS, look: Look = Look.PLAIN
    ) -> Rendered:
        """The page on which the pick at place ``chosen`` stands.

        Raises
        ------
        UnknownPick
            The answer has no such pick.
        """
        page = page_of(answer, chosen)
        view = card(answer, page, chosen, marks, look)
        return Rendered(page, view, await asyncio.to_thread(self._draw, answer, page, look))

    async def marks(self, member: MemberId) -> Marks:
        """What a member said of songs, for a card that only this member sees."""
        taste = await self._history.taste(member, recent_days=0)
        return Marks(frozenset(taste.liked), frozenset(taste.disliked), frozenset(taste.blocked_artists))

    def _draw(self, answer: Answer, page: Page, look: Look) -> tuple[Picture, ...]:
        songs = [pick.song.id for pick in page.picks]
        return draw(answer, page, _vectors(self._live_index.current(), songs), self._prints, look)


def _vectors(index: Index, songs: Sequence[SongId]) -> dict[SongId, NDArray[np.float32]]:
    """The vectors of the songs that the index knows: a song may have left the catalogue since the answer."""
    known: dict[SongId, NDArray[np.float32]] = {}
    for song in songs:
        try:
            known[song] = index.vectors_of([song])[0]
        except VectorError:
            continue
    return known
