"""Uploads: which of them may be music, and their bytes, bounded before and after the download."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import PurePosixPath

import discord

from engine.errors import AudioError, AudioProblem

DOWNLOAD_SECONDS = 30.0
"""Discord's own store is fast: what takes longer will not come."""

_MEDIA = ("audio/", "video/")
_SUFFIXES = frozenset(
    {
        ".aac",
        ".aif",
        ".aiff",
        ".flac",
        ".m4a",
        ".mka",
        ".mkv",
        ".mov",
        ".mp3",
        ".mp4",
        ".oga",
        ".ogg",
        ".opus",
        ".wav",
        ".weba",
    }
    | {".webm", ".wma"}
)


def playable(attachments: Sequence[discord.Attachment]) -> list[discord.Attachment]:
    """Those that say of themselves that they are audio or video; whether it is true shows when they are decoded."""
    return [attachment for attachment in attachments if _claims_sound(attachment)]


def _claims_sound(attachment: discord.Attachment) -> bool:
    if attachment.content_type is not None and attachment.content_type.startswith(_MEDIA):
        return True
    return PurePosixPath(attachment.filename.lower()).suffix in _SUFFIXES


def check_size(attachment: discord.Attachment, most_bytes: int) -> None:
    """Refuse by the size that Discord tells, before a byte is fetched.

    Raises
    ------
    AudioError
        Too large, or empty.
    """
    if attachment.size == 0:
        raise AudioError(AudioProblem.EMPTY)
    if attachment.size > most_bytes:
        raise AudioError(AudioProblem.TOO_LARGE, measured=attachment.size, limit=most_bytes)


async def fetch(attachment: discord.Attachment, most_bytes: int) -> bytes:
    """The bytes of an upload.

    Raises
    ------
    AudioError
        Too large, or empty.
    TimeoutError
        It did not come in time.
    discord.HTTPException
        It is not there any more.
    """
    check_size(attachment, most_bytes)
    async with asyncio.timeout(DOWNLOAD_SECONDS):
        data = await attachment.read()
    if len(data) > most_bytes:
        raise AudioError(AudioProblem.TOO_LARGE, measured=len(data), limit=most_bytes)
    return data
