"""Page after page of a service, until there are no more, or as many as may be read, or the time is over."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from data.imports.errors import HistoryProblem, HistoryRefused
from data.imports.limits import ReadingLimits
from data.imports.plays import Entry, Layout
from data.imports.process import History, Progress
from data.imports.tally import Tally
from data.previews.errors import (
    AddressRefused,
    PreviewError,
    SourceClosed,
    SourceConfused,
    SourceRefused,
    SourceUnavailable,
    TrackMissing,
)

LONGEST_PAUSE_SECONDS = 30.0
"""A service that says to stay away for longer is not waited for."""
SHORT_PAUSE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class PageLimits:
    """How much of a service is read for one import.

    Attributes
    ----------
    pages
        Together they hold the newest 200,000 plays.
    seconds
        Discord lets an answer be changed for fifteen minutes.
    """

    pages: int = 1_000
    seconds: float = 480.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page of plays.

    Attributes
    ----------
    last
        Whether there is none after it.
    """

    entries: Sequence[Entry]
    last: bool


async def gathered(
    pages: AsyncIterator[Page],
    layout: Layout,
    limits: PageLimits,
    progress: Progress,
    clock: Callable[[], float] = time.monotonic,
) -> History:
    """Count pages.

    Parameters
    ----------
    pages
        The newest first; not gone through further than the limits let.
    clock
        Seconds that only grow.

    Raises
    ------
    HistoryRefused
        ``EMPTY`` where there is no play; and what a failure of the service means.
    """
    reading = ReadingLimits()
    tally, deadline, read, complete = Tally(reading.plays, reading.songs), clock() + limits.seconds, 0, False
    try:
        async for page in pages:
            # A few hundred names are made comparable: some milliseconds that nobody else has to wait for.
            await asyncio.to_thread(tally.add, page.entries)
            read += 1
            await progress(tally.counts.read)
            if page.last:
                complete = True
                break
            if read >= limits.pages or clock() >= deadline:
                break
    except PreviewError as error:
        raise refused(error) from error
    if not tally.counts.plays:
        raise HistoryRefused(HistoryProblem.EMPTY)
    songs = await asyncio.to_thread(lambda: tuple(tally.songs()))
    return History(layout, tally.counts, songs, complete)


def refused(error: PreviewError) -> HistoryRefused:
    """What a failure of the service means for the import."""
    match error:
        case TrackMissing():
            return HistoryRefused(HistoryProblem.UNKNOWN_USER)
        case SourceRefused():
            return HistoryRefused(HistoryProblem.HIDDEN)
        case _:
            return HistoryRefused(HistoryProblem.OUT_OF_REACH)


def again(error: PreviewError) -> float | None:
    """When a page is asked for once more: these services often answer late, or ask for a moment's patience."""
    match error:
        case SourceClosed():
            return error.seconds if error.seconds <= LONGEST_PAUSE_SECONDS else None
        case AddressRefused() | SourceRefused():
            return None
        case SourceConfused() | SourceUnavailable():
            return SHORT_PAUSE_SECONDS
        case _:
            return None
