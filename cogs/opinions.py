"""``/rate`` and ``/favourites``: what a member thinks of songs, said by name, listed and taken back."""

from __future__ import annotations

from discord import Interaction, app_commands
from discord.ext import commands

from bot.client import Segue
from bot.text.en import commands as words
from bot.text.en import lists as say
from bot.views.asked import LONGEST_TEXT, admitted, question_of, songs_offered
from bot.views.opinion_list import Listed, show_list
from bot.views.replies import think
from data.history import FEWEST_STARS, MOST_STARS

STAR_CHOICES = [
    app_commands.Choice(name=words.STARS[stars], value=stars) for stars in range(MOST_STARS, FEWEST_STARS - 1, -1)
]


class Opinions(commands.Cog):
    """Stars and favourites."""

    def __init__(self, bot: Segue) -> None:
        self.bot = bot

    @app_commands.command(name="rate", description=words.RATE)
    @app_commands.describe(song=words.OPTION_RATED_SONG, stars=words.OPTION_STARS)
    @app_commands.choices(stars=STAR_CHOICES)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def rate(
        self, interaction: Interaction[Segue], song: app_commands.Range[str, 1, LONGEST_TEXT], stars: int
    ) -> None:
        """Give a song stars."""
        question = await question_of(self.bot, interaction, song, None)
        with admitted(self.bot, question):
            await think(interaction, ephemeral=True)
            given = await self.bot.services.judging.rate(question, stars)
            await interaction.followup.send(say.rated(given), ephemeral=True)

    @rate.autocomplete("song")
    async def suggest(self, interaction: Interaction[Segue], text: str) -> list[app_commands.Choice[str]]:
        """Songs of the catalogue, while somebody types."""
        return await songs_offered(self.bot, interaction, text)

    @app_commands.command(name="favourites", description=words.FAVOURITES)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def favourites(self, interaction: Interaction[Segue]) -> None:
        """What the member likes, in pages."""
        await show_list(self.bot, interaction, Listed.FAVOURITES)


async def setup(bot: Segue) -> None:
    """Add the cog."""
    await bot.add_cog(Opinions(bot))
