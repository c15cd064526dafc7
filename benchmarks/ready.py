"""A process that opens the bot's services, says ``ready`` and waits until its input ends: what is timed and weighed.

``python -m benchmarks.ready DIRECTORY [--fill N]`` keeps its state in DIRECTORY and fills the catalogue up to N songs.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.opened import settings_in
from bot.logs import configure
from bot.services import Services
from bot.settings import LogLevel, Logs
from data.catalog.entries import CatalogEntry, Point
from data.catalog.rebuild import rebuild_index
from engine.songs import Song, song_id

READY = "ready"
_FILL_SEED = 0
_SPREAD = 0.03
"""Deviation of each component by which a made-up song differs from a real one."""
_SONG_SECONDS = 180


async def wait_opened(directory: Path) -> None:
    """Open, say so, and stay until the input ends."""
    async with await Services.open(settings_in(directory)) as services:
        await services.index.current()
        print(READY, flush=True)
        await asyncio.to_thread(sys.stdin.read)


async def fill(directory: Path, songs: int) -> None:
    """Add made-up songs, each near a real one, until the catalogue holds so many, and build the index anew."""
    settings = settings_in(directory)
    async with await Services.open(settings) as services:
        model = (await services.index.current()).model
        known = await services.catalog.vectors(model)
        await services.catalog.add(list(_made_up(known.vectors, songs - len(known.ids))), model)
        await rebuild_index(services.catalog, settings.places.index, model, settings.finding.index_kind)


def _made_up(real: NDArray[np.float32], count: int) -> Iterator[CatalogEntry]:
    random = np.random.default_rng(_FILL_SEED)
    for number in range(count):
        vector = real[random.integers(len(real))] + _SPREAD * random.standard_normal(real.shape[1], dtype=np.float32)
        artist, title = f"Artist {number // 5}", f"Song {number}"
        song = Song(song_id(artist, title, _SONG_SECONDS), artist, title, year=1960 + number % 60, genres=("Rock",))
        x, y = random.uniform(-1, 1, 2)
        yield CatalogEntry(song, (vector / np.linalg.norm(vector)).astype(np.float32), Point(float(x), float(y)))


def main() -> int:
    """Run as the parent benchmark asks."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ready", description=__doc__)
    parser.add_argument("directory", type=Path, help="where the state lies")
    parser.add_argument("--fill", type=int, default=0, help="fill the catalogue up to so many songs, then end")
    options = parser.parse_args()
    configure(Logs(log_level=LogLevel.ERROR))
    asyncio.run(fill(options.directory, options.fill) if options.fill else wait_opened(options.directory))
    return 0


if __name__ == "__main__":
    sys.exit(main())
