"""What is past its time is forgotten while the bot runs: at the start, and again every hour."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta
from typing import Self

from bot.logs import logger
from data.errors import DatabaseError
from data.previews.apart import apart
from data.retention import Retention

EVERY = timedelta(hours=1)
"""An answer that lasts a day is gone an hour later at most."""

_log = logger(__name__)


class Housekeeping:
    """Forgets in the background; :meth:`close` ends it.

    Parameters
    ----------
    every
        The wait between two rounds, and before the first.
    """

    def __init__(self, retention: Retention, every: timedelta = EVERY) -> None:
        self._retention = retention
        self._every = every
        self._task = apart(self._run())

    @classmethod
    async def open(cls, retention: Retention, every: timedelta = EVERY) -> Self:
        """Forget once, and go on doing so."""
        await _forget(retention)
        return cls(retention, every)

    async def close(self) -> None:
        """End it; a round that runs is given up whole."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._every.total_seconds())
            await _forget(self._retention)


async def _forget(retention: Retention) -> None:
    try:
        forgotten = await retention.forget_expired()
    except DatabaseError as error:
        # The next round finds the same rows: nothing is lost but an hour.
        _log.warning("not_forgotten", cause=type(error).__name__)
        return
    if forgotten.rows:
        _log.info("forgotten", answers=forgotten.answers, shown=forgotten.shown, questions=forgotten.questions)
