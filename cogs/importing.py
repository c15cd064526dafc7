"""``/import``: a member's listening history from elsewhere. Nobody else sees any of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.client import Segue
from bot.importing import Imported
from bot.text.en import importing as say
from bot.views.import_report import ImportReportView, ToldProgress
from bot.views.presses import guild_of
from bot.views.replies import think
from data.ids import MemberId
from data.imports.plays import ImportSource
from data.imports.process import Progress

LONGEST_USER = 64
"""Characters of a name at a service."""


@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
class Import(commands.GroupCog, group_name="import", group_description=say.IMPORT):
    """A member's own listening."""

    def __init__(self, bot: Segue) -> None:
        self.bot = bot

    @app_commands.command(name="file", description=say.IMPORT_FILE)
    @app_commands.describe(
        file=say.OPTION_FILE,
        file2=say.OPTION_MORE,
        file3=say.OPTION_MORE,
        file4=say.OPTION_MORE,
        file5=say.OPTION_MORE,
    )
    async def file(  # noqa: PLR0917 - Discord fills them in by name
        self,
        interaction: Interaction[Segue],
        file: discord.Attachment,
        file2: discord.Attachment | None = None,
        file3: discord.Attachment | None = None,
        file4: discord.Attachment | None = None,
        file5: discord.Attachment | None = None,
    ) -> None:
        """Bring an export."""
        uploads = [upload for upload in (file, file2, file3, file4, file5) if upload is not None]
        member, guild = MemberId(interaction.user.id), guild_of(interaction)
        await self._import(
            interaction, lambda progress: self.bot.services.importing.from_files(member, guild, uploads, progress)
        )

    @app_commands.command(name="lastfm", description=say.IMPORT_LASTFM)
    @app_commands.describe(user=say.OPTION_USER)
    async def lastfm(self, interaction: Interaction[Segue], user: app_commands.Range[str, 1, LONGEST_USER]) -> None:
        """Bring what Last.fm knows."""
        await self._ask(interaction, ImportSource.LASTFM, user)

    @app_commands.command(name="listenbrainz", description=say.IMPORT_LISTENBRAINZ)
    @app_commands.describe(user=say.OPTION_USER)
    async def listenbrainz(
        self, interaction: Interaction[Segue], user: app_commands.Range[str, 1, LONGEST_USER]
    ) -> None:
        """Bring what ListenBrainz knows."""
        await self._ask(interaction, ImportSource.LISTENBRAINZ, user)

    @app_commands.command(name="undo", description=say.IMPORT_UNDO)
    async def undo(self, interaction: Interaction[Segue]) -> None:
        """Take the last one back."""
        await think(interaction, ephemeral=True)
        taken = await self.bot.services.importing.undo(MemberId(interaction.user.id))
        await interaction.followup.send(say.undone(taken), ephemeral=True)

    @app_commands.command(name="list", description=say.IMPORT_LIST)
    async def list_imports(self, interaction: Interaction[Segue]) -> None:
        """All of them."""
        await think(interaction, ephemeral=True)
        kept = await self.bot.services.importing.imports(MemberId(interaction.user.id))
        await interaction.followup.send(say.imports(kept), ephemeral=True)

    async def _ask(self, interaction: Interaction[Segue], source: ImportSource, user: str) -> None:
        member, guild = MemberId(interaction.user.id), guild_of(interaction)
        await self._import(
            interaction,
            lambda progress: self.bot.services.importing.from_service(member, guild, source, user, progress),
        )

    async def _import(self, interaction: Interaction[Segue], read: Callable[[Progress], Awaitable[Imported]]) -> None:
        """Read and tell; what was said meanwhile gives way to the report, or to what went wrong."""
        await think(interaction, ephemeral=True)
        progress = ToldProgress(interaction)
        try:
            done = await read(progress)
        except BaseException:
            if progress.shown:
                await interaction.delete_original_response()
            raise
        await interaction.edit_original_response(content=say.report(done), view=ImportReportView(done.new.kept.id))


async def setup(bot: Segue) -> None:
    """Add the cog."""
    await bot.add_cog(Import(bot))
