"""A member's favourites or blocks as a paged list, with a select that takes one off. Only its member sees it.

All that its controls must know after a restart stands in their custom ids.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from discord import ButtonStyle, Interaction, SelectOption, SeparatorSpacing, ui

from bot.errors import QuestionClosed
from bot.text.en import cards, replies
from bot.text.en import lists as say
from bot.views.card import MOST_CHARACTERS, Card
from bot.views.ids import PREFIX
from bot.views.links import listen
from bot.views.replies import think, whisper
from data.history import EventKind
from data.ids import MemberId
from data.opinions import Held, Opinion, Opinions

if TYPE_CHECKING:
    from bot.client import Segue

PAGE_SIZE = 10
_MOST_DIGITS = 19
"""Of an event's number."""


class Listed(StrEnum):
    """What a list holds."""

    FAVOURITES = "favourites"
    BLOCKS = "blocks"


_KINDS = "|".join(Listed)
_MEMBER = r"(?P<member>\d{1,20})"


async def held(opinions: Opinions, listed: Listed, member: MemberId, first: int) -> Held:
    """The page on which the entry at that place (from 0) stands."""
    read = opinions.favourites if listed is Listed.FAVOURITES else opinions.blocks
    return await read(member, first // PAGE_SIZE * PAGE_SIZE, PAGE_SIZE)


async def show_list(client: Segue, interaction: Interaction[Segue], listed: Listed) -> None:
    """Answer a command with the first page."""
    await think(interaction, ephemeral=True)
    member = MemberId(interaction.user.id)
    page = await held(client.services.opinions, listed, member, 0)
    await interaction.followup.send(view=opinion_list(listed, page, member), ephemeral=True)


def opinion_list(listed: Listed, page: Held, member: MemberId) -> Card:
    """One page of a list. Where the names are so long that a message would not hold it all, links are left out."""
    whole = _list(listed, page, member, links=True)
    return whole if whole.content_length() <= MOST_CHARACTERS else _list(listed, page, member, links=False)


def _list(listed: Listed, page: Held, member: MemberId, *, links: bool) -> Card:
    body: ui.Container[ui.LayoutView] = ui.Container()
    favourites = listed is Listed.FAVOURITES
    body.add_item(ui.TextDisplay(say.FAVOURITES if favourites else say.BLOCKS))
    view = Card()
    view.add_item(body)
    if not page.opinions:
        body.add_item(ui.TextDisplay(say.NO_FAVOURITES if favourites else say.NO_BLOCKS))
        return view
    numbered = list(enumerate(page.opinions, start=page.first + 1))
    lines = [say.line(number, opinion, _link(opinion) if links else "") for number, opinion in numbered]
    body.add_item(ui.TextDisplay("\n".join(lines)))
    body.add_item(ui.Separator(spacing=SeparatorSpacing.small))
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    row.add_item(TakeOff(listed, page.first, member, numbered))
    body.add_item(row)
    if page.total > len(page.opinions):
        body.add_item(_turning(listed, page, member))
    body.add_item(ui.TextDisplay(say.footer(page)))
    return view


def _link(opinion: Opinion) -> str:
    if opinion.song is None or opinion.kind is EventKind.BLOCKED_ARTIST:
        return ""
    where = listen(opinion.song)
    return cards.link(where.address, exact=where.exact)


def _turning(listed: Listed, page: Held, member: MemberId) -> ui.ActionRow[ui.LayoutView]:
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    if page.first > 0:
        row.add_item(Turn(listed, page.first - PAGE_SIZE, member, say.BACK))
    if page.first + len(page.opinions) < page.total:
        row.add_item(Turn(listed, page.first + PAGE_SIZE, member, say.NEXT))
    return row


class Turn(
    ui.DynamicItem[ui.Button[ui.LayoutView]],
    template=re.compile(rf"{PREFIX}list:(?P<listed>{_KINDS}):(?P<first>\d{{1,6}}):{_MEMBER}", re.ASCII),
):
    """The button to another page."""

    def __init__(self, listed: Listed, first: int, member: MemberId, label: str = "") -> None:
        custom_id = f"{PREFIX}list:{listed.value}:{max(0, first)}:{member}"
        super().__init__(ui.Button(style=ButtonStyle.secondary, label=label, custom_id=custom_id))
        self.listed = listed
        self.first = first
        self.member = member

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Made again from what Discord sends."""
        return cls(Listed(match["listed"]), int(match["first"]), MemberId(int(match["member"])))

    async def callback(self, interaction: Interaction[Any]) -> None:
        """Turn."""
        client: Segue = interaction.client
        async with client.failures(interaction):
            if await _not_theirs(interaction, self.member):
                return
            await interaction.response.defer()
            await _redraw(client, interaction, self.listed, self.first)


class TakeOff(
    ui.DynamicItem[ui.Select[ui.LayoutView]],
    template=re.compile(rf"{PREFIX}takeoff:(?P<listed>{_KINDS}):(?P<first>\d{{1,6}}):{_MEMBER}", re.ASCII),
):
    """The select that takes an entry off the list."""

    def __init__(
        self, listed: Listed, first: int, member: MemberId, numbered: list[tuple[int, Opinion]] | None = None
    ) -> None:
        options = [
            SelectOption(
                label=say.option(number, opinion), description=say.option_detail(opinion), value=str(opinion.id)
            )
            for number, opinion in numbered or ()
        ]
        super().__init__(
            ui.Select(
                custom_id=f"{PREFIX}takeoff:{listed.value}:{first}:{member}",
                placeholder=say.REMOVE_FAVOURITE if listed is Listed.FAVOURITES else say.REMOVE_BLOCK,
                options=options or [SelectOption(label="0", value="0")],
            )
        )
        self.listed = listed
        self.first = first
        self.member = member

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Made again from what Discord sends."""
        return cls(Listed(match["listed"]), int(match["first"]), MemberId(int(match["member"])))

    async def callback(self, interaction: Interaction[Any]) -> None:
        """Take it off; pressed twice, it is off all the same."""
        client: Segue = interaction.client
        async with client.failures(interaction):
            values = self.item.values
            if len(values) != 1 or not values[0].isascii() or not values[0].isdigit() or len(values[0]) > _MOST_DIGITS:
                raise QuestionClosed
            if await _not_theirs(interaction, self.member):
                return
            await interaction.response.defer()
            opinions = client.services.opinions
            remove = opinions.remove_favourite if self.listed is Listed.FAVOURITES else opinions.remove_block
            gone = await remove(self.member, int(values[0]))
            await _redraw(client, interaction, self.listed, self.first)
            await whisper(interaction, say.removed(gone))


async def _not_theirs(interaction: Interaction[Segue], member: MemberId) -> bool:
    """Whether somebody else presses, who is told so."""
    if interaction.user.id == member:
        return False
    await whisper(interaction, replies.not_yours())
    return True


async def _redraw(client: Segue, interaction: Interaction[Segue], listed: Listed, first: int) -> None:
    member = MemberId(interaction.user.id)
    page = await held(client.services.opinions, listed, member, first)
    await interaction.edit_original_response(view=opinion_list(listed, page, member))
