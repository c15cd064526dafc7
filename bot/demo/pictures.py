"""Show pictures at once: the page has every file checked by a process of its own, one after another.

That is wise for files of unknown origin, and slow for a card with seven pictures. In the demo all pictures are drawn by
the bot in this very process, so they are read in a thread, and once for each content.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import replace

from simcord.preview._media import MediaInfo, MediaWorker, _process_media

MOST_KEPT = 512
"""Pictures; a card has seven of some 10 kB."""


class PictureReader(MediaWorker):
    """Stands where the page's own media worker would stand."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: OrderedDict[tuple[str, float | None], MediaInfo] = OrderedDict()

    async def _decode(self, key: str, blob: bytes, media_time: float | None) -> MediaInfo:
        known = self._kept.get((key, media_time))
        if known is None:
            read = await asyncio.to_thread(_process_media, blob, media_time)
            # A ceiling for memory guards against hostile files; the page would warn of every picture that has none.
            known = replace(read, memory_limited=True)
            self._kept[key, media_time] = known
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return known
