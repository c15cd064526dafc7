"""How long it takes until the bot can answer, and how much memory it holds when nobody asks."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.command import Run, main
from benchmarks.measurement import Measurement, percentile
from benchmarks.ready import READY
from engine.errors import EngineError

DESCRIPTION = """\
A new process opens the bot's services and says when it is ready: the first time in an empty directory (the catalogue is
imported, the index is built), then again with both in place. Memory is read when it has been idle for a moment: the
process itself (resident), and with its decoding processes, where pages that they share count once (proportional). The
catalogue is filled up to 10,000 songs for it."""

READY_SECONDS = 4.0
RESIDENT_MEBIBYTES = 600.0
SONGS = 10_000
_STARTS = 5
_IDLE_SECONDS = 2.0
_KIBIBYTES_PER_MEBIBYTE = 1_024


@dataclass(frozen=True, slots=True)
class Opened:
    """A process that is ready: its id, and how long that took."""

    process: int
    seconds: float


def measure(run: Run) -> Sequence[Measurement]:
    """Cold, warm, and idle."""
    home = run.directory / "home"
    with _opened(home) as first:
        cold = first.seconds
    warm = []
    for _ in range(2 if run.quick else _STARTS):
        with _opened(home) as again:
            warm.append(again.seconds)
    _python("benchmarks.ready", str(home), "--fill", str(SONGS))
    with _opened(home) as full:
        time.sleep(_IDLE_SECONDS)
        own = _memory(full.process, "Rss")
        together = sum(_memory(one, "Pss") for one in (full.process, *_descendants(full.process)))
        warm_full = full.seconds
    whole = f"idle with {SONGS:,} songs; the process that talks, then with its decoding processes"
    return (
        Measurement("start to ready, warm disk", percentile(warm, 0.5), "s", READY_SECONDS),
        Measurement(f"start to ready, {SONGS:,} songs", warm_full, "s"),
        Measurement("first start, import and index build", cold, "s"),
        Measurement("resident memory, idle", own, "MiB", RESIDENT_MEBIBYTES, note=whole),
        Measurement("proportional memory, all processes", together, "MiB", note=whole),
    )


@contextmanager
def _opened(home: Path) -> Iterator[Opened]:
    started = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.ready", str(home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            if process.stdout.readline().strip() != READY:
                raise EngineError("the services did not open; the lines above say why")
            yield Opened(process.pid, time.perf_counter() - started)
        finally:
            process.stdin.close()


def _python(*arguments: str) -> None:
    if subprocess.run([sys.executable, "-m", *arguments], check=False).returncode:
        raise EngineError("the catalogue could not be filled; the lines above say why")


def _memory(process: int, kind: str) -> float:
    """Mebibytes, ``Rss`` resident or ``Pss`` proportional; 0 for a process that is gone."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return (
        next((float(line.split()[1]) for line in lines if line.startswith(f"{kind}:")), 0.0) / _KIBIBYTES_PER_MEBIBYTE
    )


def _descendants(process: int) -> list[int]:
    """Every child of the process, and theirs."""
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, task.read_text(encoding="ascii").split()):
            found += [child, *_descendants(child)]
    return found


if __name__ == "__main__":
    sys.exit(main("benchmarks.start", DESCRIPTION, measure))
