"""The demo's own state directory: empty at every start, and never shared by two demos."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "demo.lock"


class DemoRunningError(Exception):
    """Another demo uses the same state directory."""


@contextmanager
def fresh_home(home: Path) -> Iterator[Path]:
    """Make ``home/demo`` anew and hold it: what is shown is always what the demo says it is.

    Raises
    ------
    DemoRunningError
        Another process holds it.
    OSError
        It cannot be written.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DemoRunningError(str(home)) from error
        demo = home / "demo"
        shutil.rmtree(demo, ignore_errors=True)
        demo.mkdir(exist_ok=True)
        yield demo
