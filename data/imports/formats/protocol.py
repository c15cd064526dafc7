"""What every format of a listening history offers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from data.imports.dates import Dates
from data.imports.plays import Entry, Layout


class HistoryFormat(Protocol):
    """Reads the exports of one kind."""

    @property
    def layout(self) -> Layout:
        """Which kind."""

    @property
    def names(self) -> re.Pattern[str]:
        """What its files are called in an archive, whole and in lower case, without their folders."""

    def recognises(self, head: str) -> bool:
        """Whether a text is such an export, by its beginning.

        Parameters
        ----------
        head
            At most the first 256 KiB; it may end anywhere.
        """

    def entries(self, pieces: Iterable[str], dates: Dates) -> Iterator[Entry]:
        """Read a text that was recognised: a play or a skip for each entry, nothing kept between them.

        Parameters
        ----------
        pieces
            The whole text, cut anywhere.

        Raises
        ------
        HistoryRefused
            It breaks off, or an entry cannot be.
        """
