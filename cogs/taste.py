"""``/taste``: a member's own taste, and two members' who agreed, compared."""

from __future__ import annotations

import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.client import Segue
from bot.pairing import SONGS
from bot.questions import Question
from bot.text.en import commands as words
from bot.text.en import taste as say
from bot.views.presses import channel_of, guild_of
from bot.views.replies import answered, think, whisper
from bot.views.taste_card import render
from data.ids import MemberId

_EARLIEST, _LATEST = -12, 14
"""Hours from UTC of the clocks of the world."""


@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
class Taste(commands.GroupCog, group_name="taste", group_description=words.TASTE):
    """Tastes."""

    def __init__(self, bot: Segue) -> None:
        self.bot = bot

    @app_commands.command(name="show", description=words.TASTE_SHOW)
    @app_commands.describe(utc_offset=words.OPTION_UTC_OFFSET, only_me=words.OPTION_SHOW_TASTE)
    async def show(
        self,
        interaction: Interaction[Segue],
        utc_offset: app_commands.Range[int, _EARLIEST, _LATEST] = 0,
        only_me: bool = True,
    ) -> None:
        """The member's own."""
        services, member = self.bot.services, MemberId(interaction.user.id)
        with services.admission.admit(member):
            await think(interaction, ephemeral=only_me)
            portrait = await services.tastes.portrait(member)
            rendered = await render(portrait, offset=utc_offset, private=only_me)
            await interaction.followup.send(view=rendered.view, files=rendered.files())
            answered(interaction)

    @app_commands.command(name="sharing", description=words.TASTE_SHARING)
    @app_commands.describe(on=words.OPTION_SHARING)
    async def sharing(self, interaction: Interaction[Segue], on: bool) -> None:
        """Agree to be compared, or not any more."""
        await think(interaction, ephemeral=True)
        settings = await self.bot.services.tastes.share(MemberId(interaction.user.id), on=on)
        await interaction.followup.send(say.sharing(on=settings.comparing), ephemeral=True)

    @app_commands.command(name="compare", description=words.TASTE_COMPARE)
    @app_commands.describe(member=words.OPTION_COMPARED)
    async def compare(self, interaction: Interaction[Segue], member: discord.Member | discord.User) -> None:
        """Two members of a server, where both agreed. Only who asks sees it."""
        if interaction.guild_id is None:
            raise app_commands.NoPrivateMessage
        if not isinstance(member, discord.Member):
            await whisper(interaction, say.not_here())
            return
        if member.bot or member.id == interaction.user.id:
            await whisper(interaction, say.bots_like_nothing() if member.bot else say.yourself())
            return
        services, own, other = self.bot.services, MemberId(interaction.user.id), MemberId(member.id)
        with services.admission.admit(own):
            await think(interaction, ephemeral=True)
            compared = await services.tastes.compare(own, other)
            await interaction.followup.send(say.compared(compared.match, member.display_name), ephemeral=True)
            question = Question(own, guild_of(interaction), channel_of(interaction), count=SONGS)
            answer = await services.pairing.songs(question, other, compared)
            rendered = await self.bot.renderer.render(answer, marks=await self.bot.renderer.marks(own))
            # A second message is not private because the first one was.
            await interaction.followup.send(view=rendered.view, files=rendered.files(), ephemeral=True)
            answered(interaction)
            await services.recommender.mark_shown(answer, rendered.page.picks)


async def setup(bot: Segue) -> None:
    """Add the cog."""
    await bot.add_cog(Taste(bot))
