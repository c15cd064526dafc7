"""How much memory processes hold while something happens."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

SAMPLE_SECONDS = 0.01


def resident_bytes(pid: int) -> int:
    """Memory that a process holds, from Linux's ``/proc``; 0 for one that is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGESIZE")


class PeakMemory:
    """Watches this process and its workers between entering and leaving.

    Attributes
    ----------
    here
        What this process came to hold beyond what it held at the start.
    worker
        The most that any worker held.
    """

    def __init__(self, workers: Callable[[], Iterable[int]]) -> None:
        self.here = 0
        self.worker = 0
        self._workers = workers
        self._before = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._before = resident_bytes(os.getpid())
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            self.here = max(self.here, resident_bytes(os.getpid()) - self._before)
            self.worker = max([self.worker, *map(resident_bytes, self._workers())])
            if self._done.wait(SAMPLE_SECONDS):
                return
