"""``/mix``: songs added and subtracted."""

from __future__ import annotations

from dataclasses import replace

from discord import Interaction, app_commands
from discord.ext import commands

from bot.client import Segue
from bot.questions import PAGE_SIZE, Mix
from bot.text.en import commands as words
from bot.views.asked import LONGEST_TEXT, asker, habits, named, songs_offered
from bot.views.asking import ask
from bot.views.replies import think
from cogs.recommend import FAMILIARITY_CHOICES, MOST_PICKS_AT_ONCE
from data.ids import MemberId
from engine.ranking import Familiarity

_Song = app_commands.Range[str, 1, LONGEST_TEXT]


class MixCog(commands.Cog, name="Mix"):
    """Questions about several songs at once."""

    def __init__(self, bot: Segue) -> None:
        self.bot = bot

    @app_commands.command(name="mix", description=words.MIX)
    @app_commands.describe(
        like1=words.OPTION_LIKE_FIRST,
        like2=words.OPTION_LIKE,
        like3=words.OPTION_LIKE,
        like4=words.OPTION_LIKE,
        like5=words.OPTION_LIKE,
        unlike1=words.OPTION_UNLIKE,
        unlike2=words.OPTION_UNLIKE,
        unlike3=words.OPTION_UNLIKE,
        count=words.OPTION_COUNT,
        familiarity=words.OPTION_FAMILIARITY,
        only_me=words.OPTION_ONLY_ME,
    )
    @app_commands.choices(familiarity=FAMILIARITY_CHOICES)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def mix(  # noqa: PLR0917 - Discord's options, filled in by name
        self,
        interaction: Interaction[Segue],
        like1: _Song,
        like2: _Song | None = None,
        like3: _Song | None = None,
        like4: _Song | None = None,
        like5: _Song | None = None,
        unlike1: _Song | None = None,
        unlike2: _Song | None = None,
        unlike3: _Song | None = None,
        count: app_commands.Range[int, 1, MOST_PICKS_AT_ONCE] = PAGE_SIZE,
        familiarity: str | None = None,
        only_me: bool | None = None,
    ) -> None:
        """Ask by several songs."""
        likes = tuple(named(song) for song in (like1, like2, like3, like4, like5) if song is not None)
        unlikes = tuple(named(song) for song in (unlike1, unlike2, unlike3) if song is not None)
        here = await habits(self.bot, interaction)
        with self.bot.services.admission.admit(MemberId(interaction.user.id)) as ticket:
            await think(interaction, ephemeral=not here.public_by_default if only_me is None else only_me)
            dial = Familiarity(familiarity or here.familiarity)
            question = replace(asker(interaction), mix=Mix(likes, unlikes), count=count, familiarity=dial)
            await ask(self.bot, interaction, question, ticket)

    @mix.autocomplete("like1")
    @mix.autocomplete("like2")
    @mix.autocomplete("like3")
    @mix.autocomplete("like4")
    @mix.autocomplete("like5")
    @mix.autocomplete("unlike1")
    @mix.autocomplete("unlike2")
    @mix.autocomplete("unlike3")
    async def suggest(self, interaction: Interaction[Segue], text: str) -> list[app_commands.Choice[str]]:
        """Songs of the catalogue, while somebody types."""
        return await songs_offered(self.bot, interaction, text)


async def setup(bot: Segue) -> None:
    """Add the cog."""
    await bot.add_cog(MixCog(bot))
