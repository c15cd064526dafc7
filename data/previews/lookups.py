"""Remembered searches: a song for a day, an absence for ten minutes, a source's silence never as absence.

Questions are kept as digests, so that nothing that a member wrote stays in memory.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable
from functools import partial

from cachetools import TLRUCache

from data.previews.apart import apart
from data.previews.facts import Found

FOUND_SECONDS = 24 * 3600.0
ABSENT_SECONDS = 600.0
"""How long an absence is believed, and what was found while some source could not be asked."""
MAX_LOOKUPS = 4_096
"""About 10 KB each at the most, with 25 songs of three tracks."""


class Lookups:
    """What searches came to; those who ask the same at the same time share one answer.

    Parameters
    ----------
    clock
        Seconds that only grow.
    capacity
        Searches that are remembered; the least recently used go first.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, capacity: int = MAX_LOOKUPS) -> None:
        self._known: TLRUCache[str, Found] = TLRUCache(capacity, ttu=_until, timer=clock)
        self._asking: dict[str, asyncio.Task[Found]] = {}

    async def get(self, question: str, ask: Callable[[], Awaitable[Found]]) -> Found:
        """Answer from memory, from a search that is under way, or by ``ask``.

        Who stops waiting stops nobody else's search. A search that fails is forgotten, and fails for all who waited.

        Parameters
        ----------
        question
            The same text for the same search.
        ask
            Searches, within a bounded time.
        """
        key = hashlib.sha256(question.encode("utf-8", "surrogatepass")).hexdigest()
        known: Found | None = self._known.get(key)
        if known is not None:
            return known
        asking = self._asking.get(key)
        if asking is None:
            asking = apart(_awaited(ask))
            asking.add_done_callback(partial(self._keep, key))
            self._asking[key] = asking
        return await asyncio.shield(asking)

    async def close(self) -> None:
        """Stop what is under way."""
        asking = list(self._asking.values())
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)

    def _keep(self, key: str, asked: asyncio.Task[Found]) -> None:
        self._asking.pop(key, None)
        if asked.cancelled() or asked.exception() is not None:
            return
        found = asked.result()
        if found.songs or not found.unasked:
            self._known[key] = found


async def _awaited(ask: Callable[[], Awaitable[Found]]) -> Found:
    return await ask()


def _until(_key: str, found: Found, now: float) -> float:
    return now + (FOUND_SECONDS if found.songs and not found.unasked else ABSENT_SECONDS)
