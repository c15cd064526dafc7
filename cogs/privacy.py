"""``/privacy``: what is kept of a member: shown, handed over, erased; and what the member allows."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
from typing import Any, Unpack

import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.client import Segue
from bot.text.en import commands as words
from bot.text.en import privacy as say
from bot.views.controls import ErasureQuestion
from bot.views.replies import think
from data.ids import MemberId
from data.member_settings import MemberChanges

EXPORT_NAME = "segue-my-data.json"
PACKED_NAME = f"{EXPORT_NAME}.gz"
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
        member = MemberId(interaction.user.id)
        tables = await self.bot.services.privacy.summary(member)
        settings = await self.bot.services.member_settings.get(member)
        await interaction.followup.send(say.kept(tables, settings), ephemeral=True)

    @app_commands.command(name="export", description=words.PRIVACY_EXPORT)
    async def export(self, interaction: Interaction[Segue]) -> None:
        """All of it, as JSON."""
        await think(interaction, ephemeral=True)
        everything = await self.bot.services.privacy.export(MemberId(interaction.user.id))
        name, data = await asyncio.to_thread(_written, everything, interaction.filesize_limit)
        if len(data) > interaction.filesize_limit:
            sentence = say.export_too_large(interaction.filesize_limit / _BYTES_PER_MEBIBYTE)
            await interaction.followup.send(sentence, ephemeral=True)
            return
        file = discord.File(io.BytesIO(data), name)
        await interaction.followup.send(say.exported(), file=file, ephemeral=True)

    @app_commands.command(name="delete", description=words.PRIVACY_DELETE)
    async def delete(self, interaction: Interaction[Segue]) -> None:
        """Ask a second time; the button erases."""
        view = ErasureQuestion(interaction.user.id)
        await interaction.response.send_message(say.delete_question(), view=view, ephemeral=True)

    @app_commands.command(name="pause", description=words.PRIVACY_PAUSE)
    async def pause(self, interaction: Interaction[Segue]) -> None:
        """From now on nothing is written down."""
        await self._change(interaction, say.paused(), paused=True)

    @app_commands.command(name="resume", description=words.PRIVACY_RESUME)
    async def resume(self, interaction: Interaction[Segue]) -> None:
        """Write down again what is done."""
        await self._change(interaction, say.resumed(), paused=False)

    @app_commands.command(name="training", description=words.PRIVACY_TRAINING)
    @app_commands.describe(allow=words.PRIVACY_TRAINING_ALLOW)
    async def training(self, interaction: Interaction[Segue], allow: bool) -> None:
        """Whether what the member does may teach the model."""
        await self._change(interaction, say.training(allow=allow), training=allow)

    async def _change(self, interaction: Interaction[Segue], sentence: str, **changes: Unpack[MemberChanges]) -> None:
        await think(interaction, ephemeral=True)
        await self.bot.services.member_settings.change(MemberId(interaction.user.id), **changes)
        await interaction.followup.send(sentence, ephemeral=True)


def _written(everything: dict[str, Any], most_bytes: int) -> tuple[str, bytes]:
    """The file's name and bytes: plain text where that may be sent, packed where it is too large."""
    data = json.dumps(everything, ensure_ascii=False, indent=1).encode()
    return (EXPORT_NAME, data) if len(data) <= most_bytes else (PACKED_NAME, gzip.compress(data, mtime=0))


async def setup(bot: Segue) -> None:
    """Add the cog."""
    await bot.add_cog(Privacy(bot))
