"""The menu of songs that a question may mean. Like a card it is not remembered: its id tells all."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any, Self

from discord import Interaction, SelectOption, ui

from bot.choosing import OpenQuestion
from bot.errors import QuestionClosed
from bot.text.en import cards, sources
from bot.text.escape import escaped
from bot.views.ids import ANSWER, PREFIX
from data.ids import GuildId, MemberId, QuestionId
from data.previews.facts import FoundSong
from engine.songs import Song

if TYPE_CHECKING:
    from bot.client import Segue


STORE_SECONDS = 2.0
"""Within which the store must have told what a question was: Discord waits three seconds."""


class Which(
    ui.DynamicItem[ui.Select[ui.View]],
    template=re.compile(rf"{PREFIX}which:(?P<question>{ANSWER})", re.ASCII),
):
    """The select."""

    def __init__(self, question: QuestionId, options: list[SelectOption]) -> None:
        super().__init__(ui.Select(custom_id=f"{PREFIX}which:{question}", placeholder=sources.WHICH, options=options))
        self.question = question

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Made again from what Discord sends."""
        return cls(QuestionId(match["question"]), [SelectOption(label="0", value="0")])

    async def callback(self, interaction: Interaction[Any]) -> None:
        """Choose."""
        client: Segue = interaction.client
        async with client.failures(interaction):
            values = self.item.values
            if len(values) != 1 or not values[0].isascii() or not values[0].isdigit():
                raise QuestionClosed
            await _answer(client, interaction, self.question, int(values[0]))


class WhichSong(ui.View):
    """The menu."""

    def __init__(self, question: OpenQuestion) -> None:
        super().__init__(timeout=None)
        options = [_option(place, song) for place, song in enumerate(question.choices)]
        self.add_item(Which(question.id, options))

    def is_finished(self) -> bool:
        """Whether nobody waits for a press of this very object: always."""
        return True


def sentence(question: OpenQuestion) -> str:
    """What stands above the menu."""
    return sources.which_song(escaped(question.text or question.question.text or ""), len(question.choices))


async def _answer(client: Segue, interaction: Interaction[Segue], question_id: QuestionId, place: int) -> None:
    """Answer the question as it is now; the answer takes the menu's place."""
    member = MemberId(interaction.user.id)
    guild = None if interaction.guild_id is None else GuildId(interaction.guild_id)
    async with asyncio.timeout(STORE_SECONDS):
        question = await client.services.choosing.choose(question_id, place, member, guild)
    with client.services.admission.admit(member) as ticket:
        await interaction.response.edit_message(content=sources.LISTENING, view=None)
        try:
            answer = await client.services.recommender.answer(question, ticket)
            rendered = await client.renderer.render(answer)
        except BaseException:
            await interaction.delete_original_response()
            raise
        await interaction.edit_original_response(content=None, view=rendered.view, attachments=rendered.files())
        await client.services.recommender.mark_shown(answer, rendered.page.picks)


def _option(place: int, choice: Song | FoundSong) -> SelectOption:
    song = choice.song() if isinstance(choice, FoundSong) else choice
    return SelectOption(
        label=cards.option(place + 1, song), description=sources.option(song), value=str(place), default=False
    )
