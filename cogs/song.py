"""``/song``: what is heard in one song."""

from __future__ import annotations

import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.client import Segue
from bot.errors import OneOfSongAndClip
from bot.text.en import commands as words
from bot.views.asked import LONGEST_TEXT, habits, question_of, songs_offered
from bot.views.clips import check_size
from bot.views.replies import answered, think
from bot.views.song_card import render
from data.ids import MemberId


class SongCog(commands.Cog, name="Song"):
    """Portraits of songs."""

    def __init__(self, bot: Segue) -> None:
        self.bot = bot

    @app_commands.command(name="song", description=words.SONG)
    @app_commands.describe(name=words.OPTION_HEARD_SONG, clip=words.OPTION_HEARD_CLIP, only_me=words.OPTION_ONLY_ME)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def song(
        self,
        interaction: Interaction[Segue],
        name: app_commands.Range[str, 1, LONGEST_TEXT] | None = None,
        clip: discord.Attachment | None = None,
        only_me: bool | None = None,
    ) -> None:
        """Show what is heard in a song or in a clip."""
        if (name is None) == (clip is None):
            raise OneOfSongAndClip(both=name is not None)
        if clip is not None:
            check_size(clip, self.bot.settings.hearing.clip_bytes)
        services, member = self.bot.services, MemberId(interaction.user.id)
        here = await habits(self.bot, interaction)
        with services.admission.admit(member):
            await think(interaction, ephemeral=not here.public_by_default if only_me is None else only_me)
            question = await question_of(self.bot, interaction, name, clip)
            rendered = await render(await services.recommender.portraits.paint(question), member)
            await interaction.followup.send(view=rendered.view, files=rendered.files())
            answered(interaction)

    @song.autocomplete("name")
    async def suggest(self, interaction: Interaction[Segue], text: str) -> list[app_commands.Choice[str]]:
        """Songs of the catalogue, while somebody types."""
        return await songs_offered(self.bot, interaction, text)


async def setup(bot: Segue) -> None:
    """Add the cog."""
    await bot.add_cog(SongCog(bot))
