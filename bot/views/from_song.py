"""The button that asks for more like a song. All that it must know after a restart stands in its custom id."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from discord import ButtonStyle, Interaction, ui

from bot.text.en import song as say
from bot.views.asked import habits, question_of
from bot.views.asking import ask
from bot.views.ids import PREFIX
from bot.views.replies import think
from data.ids import MemberId
from engine.ranking import Familiarity
from engine.songs import SongId

if TYPE_CHECKING:
    from bot.client import Segue


class FromSong(
    ui.DynamicItem[ui.Button[ui.LayoutView]],
    template=re.compile(rf"{PREFIX}from:(?P<song>[0-9a-f]{{16}}):(?P<member>\d{{1,20}})", re.ASCII),
):
    """The button.

    Attributes
    ----------
    member
        Who asked about the song: whoever else presses gets an answer that nobody else sees.
    """

    def __init__(self, song: SongId, member: MemberId) -> None:
        custom_id = f"{PREFIX}from:{song}:{member}"
        super().__init__(
            ui.Button(
                style=ButtonStyle.primary,
                label=say.RECOMMEND_FROM,
                emoji="\N{MULTIPLE MUSICAL NOTES}",
                custom_id=custom_id,
            )
        )
        self.song = song
        self.member = member

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Made again from what Discord sends."""
        return cls(SongId(match["song"]), MemberId(int(match["member"])))

    async def callback(self, interaction: Interaction[Any]) -> None:
        """Ask."""
        client: Segue = interaction.client
        async with client.failures(interaction):
            await recommend(client, interaction, self.song, self.member)


async def recommend(client: Segue, interaction: Interaction[Segue], song: SongId, asked_by: MemberId) -> None:
    """Ask for more like a song, as the server wants it when nobody says."""
    member = MemberId(interaction.user.id)
    here = await habits(client, interaction)
    with client.services.recommender.admission.admit(member) as ticket:
        private = interaction.message is not None and interaction.message.flags.ephemeral
        await think(interaction, ephemeral=private or member != asked_by)
        question = await question_of(client, interaction, song, None)
        await ask(client, interaction, replace(question, familiarity=Familiarity(here.familiarity)), ticket)
