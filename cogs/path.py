"""``/path``: a walk from one song to another."""

from __future__ import annotations

from dataclasses import replace

from discord import Interaction, app_commands
from discord.ext import commands

from bot.client import Segue
from bot.questions import FEWEST_STEPS, MOST_STEPS, PAGE_SIZE, Walk
from bot.text.en import commands as words
from bot.views.asked import LONGEST_TEXT, asker, habits, named, songs_offered
from bot.views.asking import ask
from bot.views.replies import think
from data.ids import MemberId


class PathCog(commands.Cog, name="Path"):
    """Walks."""

    def __init__(self, bot: Segue) -> None:
        self.bot = bot

    @app_commands.command(name="path", description=words.PATH)
    @app_commands.describe(
        start=words.OPTION_FROM, end=words.OPTION_TO, length=words.OPTION_LENGTH, only_me=words.OPTION_ONLY_ME
    )
    @app_commands.rename(start="from", end="to")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def path(
        self,
        interaction: Interaction[Segue],
        start: app_commands.Range[str, 1, LONGEST_TEXT],
        end: app_commands.Range[str, 1, LONGEST_TEXT],
        length: app_commands.Range[int, FEWEST_STEPS, MOST_STEPS] = PAGE_SIZE,
        only_me: bool | None = None,
    ) -> None:
        """Ask for the way between two songs."""
        here = await habits(self.bot, interaction)
        with self.bot.services.admission.admit(MemberId(interaction.user.id)) as ticket:
            await think(interaction, ephemeral=not here.public_by_default if only_me is None else only_me)
            walk = Walk(named(start), named(end), length)
            await ask(self.bot, interaction, replace(asker(interaction), walk=walk), ticket)

    @path.autocomplete("start")
    @path.autocomplete("end")
    async def suggest(self, interaction: Interaction[Segue], text: str) -> list[app_commands.Choice[str]]:
        """Songs of the catalogue, while somebody types."""
        return await songs_offered(self.bot, interaction, text)


async def setup(bot: Segue) -> None:
    """Add the cog."""
    await bot.add_cog(PathCog(bot))
