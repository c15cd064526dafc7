"""``/block``: what a member never wants to get."""

from __future__ import annotations

from discord import Interaction, app_commands
from discord.ext import commands

from bot.client import Segue
from bot.text.en import commands as words
from bot.text.en import lists as say
from bot.text.en import replies
from bot.views.asked import LONGEST_TEXT, MOST_CHOICES, admitted, offered, question_of, songs_offered
from bot.views.opinion_list import Listed, show_list
from bot.views.presses import guild_of
from bot.views.replies import think
from data.ids import MemberId

_LONGEST_ARTIST = 100


@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
class Block(commands.GroupCog, group_name="block", group_description=words.BLOCK):
    """Never again."""

    def __init__(self, bot: Segue) -> None:
        self.bot = bot

    @app_commands.command(name="artist", description=words.BLOCK_ARTIST)
    @app_commands.describe(name=words.OPTION_BLOCKED_ARTIST)
    async def artist(self, interaction: Interaction[Segue], name: app_commands.Range[str, 1, _LONGEST_ARTIST]) -> None:
        """Nothing by an artist again."""
        await think(interaction, ephemeral=True)
        member = MemberId(interaction.user.id)
        given = await self.bot.services.judging.block_artist(name, member, guild_of(interaction))
        await interaction.followup.send(say.artist_blocked(given), ephemeral=True)

    @artist.autocomplete("name")
    async def suggest_artist(self, interaction: Interaction[Segue], text: str) -> list[app_commands.Choice[str]]:
        """Artists of the catalogue."""
        known = self.bot.services.recommender.words
        found = known.artists(text[:_LONGEST_ARTIST], MOST_CHOICES, guild_of(interaction))
        return await offered(found, _artist_choice)

    @app_commands.command(name="song", description=words.BLOCK_SONG)
    @app_commands.describe(song=words.OPTION_BLOCKED_SONG)
    async def song(self, interaction: Interaction[Segue], song: app_commands.Range[str, 1, LONGEST_TEXT]) -> None:
        """A song never again."""
        question = await question_of(self.bot, interaction, song, None)
        with admitted(self.bot, question):
            await think(interaction, ephemeral=True)
            given = await self.bot.services.judging.block_song(question)
            await interaction.followup.send(replies.feedback(given), ephemeral=True)

    @song.autocomplete("song")
    async def suggest_song(self, interaction: Interaction[Segue], text: str) -> list[app_commands.Choice[str]]:
        """Songs of the catalogue, while somebody types."""
        return await songs_offered(self.bot, interaction, text)

    @app_commands.command(name="show", description=words.BLOCK_SHOW)
    async def show(self, interaction: Interaction[Segue]) -> None:
        """What is blocked, in pages."""
        await show_list(self.bot, interaction, Listed.BLOCKS)


def _artist_choice(artist: str) -> app_commands.Choice[str]:
    return app_commands.Choice(name=words.artist_choice(artist), value=artist[:_LONGEST_ARTIST])


async def setup(bot: Segue) -> None:
    """Add the cog."""
    await bot.add_cog(Block(bot))
