"""Sound that was listened to, as an upload, where its licence lets it be handed on."""

from __future__ import annotations

import io

import discord

from data.previews.facts import Preview
from engine.songs import normalise

LONGEST_NAME = 60

_ENDINGS = ((b"OggS", "ogg"), (b"fLaC", "flac"), (b"RIFF", "wav"), (b"ID3", "mp3"))


def clip_of(preview: Preview) -> discord.File:
    """The file, under a name that says what it is."""
    return discord.File(io.BytesIO(preview.data), clip_name(preview))


def clip_name(preview: Preview) -> str:
    """A file name of letters that every system takes."""
    named = normalise(f"{preview.track.artist} {preview.track.title}")
    letters = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in named)[:LONGEST_NAME]
    return f"{letters.strip('-') or 'clip'}.{_ending(preview.data)}"


def _ending(data: bytes) -> str:
    """By what the file begins with; most sources serve MP3 or, in an MP4 box, AAC."""
    if data[4:8] == b"ftyp":
        return "m4a"
    return next((ending for start, ending in _ENDINGS if data.startswith(start)), "mp3")
