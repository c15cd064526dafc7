"""A folder of the operator's own music as a source: what lies in it can be asked for, and never leaves it otherwise."""

from __future__ import annotations

import asyncio
import os
import stat
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from data.catalog.growing.errors import FolderUnusable
from data.catalog.growing.tag_reader import TagReader
from data.catalog.growing.walking import OPEN_FLAGS
from data.previews.cutting import Uncuttable, cut_middle
from data.previews.errors import SourceUnavailable, TrackMissing
from data.previews.facts import SourceName, TrackFacts
from data.previews.library_index import LibraryIndex, ReadsTags, read_library
from data.previews.protocol import SongQuery
from engine.audio import DecodeLimits

REFRESH_SECONDS = 60.0
"""The folder is looked through again when it is asked for and the last look is older than this."""
PATIENCE_SECONDS = 1.0


class Library:
    """A folder of music as a source.

    Parameters
    ----------
    folder
        Looked through with all that lies under it; links in it are not followed.
    max_bytes
        A larger file is not read whole: thirty seconds are cut from its middle.
    open_reader
        Makes what reads tags, for each look at the folder.
    patience_seconds
        How long a question waits for a fresh look at a folder that was looked through before.
    clock
        Seconds that only grow.
    """

    def __init__(
        self,
        folder: Path,
        *,
        max_bytes: int = DecodeLimits().max_bytes,
        open_reader: Callable[[], ReadsTags] = TagReader,
        patience_seconds: float = PATIENCE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._open_reader = open_reader
        self._patience_seconds = patience_seconds
        self._clock = clock
        self._index: LibraryIndex | None = None
        self._looked_at: float | None = None
        self._looking: asyncio.Task[None] | None = None
        self._closing = threading.Event()

    @property
    def name(self) -> SourceName:
        """The operator's folder."""
        return SourceName.LIBRARY

    async def search(self, query: SongQuery, limit: int) -> Sequence[TrackFacts]:
        """The songs whose names are like what is asked for, the likest first.

        The first look at a large folder takes minutes. It goes on while those who ask give up waiting.
        """
        index = await self._fresh()
        return await asyncio.to_thread(index.shelf.search, query, limit)

    async def resolve(self, ref: str) -> TrackFacts:
        """One song's facts."""
        index = await self._fresh()
        if ref not in index.files:
            raise TrackMissing(self.name, "no such file")
        return index.files[ref].facts

    async def fetch(self, ref: str) -> bytes:
        """The file as it lies there, or the middle of a large one."""
        index = await self._fresh()
        if ref not in index.files:
            raise TrackMissing(self.name, "no such file")
        return await asyncio.to_thread(self._read, index.files[ref].found.path, index.files[ref].found.root)

    async def close(self) -> None:
        """Stop looking through the folder."""
        self._closing.set()
        if self._looking is not None:
            await asyncio.gather(self._looking, return_exceptions=True)

    async def _fresh(self) -> LibraryIndex:
        """The index, looked through again where that is due."""
        due = self._looked_at is None or self._clock() - self._looked_at >= REFRESH_SECONDS
        if self._looking is None and due:
            self._looking = asyncio.create_task(self._look())
        if self._looking is not None:
            looking = self._looking
            await asyncio.wait([looking], timeout=None if self._index is None else self._patience_seconds)
            if looking.done():
                self._looking = None if self._looking is looking else self._looking
                self._judge(looking.exception())
        if self._index is None:
            raise SourceUnavailable(self.name, "its folder was not looked through yet")
        return self._index

    def _judge(self, error: BaseException | None) -> None:
        if isinstance(error, FolderUnusable | OSError):
            raise SourceUnavailable(self.name, "its folder cannot be read") from error
        if error is not None:
            raise error

    async def _look(self) -> None:
        with closing(self._open_reader()) as reader:
            self._index = await asyncio.to_thread(read_library, self._folder, self._index, reader, self._closing.is_set)
        self._looked_at = self._clock()

    def _read(self, path: Path, root: Path) -> bytes:
        try:
            # A folder on the way may have become a link since the last look.
            if path.resolve(strict=True) != path or not path.is_relative_to(root):
                raise TrackMissing(self.name, "its place became a link")
            with open(os.open(path, OPEN_FLAGS), "rb") as file:  # noqa: PTH123 - opened without following a link
                facts = os.fstat(file.fileno())
                if not stat.S_ISREG(facts.st_mode):
                    raise TrackMissing(self.name, "no ordinary file")
                if facts.st_size > self._max_bytes:
                    return cut_middle(file, self._max_bytes)
                return file.read(self._max_bytes)
        except (OSError, ValueError, Uncuttable) as error:
            raise TrackMissing(self.name, f"its file cannot be read ({type(error).__name__})") from error
