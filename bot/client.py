"""Segue on Discord: intents, cogs, commands, controls, and one place where every failure becomes a sentence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.explain import Level, explain, new_error_id
from bot.logs import logger
from bot.text.en.failures import with_id
from bot.text.en.replies import unknown_control
from bot.views.art import Art
from bot.views.controls import CONTROLS, known
from bot.views.rendering import Renderer
from bot.views.replies import whisper
from data.markers import Markers

if TYPE_CHECKING:
    from bot.services import Services
    from bot.settings import Settings

COGS = (
    "cogs.recommend",
    "cogs.discover",
    "cogs.taste",
    "cogs.mix",
    "cogs.path",
    "cogs.song",
    "cogs.why",
    "cogs.opinions",
    "cogs.block",
    "cogs.importing",
    "cogs.drop",
    "cogs.settings",
    "cogs.catalog",
    "cogs.history",
    "cogs.privacy",
    "cogs.help",
)
"""Loaded by name: the cogs know the bot, and not the other way round."""

_COMMANDS_MARKER = "discord_commands"

_log = logger(__name__)


class _Tree(app_commands.CommandTree["Segue"]):
    """The commands; what they raise goes where everything goes."""

    async def on_error(self, interaction: Interaction[Segue], error: app_commands.AppCommandError, /) -> None:
        await interaction.client.report(interaction, error)


class Segue(commands.AutoShardedBot):
    """The bot. It borrows the services: who opened them closes them.

    Parameters
    ----------
    services
        Everything that it answers with; open.
    """

    def __init__(self, services: Services, settings: Settings) -> None:
        super().__init__(
            command_prefix=(),
            help_command=None,
            tree_cls=_Tree,
            intents=intents(message_content=settings.discord.message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            activity=discord.Activity(type=discord.ActivityType.listening, name="/recommend"),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            shard_count=settings.discord.shard_count,
        )
        # Segue never joins a voice channel: what is missing for that is nobody's concern.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        self.services = services
        self.settings = settings
        self.renderer = Renderer(services.index, services.history, Art(services.covers))

    async def setup_hook(self) -> None:
        """Before the first event: cogs, controls, and the commands where Discord does not have them yet."""
        for cog in COGS:
            await self.load_extension(cog)
        self.add_dynamic_items(*CONTROLS)
        await self._sync_commands()

    async def on_ready(self) -> None:
        """All shards are connected."""
        _log.info("ready", guilds=len(self.guilds), shards=len(self.shards))

    async def on_message(self, message: discord.Message, /) -> None:
        """There are no commands in plain messages; the drop channel has a listener of its own."""

    async def on_interaction(self, interaction: Interaction[Any]) -> None:
        """Answer the controls that nobody else does: forged ones, and those of other versions."""
        if interaction.type is discord.InteractionType.component and not known(interaction.custom_id or ""):
            async with self.failures(interaction):
                await whisper(interaction, unknown_control())

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Log what a listener raised: there is nobody to tell."""
        _log.exception("listener_failed", listener=event_method, error_id=new_error_id())

    @asynccontextmanager
    async def failures(self, interaction: Interaction[Any]) -> AsyncIterator[None]:
        """Turn whatever is raised inside into a sentence for the member and an entry in the log."""
        try:
            yield
        except Exception as error:
            await self.report(interaction, error)

    async def report(self, interaction: Interaction[Any], error: Exception) -> None:
        """Tell whoever acted, and nobody else, in one sentence what went wrong; log the cause by the same id."""
        where = interaction.command.qualified_name if interaction.command else interaction.type.name
        sentence = self.log_failure(error, where=where)
        try:
            await whisper(interaction, sentence)
        except discord.HTTPException as refused:
            _log.warning("failure_not_told", status=refused.status, code=refused.code)

    def log_failure(self, error: Exception, *, where: str) -> str:
        """Log a failure, and give the sentence that tells of it."""
        error_id, explanation = new_error_id(), explain(error)
        cause = error.__cause__ if isinstance(error, app_commands.CommandInvokeError) else error
        facts = {"error_id": error_id, "where": where, "cause": type(cause).__name__}
        match explanation.level:
            case Level.ERROR:
                _log.error("failed", **facts, exc_info=error)
            case Level.WARNING:
                _log.warning("failed", **facts)
            case Level.INFO:
                _log.info("refused", **facts)
        return with_id(explanation.sentence, error_id)

    async def _sync_commands(self) -> None:
        """Send the commands to Discord only when they are not what Discord has: it limits how often that is done."""
        own = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        text = json.dumps([self.application_id, own], sort_keys=True, ensure_ascii=True)
        current = hashlib.sha256(text.encode()).hexdigest()
        markers = Markers(self.services.database)
        there = {(command.type.value, command.name) for command in await self.tree.fetch_commands()}
        here = {(int(command.get("type", 1)), str(command["name"])) for command in own}
        if there == here and await markers.get(_COMMANDS_MARKER) == current:
            _log.info("commands_unchanged", count=len(own))
            return
        await self.tree.sync()
        await markers.put(_COMMANDS_MARKER, current)
        _log.info("commands_synced", count=len(own))


def intents(*, message_content: bool) -> discord.Intents:
    """Servers only; what messages contain only where the owner turned it on, for drop channels."""
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.guild_messages = message_content
    wanted.message_content = message_content
    return wanted
