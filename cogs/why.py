"""``/why``: what put a pick of the member's last answer where it is."""

from __future__ import annotations

from discord import Interaction, app_commands
from discord.ext import commands

from bot.client import Segue
from bot.questions import MOST_PICKS
from bot.text.en import commands as words
from bot.text.en import why as say
from bot.views.presses import guild_of
from bot.views.replies import think
from bot.views.why import explain_pick
from data.ids import MemberId


class Why(commands.Cog):
    """Explanations."""

    def __init__(self, bot: Segue) -> None:
        self.bot = bot

    @app_commands.command(name="why", description=words.WHY)
    @app_commands.describe(pick=words.OPTION_WHY_PICK)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def why(self, interaction: Interaction[Segue], pick: app_commands.Range[int, 1, MOST_PICKS] = 1) -> None:
        """Show the terms of a pick to whoever asks."""
        await think(interaction, ephemeral=True)
        member = MemberId(interaction.user.id)
        answer = await self.bot.services.recommender.last(member, guild_of(interaction))
        if answer is None:
            await interaction.followup.send(say.NO_ANSWER, ephemeral=True)
            return
        if pick > len(answer.picks):
            await interaction.followup.send(say.no_such_pick(len(answer.picks)), ephemeral=True)
            return
        explained = await explain_pick(answer, pick - 1, member)
        await interaction.followup.send(explained.words, file=explained.file(), ephemeral=True)


async def setup(bot: Segue) -> None:
    """Add the cog."""
    await bot.add_cog(Why(bot))
