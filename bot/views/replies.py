"""How an interaction is answered, whatever was answered before: one place that knows Discord's rules for it."""

from __future__ import annotations

from typing import Any

import discord
from discord import Interaction


async def whisper(interaction: Interaction[Any], sentence: str) -> None:
    """Say a sentence to whoever acted, and to nobody else.

    A deferred public answer would make the sentence public too: its placeholder is taken away first.
    """
    response = interaction.response
    if not response.is_done():
        await response.send_message(sentence, ephemeral=True)
        return
    if response.type is discord.InteractionResponseType.deferred_channel_message and not _deferred_ephemeral(
        interaction
    ):
        await interaction.delete_original_response()
    await interaction.followup.send(sentence, ephemeral=True)


async def think(interaction: Interaction[Any], *, ephemeral: bool) -> None:
    """Tell Discord that an answer comes, within the three seconds that it waits."""
    interaction.extras[_EPHEMERAL] = ephemeral
    await interaction.response.defer(ephemeral=ephemeral, thinking=True)


def answered(interaction: Interaction[Any]) -> None:
    """Remember that the placeholder has become the answer, so that a later failure does not take it away."""
    interaction.extras[_EPHEMERAL] = True


def _deferred_ephemeral(interaction: Interaction[Any]) -> bool:
    return bool(interaction.extras.get(_EPHEMERAL, False))


_EPHEMERAL = "segue_ephemeral"
