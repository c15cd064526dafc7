"""Rebuilding the index beside a running bot: a process of its own, one at a time, that gives way to the answers."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from engine.index import IndexKind

NICENESS = 10
"""What is added to the process's niceness: it takes the time that answers leave."""

LONGEST_SECONDS = 3 * 3600.0
"""A rebuild that takes longer is ended: a million songs take well under one hour."""

PAUSE_SECONDS = 30.0
"""After a rebuild the next one waits so long."""

PAUSE_AFTER_FAILURE_SECONDS = 600.0
"""After one that failed, on a full disk for instance."""

ENDING_SECONDS = 5.0
"""How long a process that is told to end may take."""

_KEPT_CHARACTERS = 2_000
_NOT_STARTED = 127
"""What a shell says of a command that it cannot run."""
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How a rebuild ended.

    Attributes
    ----------
    status
        The process's exit status; 0 when the index is new enough.
    said
        What it printed last.
    """

    status: int
    said: str
    seconds: float


class Rebuilder:
    """Starts rebuilds and waits for them in a thread. Every method may be called from several threads at once.

    Parameters
    ----------
    database, directory
        The catalogue's file and the index's folder.
    model
        Content hash of the weights that made the vectors.
    ended
        Told of each rebuild that ended by itself, in a thread of its own.
    monotonic
        Measures the pauses.
    niceness
        How far the process gives way to others.
    """

    def __init__(
        self,
        *,
        database: Path,
        directory: Path,
        model: str,
        kind: IndexKind,
        ended: Callable[[Rebuilt], None],
        monotonic: Callable[[], float] = time.monotonic,
        niceness: int = NICENESS,
    ) -> None:
        self._command = [
            sys.executable,
            "-m",
            "data.catalog.rebuild",
            *map(str, (database.resolve(), directory.resolve())),
        ]
        self._command += [model, kind.value]
        self._ended = ended
        self._monotonic = monotonic
        self._niceness = niceness
        self._guard = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._waiting: threading.Thread | None = None
        self._not_before = -float("inf")
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process that rebuilds now; ``None`` when none does."""
        child = self._child
        return None if child is None else child.pid

    def start(self, unless_newer_than: int | None) -> bool:
        """Begin a rebuild (:func:`data.catalog.rebuild.rebuild_index`).

        Returns
        -------
        ``False`` when one runs or has just ended, or when no process can be started, which is told as a failure.
        """
        with self._guard:
            if self._closed or self._child is not None or self._monotonic() < self._not_before:
                return False
            self._not_before = self._monotonic() + PAUSE_AFTER_FAILURE_SECONDS
            condition = [] if unless_newer_than is None else ["--unless-newer-than", str(unless_newer_than)]
            try:
                child = self._spawn([*self._command, *condition])
            except OSError as error:
                self._ended(Rebuilt(_NOT_STARTED, str(error), 0.0))
                return False
            self._child = child
            self._waiting = threading.Thread(target=self._wait, args=(child,), name="index-rebuild", daemon=True)
            self._waiting.start()
            return True

    def close(self) -> None:
        """End the rebuild that runs, if one does, and start no other."""
        with self._guard:
            self._closed = True
            child, waiting = self._child, self._waiting
        if child is not None:
            child.terminate()
        if waiting is not None:
            waiting.join(ENDING_SECONDS)
            if waiting.is_alive() and child is not None:
                child.kill()
                waiting.join(ENDING_SECONDS)

    def _spawn(self, command: list[str]) -> subprocess.Popen[str]:
        child = subprocess.Popen(  # noqa: S603 - our own program on our own paths
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            cwd=_ROOT,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            start_new_session=True,  # Ctrl-C is for the bot, which then ends this one in its own time
        )
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, child.pid, os.getpriority(os.PRIO_PROCESS, child.pid) + self._niceness)
        return child

    def _wait(self, child: subprocess.Popen[str]) -> None:
        started = self._monotonic()
        try:
            said, _ = child.communicate(timeout=LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            said, _ = child.communicate()
        now = self._monotonic()
        with self._guard:
            self._child = None
            self._not_before = now + (PAUSE_AFTER_FAILURE_SECONDS if child.returncode else PAUSE_SECONDS)
            closed = self._closed
        if not closed:
            self._ended(Rebuilt(child.returncode, said.strip()[-_KEPT_CHARACTERS:], now - started))
