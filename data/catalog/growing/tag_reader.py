"""Reads tags in a process of its own, which is killed and replaced when a file is too much for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from types import TracebackType
from typing import Self

from data.catalog.growing.tag_worker import MAX_FACTS_BYTES, READY
from data.catalog.growing.tags import MAX_COVER_BYTES, Tags

START_SECONDS = 60.0
FILE_SECONDS = 5.0
"""The tags of a file that take longer are left unread."""
_KEPT_ENVIRONMENT = ("HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONHOME")


class TagReader:
    """Reads tags of strangers' files, one after another.

    A file whose tags hang, crash or eat memory has none, and its process is replaced.
    """

    def __init__(self, file_seconds: float = FILE_SECONDS) -> None:
        self._file_seconds = file_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    def read(self, path: Path) -> Tags:
        """What a file says of itself; nothing where it cannot be read."""
        try:
            connection = self._connected()
            watch = threading.Timer(self._file_seconds, self._kill)
            watch.daemon = True
            watch.start()
            try:
                connection.send_bytes(os.fsencode(path))
                facts = json.loads(connection.recv_bytes(MAX_FACTS_BYTES))
                cover = connection.recv_bytes(MAX_COVER_BYTES)
            finally:
                watch.cancel()
            return Tags(**{**facts, "genres": tuple(facts["genres"])}, cover=cover)
        except (EOFError, OSError, ValueError, TypeError, KeyError):
            self.close()
            return Tags()

    def close(self) -> None:
        """End the process."""
        self._kill()
        if self._process is not None:
            self._process.wait()
            self._process = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _connected(self) -> Connection:
        if self._connection is not None:
            return self._connection
        ours, theirs = Pipe()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - every argument is our own
                [sys.executable, "-P", "-m", "data.catalog.growing.tag_worker", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                pass_fds=[theirs.fileno()],
                # Ctrl-C in a terminal goes to the whole group; this process decides when that one ends.
                start_new_session=True,
            )
        finally:
            theirs.close()
        self._connection = ours
        if not ours.poll(START_SECONDS) or ours.recv_bytes(len(READY)) != READY:
            raise EOFError
        return ours

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()


def _environment() -> dict[str, str]:
    """What Python needs, and no token: the process reads strangers' bytes."""
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(str(Path(entry or ".").absolute()) for entry in sys.path)}
