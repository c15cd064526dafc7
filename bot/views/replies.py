"""How an interaction is answered, whatever was answered before: one place that knows Discord's rules for it."""

from __future__ import annotations

from typing import Any

import discord
from discord import Interaction

_FILLER = "\u2026"
_SETTLED = "segue_settled"
"""Whether a sentence may simply follow: the placeholder is private, or it has become the answer."""

_PRIVATE = "segue_private"
"""Whether nobody else sees what takes the placeholder's place."""


async def whisper(interaction: Interaction[Any], sentence: str) -> None:
    """Say a sentence to whoever acted, and to nobody else.

    The first message after a public placeholder takes its place and is public too. So the placeholder is filled before
    the sentence is sent, and taken away after it.
    """
    response = interaction.response
    if not response.is_done():
        await response.send_message(sentence, ephemeral=True)
        return
    waiting = response.type is discord.InteractionResponseType.deferred_channel_message
    public = waiting and not interaction.extras.get(_SETTLED, False)
    if public:
        await interaction.edit_original_response(content=_FILLER)
    await interaction.followup.send(sentence, ephemeral=True)
    if public:
        await interaction.delete_original_response()


async def think(interaction: Interaction[Any], *, ephemeral: bool) -> None:
    """Tell Discord that an answer comes, within the three seconds that it waits."""
    interaction.extras[_SETTLED] = interaction.extras[_PRIVATE] = ephemeral
    await interaction.response.defer(ephemeral=ephemeral, thinking=True)


def private(interaction: Interaction[Any]) -> bool:
    """Whether the placeholder is seen by whoever acted alone."""
    return bool(interaction.extras.get(_PRIVATE, False))


def answered(interaction: Interaction[Any]) -> None:
    """Remember that the placeholder has become the answer, so that a later failure does not take it away."""
    interaction.extras[_SETTLED] = True
