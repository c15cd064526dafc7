"""What every service of listening histories offers."""

from __future__ import annotations

from typing import Protocol

from data.imports.plays import ImportSource
from data.imports.process import History, Progress


class HistoryService(Protocol):
    """Reads what one service tells of one of its members."""

    @property
    def source(self) -> ImportSource:
        """Which service."""

    async def read(self, user: str, now: int, progress: Progress) -> History:
        """Read a member's plays, the newest first, as many as there are or as may be read.

        Parameters
        ----------
        user
            The member's name there, as somebody typed it.
        now
            Seconds since 1970; later plays are not read.
        progress
            Hears after each page how many plays were read.

        Raises
        ------
        HistoryRefused
            ``UNKNOWN_USER``, also for a text that is no name, of which nothing is sent; ``HIDDEN``; ``KEY_REFUSED``;
            ``OUT_OF_REACH``; ``EMPTY``.
        """

    async def close(self) -> None:
        """Let go of connections."""
