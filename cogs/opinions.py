"""``/rate``, ``/block`` and ``/favourites``: what a member thinks of songs, said by name, listed and taken back."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from discord import Interaction, app_commands
from discord.ext import commands

from bot.client import Segue
from bot.questions import Question
from bot.text.en import commands as words
from bot.text.en import lists as say
from bot.text.en import replies
from bot.views.asked import LONGEST_TEXT, MOST_CHOICES, offered, question_of, songs_offered
from bot.views.opinion_list import Listed, held, opinion_list
from bot.views.presses import guild_of
from bot.views.replies import think
from data.history import FEWEST_STARS, MOST_STARS
from data.ids import MemberId

_LONGEST_ARTIST = 100

STAR_CHOICES = [
    app_commands.Choice(name=words.STARS[stars], value=stars) for stars in range(MOST_STARS, FEWEST_STARS - 1, -1)
]


class OpinionsCog(commands.Cog, name="Opinions"):
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
        with _admitted(self.bot, question):
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
        await _show(self.bot, interaction, Listed.FAVOURITES)


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
        with _admitted(self.bot, question):
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
        await _show(self.bot, interaction, Listed.BLOCKS)


async def _show(bot: Segue, interaction: Interaction[Segue], listed: Listed) -> None:
    await think(interaction, ephemeral=True)
    member = MemberId(interaction.user.id)
    page = await held(bot.services.opinions, listed, member, 0)
    await interaction.followup.send(view=opinion_list(listed, page, member), ephemeral=True)


def _admitted(bot: Segue, question: Question) -> AbstractContextManager[object]:
    """A song that was picked from the list costs nothing; what was typed may have to be looked up and listened to."""
    return bot.services.admission.admit(question.member) if question.song is None else nullcontext()


def _artist_choice(artist: str) -> app_commands.Choice[str]:
    return app_commands.Choice(name=words.artist_choice(artist), value=artist[:_LONGEST_ARTIST])


async def setup(bot: Segue) -> None:
    """Add the cogs."""
    await bot.add_cog(OpinionsCog(bot))
    await bot.add_cog(Block(bot))
