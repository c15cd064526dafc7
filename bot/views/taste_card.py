"""The card of a taste: the map, the shares and the clock as pictures, and the same in words."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import discord
from discord import MediaGalleryItem, SeparatorSpacing, ui

from bot.tastes import TastePortrait
from bot.text.en import taste as say
from bot.views import taste_map, taste_panel
from bot.views.card import Card
from bot.views.palette import QUERY
from bot.views.pictures import Picture

MAP_NAME, PANEL_NAME = "taste-map.png", "taste.png"


@dataclass(frozen=True, slots=True)
class RenderedTaste:
    """A taste's card, ready to be sent."""

    view: Card
    pictures: tuple[Picture, ...]

    def files(self) -> list[discord.File]:
        """The uploads that the card refers to; new ones at each call."""
        return [picture.file() for picture in self.pictures]


async def render(portrait: TastePortrait, *, offset: int, private: bool) -> RenderedTaste:
    """The card, its pictures drawn in a thread.

    Parameters
    ----------
    offset
        Hours that the member's clock is ahead of UTC.
    private
        Whether only the member sees it.
    """
    return RenderedTaste(taste_card(portrait, offset, private=private), await asyncio.to_thread(draw, portrait, offset))


def taste_card(portrait: TastePortrait, offset: int, *, private: bool) -> Card:
    """The card, with its pictures by name."""
    shares, clock = portrait.shares, portrait.habits.clock
    named = portrait.songs[: taste_map.MOST_NAMED]
    body: ui.Container[ui.LayoutView] = ui.Container(accent_colour=QUERY.value)
    body.add_item(ui.TextDisplay(say.heading(len(portrait.profile), portrait.habits)))
    for name, alt in (
        (MAP_NAME, say.map_alt(len(portrait.places), named)),
        (PANEL_NAME, say.panel_alt(shares, clock, offset)),
    ):
        body.add_item(ui.MediaGallery(MediaGalleryItem(f"attachment://{name}", description=alt)))
    body.add_item(ui.Separator(spacing=SeparatorSpacing.small))
    body.add_item(ui.TextDisplay(say.in_words(shares, clock, offset)))
    body.add_item(ui.TextDisplay(say.footer(private=private)))
    view = Card()
    view.add_item(body)
    return view


def draw(portrait: TastePortrait, offset: int) -> tuple[Picture, ...]:
    """Both pictures. Slow: call it in a thread."""
    titles = [song.title for song in portrait.songs]
    drawn = taste_map.draw(portrait.background, portrait.places, portrait.weights, titles)
    return (
        Picture(MAP_NAME, drawn),
        Picture(PANEL_NAME, taste_panel.draw(portrait.shares, portrait.habits.clock, offset)),
    )
