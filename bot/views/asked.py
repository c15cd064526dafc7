"""What somebody fills in, as a question: the song or the clip, who asks and where, and what is offered meanwhile."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import discord
from discord import Interaction, app_commands

from bot.logs import logger
from bot.questions import Named, Question
from bot.text.en import commands as words
from bot.views.clips import fetch
from bot.views.presses import ANSWER_SECONDS, channel_of, guild_of
from data.catalog import Match
from data.guild_settings import GuildSettings
from data.ids import GuildId, MemberId
from engine.songs import SongId

if TYPE_CHECKING:
    from bot.client import Segue

MOST_CHOICES = 25
"""By Discord."""
LONGEST_TEXT = 200
"""Characters of a song that is typed."""
AUTOCOMPLETE_SECONDS = 2.0
_SONG_ID = re.compile(r"[0-9a-f]{16}", re.ASCII)

_Offered = TypeVar("_Offered")

_log = logger(__name__)


async def question_of(
    client: Segue, interaction: Interaction[Segue], song: str | None, clip: discord.Attachment | None
) -> Question:
    """The question about a song or a clip, with everything else as it is when nobody says.

    Parameters
    ----------
    song
        An id, as the list offers it, or whatever was typed.

    Raises
    ------
    AudioError
        The clip is empty or too large.
    TimeoutError, discord.HTTPException
        It cannot be fetched.
    """
    given = Named() if song is None else named(song)
    return replace(
        asker(interaction),
        song=given.song,
        text=given.text,
        clip=None if clip is None else await fetch(clip, client.settings.hearing.clip_bytes),
        clip_name="" if clip is None else clip.filename,
    )


def named(song: str) -> Named:
    """The song that somebody filled in: an id, as the list offers it, or whatever was typed."""
    return Named(song=SongId(song)) if _SONG_ID.fullmatch(song) else Named(text=song)


def asker(interaction: Interaction[Segue]) -> Question:
    """A question that asks nothing yet: who asks, and where."""
    return Question(member=MemberId(interaction.user.id), guild=guild_of(interaction), channel=channel_of(interaction))


def admitted(client: Segue, question: Question) -> AbstractContextManager[object]:
    """A song that was picked from the list costs nothing; what was typed may have to be looked up and listened to."""
    return client.services.admission.admit(question.member) if question.song is None else nullcontext()


async def habits(client: Segue, interaction: Interaction[Segue]) -> GuildSettings:
    """How the server wants it; outside a server the defaults."""
    guild = guild_of(interaction)
    if guild is None:
        return GuildSettings(GuildId(0))
    async with asyncio.timeout(ANSWER_SECONDS):
        return await client.services.guild_settings.get(guild)


async def songs_offered(client: Segue, interaction: Interaction[Segue], text: str) -> list[app_commands.Choice[str]]:
    """Songs of the catalogue, while somebody types."""
    found = client.services.recommender.suggest(text[:LONGEST_TEXT], MOST_CHOICES, guild_of(interaction))
    return await offered(found, _song_choice)


async def offered(
    found: Awaitable[Sequence[_Offered]], choice: Callable[[_Offered], app_commands.Choice[str]]
) -> list[app_commands.Choice[str]]:
    """What a list shows while somebody types; nothing when that fails, as somebody only types."""
    try:
        async with asyncio.timeout(AUTOCOMPLETE_SECONDS):
            return [choice(one) for one in (await found)[:MOST_CHOICES]]
    except Exception:
        _log.exception("suggest_failed")
        return []


def _song_choice(match: Match) -> app_commands.Choice[str]:
    return app_commands.Choice(name=words.song_choice(match.song), value=match.song.id)
