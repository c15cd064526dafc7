"""Asking sources: each answers, or counts as not asked; none makes the others wait past the deadline."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from data.previews.errors import PreviewError, TrackMissing
from data.previews.facts import SourceName, TrackFacts
from data.previews.protocol import PreviewSource, SongQuery

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one source said; ``tracks`` is ``None`` where it could not be asked."""

    source: SourceName
    tracks: Sequence[TrackFacts] | None


async def ask(
    source: PreviewSource, query: SongQuery, limit: int, note: Callable[[PreviewError], None] | None = None
) -> Answer:
    """Ask one source.

    Parameters
    ----------
    limit
        At most so many tracks, whatever the source answers.
    note
        Is told why the source could not be asked.
    """
    try:
        found = await source.search(query, limit)
    except TrackMissing:
        return Answer(source.name, ())
    except PreviewError as error:
        _log.info("preview_source_unasked", source=source.name.value, reason=error.reason)
        if note is not None:
            note(error)
        return Answer(source.name, None)
    return Answer(source.name, found[:limit])


async def ask_all(sources: Sequence[PreviewSource], query: SongQuery, limit: int, until: float) -> list[Answer]:
    """Ask all sources at once, and stop those that have not answered in time.

    Parameters
    ----------
    until
        By the event loop's clock, in seconds.

    Returns
    -------
    list of Answer
        One for each source, in their order.
    """
    if not sources:
        return []
    loop = asyncio.get_running_loop()
    tasks = [loop.create_task(ask(source, query, limit)) for source in sources]
    try:
        _, late = await asyncio.wait(tasks, timeout=max(until - loop.time(), 0.0))
    finally:
        unfinished = [task for task in tasks if not task.done()]
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)
    return [
        Answer(source.name, None) if task in late else task.result()
        for source, task in zip(sources, tasks, strict=True)
    ]
