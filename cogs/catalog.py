"""``/catalog``: a server's part of the catalogue. For those who may manage the server."""

from __future__ import annotations

from discord import Interaction, app_commands
from discord.ext import commands

from bot.client import Segue
from bot.text.en import catalog as say
from bot.text.en import commands as words
from bot.views.replies import think
from data.ids import GuildId, MemberId

_LONGEST_TEXT = 200


@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class Catalog(commands.GroupCog, group_name="catalog", group_description=words.CATALOG):
    """Add, take back, look."""

    def __init__(self, bot: Segue) -> None:
        self.bot = bot

    @app_commands.command(name="add", description=words.CATALOG_ADD)
    @app_commands.describe(song=words.OPTION_ADD)
    @app_commands.checks.has_permissions(manage_guild=True)
    async def add(self, interaction: Interaction[Segue], song: app_commands.Range[str, 1, _LONGEST_TEXT]) -> None:
        """Listen to a song and know it from then on."""
        with self.bot.services.admission.admit(MemberId(interaction.user.id)):
            await think(interaction, ephemeral=True)
            added = await self.bot.services.growing.add(song, _guild(interaction))
            await interaction.followup.send(say.added(added), ephemeral=True)

    @app_commands.command(name="undo", description=words.CATALOG_UNDO)
    @app_commands.checks.has_permissions(manage_guild=True)
    async def undo(self, interaction: Interaction[Segue]) -> None:
        """Take the last one back."""
        await think(interaction, ephemeral=True)
        song = await self.bot.services.growing.take_back(_guild(interaction))
        await interaction.followup.send(say.taken_back(song), ephemeral=True)

    @app_commands.command(name="status", description=words.CATALOG_STATUS)
    @app_commands.checks.has_permissions(manage_guild=True)
    async def status(self, interaction: Interaction[Segue]) -> None:
        """How it stands."""
        await think(interaction, ephemeral=True)
        standing = await self.bot.services.growing.standing(_guild(interaction))
        await interaction.followup.send(say.status(standing), ephemeral=True)


def _guild(interaction: Interaction[Segue]) -> GuildId:
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    return GuildId(interaction.guild_id)


async def setup(bot: Segue) -> None:
    """Add the cog."""
    await bot.add_cog(Catalog(bot))
