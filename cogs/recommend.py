"""``/recommend`` and the message menu "Recommend from this clip"."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.client import Segue
from bot.errors import OneOfSongAndClip
from bot.logs import logger
from bot.questions import PAGE_SIZE, Question
from bot.text.en import commands as words
from bot.text.en.replies import no_clip_in_message
from bot.views.clips import check_size, fetch, playable
from bot.views.presses import ANSWER_SECONDS, channel_of, guild_of, show
from bot.views.replies import think, whisper
from data.catalog import Word
from data.guild_settings import GuildSettings
from data.ids import GuildId, MemberId
from engine.ranking import Familiarity
from engine.songs import SongId

MOST_PICKS_AT_ONCE = 10
MOST_CHOICES = 25
"""By Discord."""
AUTOCOMPLETE_SECONDS = 2.0
_LONGEST_TEXT = 200
_LONGEST_WORD = 60
_SONG_ID = re.compile(r"[0-9a-f]{16}", re.ASCII)

FAMILIARITY_CHOICES = [
    app_commands.Choice(name=words.FAMILIARITY[familiarity], value=familiarity.value) for familiarity in Familiarity
]

_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What somebody filled in."""

    song: str | None = None
    clip: discord.Attachment | None = None
    count: int = PAGE_SIZE
    familiarity: Familiarity | None = None
    genre: str = ""
    mood: str = ""
    only_me: bool | None = None


class Recommend(commands.Cog):
    """Questions."""

    def __init__(self, bot: Segue) -> None:
        self.bot = bot
        self._menu = app_commands.ContextMenu(
            name=words.MENU_CLIP,
            callback=self.from_message,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )

    async def cog_load(self) -> None:
        """A context menu cannot be declared in a class."""
        self.bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """And has to be taken away by hand."""
        self.bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.command(name="recommend", description=words.RECOMMEND)
    @app_commands.describe(
        song=words.OPTION_SONG,
        clip=words.OPTION_CLIP,
        count=words.OPTION_COUNT,
        familiarity=words.OPTION_FAMILIARITY,
        genre=words.OPTION_GENRE,
        mood=words.OPTION_MOOD,
        only_me=words.OPTION_ONLY_ME,
    )
    @app_commands.choices(familiarity=FAMILIARITY_CHOICES)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def recommend(  # noqa: PLR0917 - Discord's options, filled in by name
        self,
        interaction: Interaction[Segue],
        song: app_commands.Range[str, 1, _LONGEST_TEXT] | None = None,
        clip: discord.Attachment | None = None,
        count: app_commands.Range[int, 1, MOST_PICKS_AT_ONCE] = PAGE_SIZE,
        familiarity: str | None = None,
        genre: app_commands.Range[str, 1, _LONGEST_WORD] = "",
        mood: app_commands.Range[str, 1, _LONGEST_WORD] = "",
        only_me: bool | None = None,
    ) -> None:
        """Ask by a song or by a clip."""
        if (song is None) == (clip is None):
            raise OneOfSongAndClip(both=song is not None)
        dial = None if familiarity is None else Familiarity(familiarity)
        wanted = _Wanted(song, clip, count, dial, genre.strip(), mood.strip(), only_me)
        await self._answer(interaction, wanted)

    @recommend.autocomplete("song")
    async def suggest(self, _interaction: Interaction[Segue], text: str) -> list[app_commands.Choice[str]]:
        """Songs of the catalogue, while somebody types."""
        try:
            async with asyncio.timeout(AUTOCOMPLETE_SECONDS):
                found = await self.bot.services.recommender.suggest(text, MOST_CHOICES)
        except Exception:
            _log.exception("suggest_failed")
            return []
        return [app_commands.Choice(name=words.song_choice(match.song), value=match.song.id) for match in found]

    @recommend.autocomplete("genre")
    async def suggest_genre(self, interaction: Interaction[Segue], text: str) -> list[app_commands.Choice[str]]:
        """Genres of the catalogue, of the chosen mood where one is chosen already."""
        return await _words_offered(self.bot.services.recommender.words.genres, text, interaction.namespace.mood)

    @recommend.autocomplete("mood")
    async def suggest_mood(self, interaction: Interaction[Segue], text: str) -> list[app_commands.Choice[str]]:
        """Moods of the catalogue, of the chosen genre where one is chosen already."""
        return await _words_offered(self.bot.services.recommender.words.moods, text, interaction.namespace.genre)

    async def from_message(self, interaction: Interaction[Segue], message: discord.Message) -> None:
        """Ask by the first clip of a message, whoever wrote it."""
        clips = playable(message.attachments)
        if not clips:
            await whisper(interaction, no_clip_in_message())
            return
        await self._answer(interaction, _Wanted(clip=clips[0]))

    async def _answer(self, interaction: Interaction[Segue], wanted: _Wanted) -> None:
        services = self.bot.services
        most_bytes = self.bot.settings.hearing.clip_bytes
        if wanted.clip is not None:
            check_size(wanted.clip, most_bytes)
        member = MemberId(interaction.user.id)
        here = await self._habits(interaction)
        with services.admission.admit(member) as ticket:
            await think(interaction, ephemeral=not here.public_by_default if wanted.only_me is None else wanted.only_me)
            known = wanted.song is not None and _SONG_ID.fullmatch(wanted.song) is not None
            question = Question(
                member=member,
                guild=guild_of(interaction),
                channel=channel_of(interaction),
                song=SongId(wanted.song) if wanted.song is not None and known else None,
                text=None if known else wanted.song,
                clip=None if wanted.clip is None else await fetch(wanted.clip, most_bytes),
                clip_name="" if wanted.clip is None else wanted.clip.filename,
                count=wanted.count,
                familiarity=wanted.familiarity or Familiarity(here.familiarity),
                genre=wanted.genre,
                mood=wanted.mood,
            )
            await show(self.bot, interaction, await services.recommender.answer(question, ticket))

    async def _habits(self, interaction: Interaction[Segue]) -> GuildSettings:
        """How the server wants it; outside a server the defaults."""
        guild = guild_of(interaction)
        if guild is None:
            return GuildSettings(GuildId(0))
        async with asyncio.timeout(ANSWER_SECONDS):
            return await self.bot.services.guild_settings.get(guild)


async def _words_offered(
    offered: Callable[[str, str, int], Awaitable[Sequence[Word]]], text: str, other: str | None
) -> list[app_commands.Choice[str]]:
    """What a list of words shows while somebody types; nothing when that fails, as somebody only types."""
    try:
        async with asyncio.timeout(AUTOCOMPLETE_SECONDS):
            found = await offered(text[:_LONGEST_WORD], (other or "")[:_LONGEST_WORD], MOST_CHOICES)
    except Exception:
        _log.exception("words_failed")
        return []
    return [app_commands.Choice(name=words.word_choice(word), value=word.name[:_LONGEST_WORD]) for word in found]


async def setup(bot: Segue) -> None:
    """Add the cog."""
    await bot.add_cog(Recommend(bot))
