"""From an answer to a message: the card, and its pictures drawn in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import discord
import numpy as np
from numpy.typing import NDArray

from bot.questions import Answer
from bot.views.art import Art
from bot.views.card import NO_MARKS, Card, Marks, card
from bot.views.looks import Look
from bot.views.pages import Page, page_of
from bot.views.pictures import Picture, Prints, draw, shown_songs
from data.catalog.following import CatalogIndex
from data.history import History
from data.ids import MemberId
from engine.errors import VectorError
from engine.index import Index
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

    def __init__(self, index: CatalogIndex, history: History, art: Art) -> None:
        self._index = index
        self._history = history
        self._art = art
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
        covers = await self._art.of(shown_songs(answer, page))
        index = await self._index.current()
        return Rendered(page, view, await asyncio.to_thread(self._draw, answer, page, look, covers, index))

    async def marks(self, member: MemberId) -> Marks:
        """What a member said of songs, for a card that only this member sees."""
        taste = await self._history.taste(member, recent_days=0)
        return Marks(frozenset(taste.liked), frozenset(taste.disliked), frozenset(taste.blocked_artists), member)

    def _draw(
        self, answer: Answer, page: Page, look: Look, covers: Mapping[SongId, bytes], index: Index
    ) -> tuple[Picture, ...]:
        songs = [song.id for song in shown_songs(answer, page)]
        return draw(answer, page, _vectors(index, songs), self._prints, look, covers=covers)


def _vectors(index: Index, songs: Sequence[SongId]) -> dict[SongId, NDArray[np.float32]]:
    """The vectors of the songs that the index knows: a song may have left the catalogue since the answer."""
    known: dict[SongId, NDArray[np.float32]] = {}
    for song in songs:
        try:
            known[song] = index.vectors_of([song])[0]
        except VectorError:
            continue
    return known
