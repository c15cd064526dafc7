"""The process that reads a file, seen from its parent: started, listened to, ended with all that it may have left."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from data.imports.errors import HistoryProblem, HistoryRefused
from data.imports.limits import ReadingLimits
from data.imports.plays import Layout
from data.imports.tally import Counts, PlayedSong
from data.imports.wire import MAX_LINE_BYTES, Kind
from data.previews import limited

_FILE_BYTES = 0
"""It writes no file."""
_KEPT_ENVIRONMENT = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONHOME")


Progress = Callable[[int], Awaitable[None]]
"""Hears how many entries were read so far; what reads waits for it."""


async def silently(_entries: int) -> None:
    """Nobody hears."""


@dataclass(frozen=True, slots=True)
class History:
    """What a file, or a service, told.

    Attributes
    ----------
    complete
        ``False`` where a service tells of more than was read.
    """

    layout: Layout
    counts: Counts
    songs: tuple[PlayedSong, ...]
    complete: bool = True


async def read_apart(file: BinaryIO, limits: ReadingLimits, now: int, progress: Progress = silently) -> History:
    """Read a file in a process of its own, which ends with this call, also when it is cancelled.

    Parameters
    ----------
    file
        A real file, open for reading.
    now
        Seconds since 1970.
    progress
        Hears how many entries were read.

    Raises
    ------
    HistoryRefused
        What the file deserves; ``TOO_SLOW``, ``TOO_HUNGRY`` or ``CRASHED`` where the process did not survive it.
    """
    file.seek(0)
    bounds = (limits.cpu_seconds, limits.memory_bytes, _FILE_BYTES)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", limited.__file__, *map(str, bounds)),
        *(sys.executable, "-P", "-m", "data.imports.worker", str(now), json.dumps(dataclasses.asdict(limits))),
        stdin=file,
        stdout=PIPE,
        stderr=DEVNULL,
        env=_environment(),
        limit=MAX_LINE_BYTES,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(limits.wall_seconds):
            return await _hear(process, limits, progress)
    except TimeoutError:
        raise HistoryRefused(HistoryProblem.TOO_SLOW) from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def _hear(process: Process, limits: ReadingLimits, progress: Progress) -> History:
    assert process.stdout is not None
    told: dict[str, Any] = {}
    songs: list[PlayedSong] = []
    try:
        while line := await process.stdout.readline():
            kind, value = json.loads(line)
            match kind:
                case Kind.PROGRESS:
                    await progress(int(value))
                case Kind.REFUSED:
                    raise HistoryRefused(HistoryProblem(value["problem"]), value["limit"])
                case Kind.COUNTS:
                    told = value
                case Kind.SONGS if len(songs) < limits.songs:
                    songs += map(_song, value)
                case Kind.END:
                    return History(Layout(told.pop("layout")), Counts.of(told), tuple(songs))
    except (ValueError, TypeError, KeyError):
        raise HistoryRefused(HistoryProblem.CRASHED) from None
    status = await process.wait()
    slow = status in (-signal.SIGXCPU, -signal.SIGKILL)
    raise HistoryRefused(HistoryProblem.TOO_SLOW if slow else HistoryProblem.CRASHED)


def _song(row: Sequence[Any]) -> PlayedSong:
    artist, artist_key, title_key, title_text = map(str, row[:4])
    count, last = map(int, row[4:])
    return PlayedSong(artist, artist_key, title_key, title_text, count, last)


def _environment() -> dict[str, str]:
    """What Python needs, and no token: the process reads strangers' bytes."""
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(str(Path(entry or ".").absolute()) for entry in sys.path)}
