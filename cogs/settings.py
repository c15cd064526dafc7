"""``/settings``: how a server wants Segue to behave. For those who may manage the server."""

from __future__ import annotations

from collections.abc import Callable

import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.client import Segue
from bot.text.en import commands as words
from bot.text.en import settings as say
from bot.views.replies import think
from cogs.recommend import FAMILIARITY_CHOICES
from data.ids import ChannelId, GuildId
from engine.ranking import Familiarity
from engine.songs import artist_key
from engine.spelling import normalise

MOST_BLOCKED = 100
"""Artists that a server keeps away, and as many genres."""
_LONGEST_NAME = 60


@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class Settings(commands.GroupCog, group_name="settings", group_description=words.SETTINGS):
    """A server's settings."""

    def __init__(self, bot: Segue) -> None:
        self.bot = bot

    @app_commands.command(name="show", description=words.SETTINGS_SHOW)
    @app_commands.checks.has_permissions(manage_guild=True)
    async def show(self, interaction: Interaction[Segue]) -> None:
        """All of them."""
        await think(interaction, ephemeral=True)
        settings = await self.bot.services.guild_settings.get(_guild(interaction))
        await interaction.followup.send(say.all_of(settings, reads=self._reads()), ephemeral=True)

    @app_commands.command(name="drop-channel", description=words.SETTINGS_DROP)
    @app_commands.describe(channel=words.OPTION_CHANNEL)
    @app_commands.checks.has_permissions(manage_guild=True)
    async def drop_channel(self, interaction: Interaction[Segue], channel: discord.TextChannel | None = None) -> None:
        """Opt in, or out again."""
        await think(interaction, ephemeral=True)
        if channel is not None and not self._reads():
            await interaction.followup.send(say.cannot_read(), ephemeral=True)
            return
        chosen = None if channel is None else ChannelId(channel.id)
        await self.bot.services.guild_settings.change(_guild(interaction), drop_channel=chosen)
        missing = () if channel is None else _missing(channel)
        await interaction.followup.send(say.drop_channel(chosen, missing), ephemeral=True)

    @app_commands.command(name="answers", description=words.SETTINGS_ANSWERS)
    @app_commands.describe(visibility=words.OPTION_VISIBILITY)
    @app_commands.choices(
        visibility=[
            app_commands.Choice(name=words.PUBLIC, value="public"),
            app_commands.Choice(name=words.PRIVATE, value="private"),
        ]
    )
    @app_commands.checks.has_permissions(manage_guild=True)
    async def answers(self, interaction: Interaction[Segue], visibility: str) -> None:
        """Who sees an answer when the member does not say."""
        await think(interaction, ephemeral=True)
        public = visibility == "public"
        await self.bot.services.guild_settings.change(_guild(interaction), public_by_default=public)
        await interaction.followup.send(say.answers(public=public), ephemeral=True)

    @app_commands.command(name="familiarity", description=words.SETTINGS_FAMILIARITY)
    @app_commands.describe(familiarity=words.OPTION_FAMILIARITY)
    @app_commands.choices(familiarity=FAMILIARITY_CHOICES)
    @app_commands.checks.has_permissions(manage_guild=True)
    async def familiarity(self, interaction: Interaction[Segue], familiarity: str) -> None:
        """Where the dial stands when the member does not say."""
        await think(interaction, ephemeral=True)
        dial = Familiarity(familiarity)
        await self.bot.services.guild_settings.change(_guild(interaction), familiarity=dial.value)
        await interaction.followup.send(say.familiarity(dial), ephemeral=True)

    @app_commands.command(name="explicit", description=words.SETTINGS_EXPLICIT)
    @app_commands.describe(allow=words.OPTION_EXPLICIT)
    @app_commands.checks.has_permissions(manage_guild=True)
    async def explicit(self, interaction: Interaction[Segue], allow: bool) -> None:
        """Whether songs that are marked as explicit may come."""
        await think(interaction, ephemeral=True)
        await self.bot.services.guild_settings.change(_guild(interaction), clean=not allow)
        await interaction.followup.send(say.explicit(allow=allow), ephemeral=True)

    @app_commands.command(name="block", description=words.SETTINGS_BLOCK)
    @app_commands.describe(artist=words.OPTION_BLOCK_ARTIST, genre=words.OPTION_BLOCK_GENRE)
    @app_commands.checks.has_permissions(manage_guild=True)
    async def block(
        self,
        interaction: Interaction[Segue],
        artist: app_commands.Range[str, 1, _LONGEST_NAME] = "",
        genre: app_commands.Range[str, 1, _LONGEST_NAME] = "",
    ) -> None:
        """Keep an artist or a genre away."""
        await self._rule(interaction, artist.strip(), genre.strip(), blocked=True)

    @app_commands.command(name="unblock", description=words.SETTINGS_UNBLOCK)
    @app_commands.describe(artist=words.OPTION_BLOCK_ARTIST, genre=words.OPTION_BLOCK_GENRE)
    @app_commands.checks.has_permissions(manage_guild=True)
    async def unblock(
        self,
        interaction: Interaction[Segue],
        artist: app_commands.Range[str, 1, _LONGEST_NAME] = "",
        genre: app_commands.Range[str, 1, _LONGEST_NAME] = "",
    ) -> None:
        """Let them come again."""
        await self._rule(interaction, artist.strip(), genre.strip(), blocked=False)

    async def _rule(self, interaction: Interaction[Segue], artist: str, genre: str, *, blocked: bool) -> None:
        await think(interaction, ephemeral=True)
        store, guild = self.bot.services.guild_settings, _guild(interaction)
        kept = await store.get(guild)
        artists = _names(kept.blocked_artists, artist, artist_key, blocked=blocked)
        genres = _names(kept.blocked_genres, genre, normalise, blocked=blocked)
        if max(len(artists), len(genres)) > MOST_BLOCKED:
            await interaction.followup.send(say.too_many_blocked(MOST_BLOCKED), ephemeral=True)
            return
        changed = await store.change(guild, blocked_artists=artists, blocked_genres=genres)
        await interaction.followup.send(say.blocked(changed), ephemeral=True)

    def _reads(self) -> bool:
        return self.bot.settings.discord.message_content


def _guild(interaction: Interaction[Segue]) -> GuildId:
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    return GuildId(interaction.guild_id)


def _names(kept: tuple[str, ...], name: str, key: Callable[[str], str], *, blocked: bool) -> tuple[str, ...]:
    """The names with one more or one less, however it is written."""
    others = [one for one in kept if key(one) != key(name)] if name else list(kept)
    return tuple(sorted([*others, name] if name and blocked else others))


def _missing(channel: discord.TextChannel) -> tuple[str, ...]:
    """The permissions that Segue would need in a channel and has not."""
    may = channel.permissions_for(channel.guild.me)
    needed = {
        "View Channel": may.view_channel,
        "Send Messages": may.send_messages,
        "Attach Files": may.attach_files,
        "Read Message History": may.read_message_history,
    }
    return tuple(name for name, given in needed.items() if not given)


async def setup(bot: Segue) -> None:
    """Add the cog."""
    await bot.add_cog(Settings(bot))
