"""A library with bad files in it, and a process that is killed while it adds it.

Run as ``python -m tests.data.catalog.growing.killed LIBRARY DATABASE WEIGHTS`` it adds as the command does, but writes
every file in a portion of its own.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.data.catalog.growing.music import CODECS, bad_file, write_song
from tests.data.catalog.growing.stored import count

FOLDERS = 20
GONE_SECONDS = 300.0


def make_library(folder: Path, files: int, bad: int) -> None:
    """Write so many distinct files in six formats, of which some are bad; some songs lie there twice."""
    endings = list(CODECS)
    every = files // bad
    for number in range(files):
        place = folder / f"Band {number % FOLDERS}"
        if number % every == 0:
            ending, data = bad_file(number // every)
            place.mkdir(parents=True, exist_ok=True)
            (place / f"{number:04}.{ending}").write_bytes(data)
        else:
            path = place / f"{number:04}.{endings[number % len(endings)]}"
            title = f"Song {number % (files * 9 // 10)}"
            write_song(path, number, artist=f"Band {number % FOLDERS}", title=title, album=f"Album {number % 7}")


def adding(root: Path, library: Path, home: Path, weights: Path) -> subprocess.Popen[bytes]:
    command = ["add", str(library), "--home", str(home), "--weights", str(weights), "--jobs", "1", "--device", "cpu"]
    return subprocess.Popen(
        [sys.executable, "-m", "data.catalog", *command],
        cwd=root,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill_at(
    process: subprocess.Popen[bytes], database: Path, files: int, draw: random.Random, within: float = 1.5
) -> bool:
    """Kill the command a random moment after it has come so far; whether it still ran.

    Parameters
    ----------
    files
        So many files must be in the database before.
    within
        Seconds after that.
    """
    ends = time.monotonic() + GONE_SECONDS
    while process.poll() is None and time.monotonic() < ends:
        if database.exists() and (not files or _count(database) >= files):
            break
        time.sleep(0.02)
    time.sleep(draw.uniform(0.0, within))
    alive = process.poll() is None
    if alive:
        process.send_signal(signal.SIGKILL)
    process.wait(GONE_SECONDS)
    return alive


def adding_one_by_one(root: Path, library: Path, database: Path, weights: Path) -> subprocess.Popen[bytes]:
    """Add a library in the smallest portions."""
    command = [sys.executable, "-m", "tests.data.catalog.growing.killed", str(library), str(database), str(weights)]
    return subprocess.Popen(command, cwd=root, env={**os.environ, "OMP_NUM_THREADS": "1"}, start_new_session=True)


def _count(database: Path) -> int:
    try:
        return count(database, "files")
    except Exception:  # it may be migrated at this moment
        return 0


def main(library: Path, database: Path, weights: Path) -> None:
    from data.catalog.growing.adding import add_files
    from data.catalog.growing.reading import LIBRARY_LIMITS
    from data.catalog.growing.summary import Summary
    from data.catalog.growing.tag_reader import TagReader
    from data.catalog.growing.walking import walk
    from data.catalog.growing.workshop import Candidate, Workshop
    from data.database import Database
    from engine.audio import DecoderPool
    from engine.embed import Embedder

    hours = itertools.count(step=3_600)
    with asyncio.Runner() as runner, DecoderPool(1, LIBRARY_LIMITS) as pool, TagReader() as tags:
        embedder = Embedder.load(weights, "cpu")
        opened = runner.run(Database.open(database))
        workshop = Workshop(opened, embedder, pool, tags, runner, monotonic=lambda: float(next(hours)))
        add_files(map(Candidate, walk([library]).files), workshop, Summary())


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
