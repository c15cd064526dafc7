"""Another program, run to its end or to its limits; whatever it started ends with it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data.previews import limited

MAX_SAID_BYTES = 4 * 1024 * 1024
"""Of what a program prints that is read."""
MAX_COMPLAINT_BYTES = 4 * 1024
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """What a program may use.

    Attributes
    ----------
    wall_seconds
        Until it and all that it started are killed.
    cpu_seconds, memory_bytes, file_bytes
        Processor time, address space and size of each file, of every process by itself. JavaScript engines reserve
        gigabytes of address space that they never touch.
    """

    wall_seconds: float = 15.0
    cpu_seconds: int = 15
    memory_bytes: int = 4096 * MIB
    file_bytes: int = 16 * MIB


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended.

    Attributes
    ----------
    status
        Its exit status; negative where a signal ended it.
    said, complaint
        The beginning of its standard output, and the end of its standard error.
    """

    status: int
    said: bytes
    complaint: str


async def run_bounded(command: Sequence[str], folder: Path, limits: ProcessLimits) -> Ended:
    """Run a program in a session of its own, with nothing of this process's environment but the search path.

    Parameters
    ----------
    command
        Program and arguments; no shell sees them.
    folder
        Empty; it is the program's home, its working directory and its place for temporary files.

    Raises
    ------
    TimeoutError
        It had not ended in time.
    OSError
        It could not be started.
    """
    bounds = (limits.cpu_seconds, limits.memory_bytes, limits.file_bytes)
    # Files take what is printed: a pipe would have to be emptied, and be held open by whatever the program leaves.
    said, complaint = folder / ".said", folder / ".complaint"
    with said.open("wb") as out, complaint.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", limited.__file__, *map(str, bounds), *command),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=errors,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        )
    try:
        async with asyncio.timeout(limits.wall_seconds):
            status = await process.wait()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
    return Ended(status, _beginning(said), _end(complaint))


def _environment(folder: Path) -> dict[str, str]:
    home = str(folder)
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        **dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), home),
    }


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_SAID_BYTES)


def _end(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - MAX_COMPLAINT_BYTES, 0))
        return file.read(MAX_COMPLAINT_BYTES).decode("utf-8", "replace")
