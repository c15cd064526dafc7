"""The card of one song: what is heard in it, a picture of it, and what lies nearest."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import discord
from discord import MediaGalleryItem, SeparatorSpacing, ui

from bot.portraits import Neighbour, Portrait
from bot.questions import Fresh
from bot.text.en import cards, sources
from bot.text.en import song as say
from bot.views.card import Card
from bot.views.from_song import FromSong
from bot.views.links import listen
from bot.views.song_pictures import Drawn, draw
from bot.views.sound_print import accent
from data.ids import MemberId


@dataclass(frozen=True, slots=True)
class RenderedSong:
    """A song's card, ready to be sent."""

    view: Card
    drawn: Drawn

    def files(self) -> list[discord.File]:
        """The uploads that the card refers to; new ones at each call."""
        return [picture.file() for picture in self.drawn.all]


async def render(portrait: Portrait, member: MemberId) -> RenderedSong:
    """The card for a member who asked, its pictures drawn in a thread."""
    drawn = await asyncio.to_thread(draw, portrait)
    return RenderedSong(song_card(portrait, drawn, member), drawn)


def song_card(portrait: Portrait, drawn: Drawn, member: MemberId) -> Card:
    """The card, with its pictures by name."""
    body: ui.Container[ui.LayoutView] = ui.Container(accent_colour=accent(portrait.vector).value)
    heading = "\n".join(part for part in (say.heading(portrait.song, portrait.clip_name), _fresh(portrait)) if part)
    if drawn.small is None:
        body.add_item(ui.TextDisplay(heading))
    else:
        picture = ui.Thumbnail[ui.LayoutView](f"attachment://{drawn.small.name}", description=_print_alt(portrait))
        body.add_item(ui.Section(heading, accessory=picture))
    heard = None if portrait.listened is None else portrait.listened.heard
    body.add_item(ui.TextDisplay(f"{say.facts(portrait.song, heard)}\n{say.how_sure(listened=heard is not None)}"))
    body.add_item(ui.MediaGallery(MediaGalleryItem(f"attachment://{drawn.main.name}", description=drawn.alt)))
    body.add_item(ui.TextDisplay(drawn.note))
    body.add_item(ui.Separator(spacing=SeparatorSpacing.small))
    body.add_item(ui.TextDisplay(_nearest(portrait.neighbours)))
    row = _buttons(portrait, member)
    if row.children:
        body.add_item(row)
    view = Card()
    view.add_item(body)
    return view


def _fresh(portrait: Portrait) -> str:
    """Where a song was heard that was fetched for this card."""
    if portrait.song is None or portrait.fresh is None:
        return ""
    return sources.heard_just_now(portrait.song, kept=portrait.fresh is Fresh.KEPT)


def _print_alt(portrait: Portrait) -> str:
    song = portrait.song
    return cards.clip_alt(portrait.clip_name) if song is None else cards.print_alt(song.title, song.artist)


def _nearest(neighbours: tuple[Neighbour, ...]) -> str:
    rows = [
        say.neighbour(place, near.song, near.similarity, _link(near)) for place, near in enumerate(neighbours, start=1)
    ]
    return "\n".join([say.NEAREST, *(rows or [say.NOTHING_NEAR])])


def _link(near: Neighbour) -> str:
    where = listen(near.song)
    return cards.link(where.address, exact=where.exact)


def _buttons(portrait: Portrait, member: MemberId) -> ui.ActionRow[ui.LayoutView]:
    """More like it, where it can be asked for; and where it can be heard."""
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    song = portrait.song
    if song is not None and portrait.is_known:
        row.add_item(FromSong(song.id, member))
    if song is not None:
        where = listen(song)
        row.add_item(ui.Button(label=say.LISTEN if where.exact else say.FIND, url=where.address))
    return row
