"""``/privacy``: what is kept of a member: shown, handed over, erased."""

from __future__ import annotations

import io
import json

import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.client import Segue
from bot.text.en import commands as words
from bot.text.en import replies as say
from bot.views.controls import ErasureQuestion
from bot.views.replies import think
from data.ids import MemberId

EXPORT_NAME = "segue-my-data.json"
_BYTES_PER_MEBIBYTE = 1024 * 1024


@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
class Privacy(commands.GroupCog, group_name="privacy", group_description=words.PRIVACY):
    """A member's own data; nobody else sees any of it."""

    def __init__(self, bot: Segue) -> None:
        self.bot = bot

    @app_commands.command(name="show", description=words.PRIVACY_SHOW)
    async def show(self, interaction: Interaction[Segue]) -> None:
        """What is kept."""
        await think(interaction, ephemeral=True)
        tables = await self.bot.services.privacy.summary(MemberId(interaction.user.id))
        await interaction.followup.send(say.kept(tables), ephemeral=True)

    @app_commands.command(name="export", description=words.PRIVACY_EXPORT)
    async def export(self, interaction: Interaction[Segue]) -> None:
        """All of it, as JSON."""
        await think(interaction, ephemeral=True)
        everything = await self.bot.services.privacy.export(MemberId(interaction.user.id))
        data = json.dumps(everything, ensure_ascii=False, indent=1).encode()
        if len(data) > interaction.filesize_limit:
            sentence = say.export_too_large(interaction.filesize_limit / _BYTES_PER_MEBIBYTE)
            await interaction.followup.send(sentence, ephemeral=True)
            return
        file = discord.File(io.BytesIO(data), EXPORT_NAME)
        await interaction.followup.send(say.exported(), file=file, ephemeral=True)

    @app_commands.command(name="delete", description=words.PRIVACY_DELETE)
    async def delete(self, interaction: Interaction[Segue]) -> None:
        """Ask a second time; the button erases."""
        view = ErasureQuestion(interaction.user.id)
        await interaction.response.send_message(say.delete_question(), view=view, ephemeral=True)


async def setup(bot: Segue) -> None:
    """Add the cog."""
    await bot.add_cog(Privacy(bot))
