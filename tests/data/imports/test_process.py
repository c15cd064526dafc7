from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest

from data.imports.errors import HistoryProblem, HistoryRefused
from data.imports.limits import ReadingLimits
from data.imports.plays import Layout
from data.imports.process import read_apart
from tests.data.imports.exports import NOW, PLAYS, Made, spotify_extended, spotify_year, zipped

LIMITS = ReadingLimits()


@contextmanager
def lying(data: bytes) -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        yield file


def children() -> set[str]:
    """Processes of this one, by number."""
    return set(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split())


async def test_a_file_is_read_in_a_process_of_its_own() -> None:
    heard: list[int] = []

    async def progress(entries: int) -> None:
        heard.append(entries)

    many = [Made("A", f"B {number % 230}", PLAYS[0].at + number) for number in range(5_000)]
    before = children()
    with lying(zipped({"endsong_0.json": spotify_extended([*PLAYS, *many])})) as file:
        history = await read_apart(file, LIMITS, NOW, progress)
    assert history.layout is Layout.SPOTIFY_EXTENDED
    assert history.counts.plays == len(PLAYS) + 5_000
    assert len(history.songs) == len({one.title for one in PLAYS}) + 230
    assert {song.artist for song in history.songs} >= {one.artist for one in PLAYS}
    assert heard == [5_000]
    assert children() == before


@pytest.mark.parametrize(
    ("limits", "build", "problem"),
    [
        (LIMITS, lambda: b"\xff\xd8\xff", HistoryProblem.NOT_TEXT),
        (replace(LIMITS, plays=2), lambda: spotify_year(PLAYS), HistoryProblem.TOO_MANY),
        (replace(LIMITS, memory_bytes=8 * 2**20), lambda: spotify_year(PLAYS), HistoryProblem.CRASHED),
        (replace(LIMITS, wall_seconds=0.01), lambda: spotify_year(PLAYS), HistoryProblem.TOO_SLOW),
    ],
)
async def test_what_goes_wrong_there_is_told_here(
    limits: ReadingLimits, build: Callable[[], bytes], problem: HistoryProblem
) -> None:
    with lying(build()) as file, pytest.raises(HistoryRefused) as refused:
        await read_apart(file, limits, NOW)
    assert refused.value.problem is problem


async def test_who_gives_up_leaves_no_process() -> None:
    before = children()
    with lying(spotify_year(PLAYS)) as file:
        reading = asyncio.ensure_future(read_apart(file, LIMITS, NOW))
        for _ in range(2_000):
            await asyncio.sleep(0.005)
            if children() != before:
                break
        assert children() != before
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
    assert children() == before
