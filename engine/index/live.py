"""An index that follows its directory: rebuilt by whomever, served here without a restart."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from engine.errors import IndexFileError
from engine.index.manifest import MANIFEST_NAME
from engine.index.opening import open_index
from engine.index.protocol import Index, IndexKind


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What changes when a manifest is replaced."""

    inode: int
    modified_ns: int
    size: int


@dataclass(frozen=True, slots=True)
class _Opened:
    index: Index
    stamp: _Stamp | None


class LiveIndex:
    """The newest index of a directory. Every method may be called from several threads at once.

    Raises
    ------
    IndexFileError
        When it is made: there is no index that can be opened.
    """

    def __init__(self, directory: Path, model: str | None = None, kind: IndexKind | str = IndexKind.AUTO) -> None:
        self._directory = directory
        self._model = model
        self._kind = IndexKind(kind)
        self._opening = threading.Lock()
        self._refused: IndexFileError | None = None
        stamp = self._stamp()
        self._opened = _Opened(open_index(directory, model=model, kind=kind), stamp)

    @property
    def problem(self) -> IndexFileError | None:
        """Why the newest index is not served, while an older one still is; ``None`` when all is well."""
        return self._refused

    @property
    def opened(self) -> Index:
        """The index that was opened last, whatever lies in the directory by now."""
        return self._opened.index

    @property
    def is_outdated(self) -> bool:
        """Whether the next :meth:`current` will have a new index to open, which takes a while; costs one ``stat``."""
        return self._stamp() != self._opened.stamp

    def current(self) -> Index:
        """The index to use for one question; hold it for that long and no longer.

        Costs one ``stat``. A changed manifest is opened by the first thread that sees it; the others use the old index
        meanwhile. A new index that cannot be opened is refused once (:attr:`problem`) and the old one stays.
        """
        opened = self._opened
        if self._stamp() == opened.stamp or not self._opening.acquire(blocking=False):
            return opened.index
        try:
            return self._reopen().index
        finally:
            self._opening.release()

    def close(self) -> None:
        """Let go of the files."""
        with self._opening:
            self._opened.index.close()

    def _reopen(self) -> _Opened:
        # Taken before the files are read: a manifest that comes between is seen by the next call.
        stamp = self._stamp()
        if stamp == self._opened.stamp:
            return self._opened
        try:
            self._opened = _Opened(open_index(self._directory, model=self._model, kind=self._kind), stamp)
            self._refused = None
        except IndexFileError as error:
            self._opened = _Opened(self._opened.index, stamp)
            self._refused = error
        return self._opened

    def _stamp(self) -> _Stamp | None:
        try:
            facts = (self._directory / MANIFEST_NAME).stat()
        except OSError:
            return None
        return _Stamp(facts.st_ino, facts.st_mtime_ns, facts.st_size)
