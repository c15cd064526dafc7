"""``/discover``: a mix without a question."""

from __future__ import annotations

from dataclasses import replace

from discord import Interaction, app_commands
from discord.ext import commands

from bot.client import Segue
from bot.questions import PAGE_SIZE, Question
from bot.text.en import commands as words
from bot.views.asked import habits
from bot.views.asking import show
from bot.views.presses import channel_of, guild_of
from bot.views.replies import think
from cogs.recommend import FAMILIARITY_CHOICES, MOST_PICKS_AT_ONCE
from data.ids import MemberId
from engine.ranking import Familiarity


class Discover(commands.Cog):
    """Mixes."""

    def __init__(self, bot: Segue) -> None:
        self.bot = bot

    @app_commands.command(name="discover", description=words.DISCOVER)
    @app_commands.describe(
        more=words.OPTION_MORE,
        count=words.OPTION_COUNT,
        familiarity=words.OPTION_FAMILIARITY,
        only_me=words.OPTION_SHOW_MIX,
    )
    @app_commands.choices(familiarity=FAMILIARITY_CHOICES)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def discover(
        self,
        interaction: Interaction[Segue],
        more: bool = False,
        count: app_commands.Range[int, 1, MOST_PICKS_AT_ONCE] = PAGE_SIZE,
        familiarity: str | None = None,
        only_me: bool = True,
    ) -> None:
        """The mix of the day, or another one."""
        services, member = self.bot.services, MemberId(interaction.user.id)
        here = await habits(self.bot, interaction)
        with services.admission.admit(member):
            await think(interaction, ephemeral=only_me)
            question = Question(member, guild_of(interaction), channel_of(interaction), count=count)
            dial = Familiarity(familiarity or here.familiarity)
            answer = await services.discovering.mix(replace(question, familiarity=dial), more=more)
            await show(self.bot, interaction, answer)


async def setup(bot: Segue) -> None:
    """Add the cog."""
    await bot.add_cog(Discover(bot))
