"""The covers of a page's songs, small and as PNG; a song without one is shown by its sound-print instead."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from typing import Protocol

from PIL import Image

from engine.songs import Song, SongId

SIDE = 160
"""Pixels: as large as Discord shows a thumbnail, twice."""
PATIENCE_SECONDS = 2.0
"""A cover that is not here by then is done without."""


class Covers(Protocol):
    """Where covers come from: :class:`data.previews.covers.Covers`."""

    async def get(self, cover: str) -> bytes | None:
        """A small picture, or nothing."""
        ...


class Art:
    """Covers as they are shown."""

    def __init__(self, covers: Covers) -> None:
        self._covers = covers

    async def of(self, songs: Sequence[Song]) -> dict[SongId, bytes]:
        """The covers that could be had, as PNG of at most 160 pixels a side."""
        wanted = [song for song in songs if song.cover]
        if not wanted:
            return {}
        found = await asyncio.gather(*(self._of(song.cover) for song in wanted))
        return {song.id: picture for song, picture in zip(wanted, found, strict=True) if picture is not None}

    async def _of(self, cover: str) -> bytes | None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                data = await self._covers.get(cover)
        except TimeoutError:
            return None
        return None if data is None else await asyncio.to_thread(_as_png, data)


def _as_png(data: bytes) -> bytes | None:
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
            picture.thumbnail((SIDE, SIDE))
            made = io.BytesIO()
            picture.convert("RGB").save(made, "PNG", optimize=True)
    except (OSError, ValueError):
        return None
    return made.getvalue()
