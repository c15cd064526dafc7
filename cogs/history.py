"""``/history``: what a member did, and taking the last thing back."""

from __future__ import annotations

from discord import Interaction, app_commands
from discord.ext import commands

from bot.client import Segue
from bot.text.en import commands as words
from bot.text.en import replies as say
from bot.views.replies import think
from data.ids import MemberId

ENTRIES_SHOWN = 12
"""Of at most 150 characters: together below the 2,000 of a message, whatever the titles are."""


@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
class History(commands.GroupCog, group_name="history", group_description=words.HISTORY):
    """What a member did."""

    def __init__(self, bot: Segue) -> None:
        self.bot = bot

    @app_commands.command(name="show", description=words.HISTORY_SHOW)
    async def show(self, interaction: Interaction[Segue]) -> None:
        """The newest entries."""
        await think(interaction, ephemeral=True)
        entries = await self.bot.services.history.list(MemberId(interaction.user.id), ENTRIES_SHOWN)
        await interaction.followup.send(say.history(entries), ephemeral=True)

    @app_commands.command(name="undo", description=words.HISTORY_UNDO)
    async def undo(self, interaction: Interaction[Segue]) -> None:
        """Take the last one back."""
        await think(interaction, ephemeral=True)
        undone = await self.bot.services.history.undo(MemberId(interaction.user.id))
        song = None
        if undone is not None and undone.song is not None:
            song = (await self.bot.services.catalog.get([undone.song])).get(undone.song)
        await interaction.followup.send(say.undone(undone, song), ephemeral=True)


async def setup(bot: Segue) -> None:
    """Add the cog."""
    await bot.add_cog(History(bot))
