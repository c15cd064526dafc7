from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from data.previews.bounded_process import MAX_COMPLAINT_BYTES, MAX_SAID_BYTES, MIB, Ended, ProcessLimits, run_bounded

LIMITS = ProcessLimits(wall_seconds=20.0, cpu_seconds=1, memory_bytes=512 * MIB, file_bytes=8 * MIB)


async def run(program: str, folder: Path, limits: ProcessLimits = LIMITS) -> Ended:
    return await run_bounded((sys.executable, "-I", "-S", "-c", program), folder, limits)


async def test_what_a_program_says_comes_back(tmp_path: Path) -> None:
    ended = await run("import sys; print('hello'); print('alas', file=sys.stderr); sys.exit(3)", tmp_path)
    assert ended == Ended(3, b"hello\n", "alas\n")


async def test_it_knows_nothing_of_this_process_but_where_programs_are(tmp_path: Path) -> None:
    ended = await run("import os; print(os.environ['HOME'], os.getcwd(), *sorted(os.environ))", tmp_path)
    home, place, *names = ended.said.decode().split()
    assert home == place == str(tmp_path)
    assert set(names) <= {
        *("HOME", "LC_ALL", "LC_CTYPE", "PATH", "PYTHONDONTWRITEBYTECODE", "TMPDIR"),
        *("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"),
    }


def written(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "program",
    [
        "while True: pass",
        f"b = bytearray({1024 * MIB})",
        f"open('much', 'wb').write(bytes({9 * MIB}))",
        f"import sys; sys.stdout.write('x' * {9 * MIB}); sys.stdout.flush()",
        "import os; os.abort()",
    ],
)
async def test_what_it_may_use_is_bounded(tmp_path: Path, program: str) -> None:
    ended = await run(program, tmp_path)
    assert ended.status != 0
    assert written(tmp_path) <= 17 * MIB
    assert len(ended.said) <= MAX_SAID_BYTES
    assert len(ended.complaint) <= MAX_COMPLAINT_BYTES


FORKING = """
import os, time
for _ in range(3):
    if os.fork() == 0:
        if os.fork() == 0:
            open(f'child-{os.getpid()}', 'w').close()
        time.sleep(600)
while len([name for name in os.listdir() if name.startswith('child-')]) < 3:
    time.sleep(0.01)
open('ready', 'w').close()
"""


async def children(folder: Path) -> list[int]:
    """The processes that the program started, as soon as it says that they are all there."""
    for _ in range(2_000):
        pids = started(folder)
        if pids:
            return pids
        await asyncio.sleep(0.01)
    return []


def started(folder: Path) -> list[int]:
    if not (folder / "ready").exists():
        return []
    return [int(path.name.removeprefix("child-")) for path in folder.glob("child-*")]


async def all_gone(pids: list[int]) -> bool:
    """Whether processes end; those that a signal ended may wait for their parent a moment longer."""
    for _ in range(500):
        if not any(_lives(pid) for pid in pids):
            return True
        await asyncio.sleep(0.01)
    return False


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except (FileNotFoundError, ProcessLookupError):
        return False


async def test_what_it_leaves_behind_ends_with_it(tmp_path: Path) -> None:
    ended = await run(FORKING, tmp_path)
    assert ended.status == 0
    pids = await children(tmp_path)
    assert len(pids) == 3
    assert await all_gone(pids)


async def test_too_long_a_run_ends_with_all_that_it_started(tmp_path: Path) -> None:
    with pytest.raises(TimeoutError):
        await run(FORKING + "time.sleep(600)", tmp_path, ProcessLimits(wall_seconds=1.5))
    pids = await children(tmp_path)
    assert len(pids) == 3
    assert await all_gone(pids)


async def test_who_stops_waiting_ends_the_program(tmp_path: Path) -> None:
    running = asyncio.create_task(run(FORKING + "time.sleep(600)", tmp_path))
    pids = await children(tmp_path)
    assert len(pids) == 3
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await all_gone(pids)


async def test_a_program_that_is_not_there_fails(tmp_path: Path) -> None:
    ended = await run_bounded((str(tmp_path / "nothing"),), tmp_path, LIMITS)
    assert ended.status == 1
    assert "FileNotFoundError" in ended.complaint
