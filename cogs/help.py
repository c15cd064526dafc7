"""``/help`` and ``/about``."""

from __future__ import annotations

from discord import Interaction, app_commands
from discord.ext import commands

from bot.client import Segue
from bot.text.en import about as say
from bot.text.en import commands as words
from bot.views.replies import think


class Help(commands.Cog):
    """What Segue can do, and what it is."""

    def __init__(self, bot: Segue) -> None:
        self.bot = bot

    @app_commands.command(name="help", description=words.HELP)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def help(self, interaction: Interaction[Segue]) -> None:
        """What Segue can do."""
        await interaction.response.send_message(say.help_text(), ephemeral=True)

    @app_commands.command(name="about", description=words.ABOUT)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def about(self, interaction: Interaction[Segue]) -> None:
        """What Segue is, with the numbers of this very process."""
        await think(interaction, ephemeral=True)
        services = self.bot.services
        songs = await services.catalog.count()
        index = await services.index.current()
        facts = say.Facts(songs=songs, model=index.model, dimension=index.dimension, device=services.device)
        await interaction.followup.send(say.about(facts), ephemeral=True)


async def setup(bot: Segue) -> None:
    """Add the cog."""
    await bot.add_cog(Help(bot))
