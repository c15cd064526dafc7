"""The controls of a card. Each is made again from its custom id when it is pressed: all work after a restart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

from discord import ButtonStyle, Interaction, SelectOption, ui

from bot.errors import UnknownPick
from bot.text.en import privacy as say
from bot.views import presses
from bot.views.from_song import FromSong
from bot.views.ids import PREFIX, Action, Press, press, template
from bot.views.import_report import UndoImport
from bot.views.opinion_list import TakeOff, Turn
from bot.views.which import Which

if TYPE_CHECKING:
    from bot.client import Segue


class Choice(
    ui.DynamicItem[ui.Select[ui.LayoutView]],
    template=template(Action.CHOOSE),
):
    """The select that says which pick the buttons act on."""

    def __init__(self, pressed: Press) -> None:
        offered = [SelectOption(label=str(pressed.number), value=str(pressed.number))]
        super().__init__(ui.Select(custom_id=pressed.custom_id, options=offered))
        self.pressed = pressed

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Made again from what Discord sends."""
        return cls(press(match))

    async def callback(self, interaction: Interaction[Any]) -> None:
        """Choose."""
        client: Segue = interaction.client
        async with client.failures(interaction):
            values = self.item.values
            if len(values) != 1 or not values[0].isascii() or not values[0].isdigit():
                raise UnknownPick
            await presses.choose(client, interaction, self.pressed, int(values[0]))


class Control(
    ui.DynamicItem[ui.Button[ui.LayoutView]],
    template=template(*(action for action in Action if action is not Action.CHOOSE)),
):
    """A button that turns the page, acts on the chosen pick, or colours the map."""

    def __init__(self, pressed: Press) -> None:
        super().__init__(ui.Button(custom_id=pressed.custom_id))
        self.pressed = pressed

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Made again from what Discord sends."""
        return cls(press(match))

    async def callback(self, interaction: Interaction[Any]) -> None:
        """Do what the button says."""
        client: Segue = interaction.client
        async with client.failures(interaction):
            await presses.BY_ACTION[self.pressed.action](client, interaction, self.pressed)


class Erasure(
    ui.DynamicItem[ui.Button[ui.View]],
    template=re.compile(rf"{PREFIX}erase:(?P<sure>yes|no):(?P<member>\d{{1,20}})", re.A),
):
    """The second question before a member's data are erased."""

    def __init__(self, member: int, label: str, style: ButtonStyle, *, sure: bool) -> None:
        custom_id = f"{PREFIX}erase:{'yes' if sure else 'no'}:{member}"
        super().__init__(ui.Button(label=label, style=style, custom_id=custom_id))
        self.member = member
        self.sure = sure

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Made again from what Discord sends."""
        return cls(int(match["member"]), "", ButtonStyle.secondary, sure=match["sure"] == "yes")

    async def callback(self, interaction: Interaction[Any]) -> None:
        """Erase, or not."""
        client: Segue = interaction.client
        async with client.failures(interaction):
            await presses.erase(client, interaction, self.member, sure=self.sure)


class ErasureQuestion(ui.View):
    """The second question, with its two answers. Like a card it is not remembered."""

    def __init__(self, member: int) -> None:
        super().__init__(timeout=None)
        self.add_item(Erasure(member, say.DELETE, ButtonStyle.danger, sure=True))
        self.add_item(Erasure(member, say.KEEP, ButtonStyle.secondary, sure=False))

    def is_finished(self) -> bool:
        """Whether nobody waits for a press of this very object: always."""
        return True


CONTROLS: tuple[type[ui.DynamicItem[Any]], ...] = (Choice, Control, Erasure, Which, FromSong, Turn, TakeOff, UndoImport)


def known(custom_id: str) -> bool:
    """Whether any control answers to a custom id."""
    return any(control.__discord_ui_compiled_template__.fullmatch(custom_id) for control in CONTROLS)
