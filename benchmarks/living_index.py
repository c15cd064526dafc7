"""``python -m benchmarks.living_index``: questions at a steady rate while songs come and the index is rebuilt."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from benchmarks.command import Run, main
from benchmarks.drawn_songs import DrawnSongs
from benchmarks.measurement import Measurement, percentile
from data.catalog import Catalog, CatalogEntry
from data.catalog.following import CatalogIndex
from data.catalog.rebuild import rebuild_index
from data.catalog.rebuilding import Rebuilder, Rebuilt
from data.database import Database
from data.migrations import migrate
from engine.index import IndexKind, LiveIndex
from engine.songs import Song, SongId, song_id

NAME = "benchmarks.living_index"
DESCRIPTION = """\
A catalogue of 100,000 songs drawn from a density fitted to the real ones, in a real database. 50 questions a second ask
for as many neighbours as a ranking starts from, at set times whatever the answers before took, while 1,000 songs are
added one by one and the index is rebuilt in a process of its own. Every answer is compared afterwards with a comparison
of all songs that were there. Exit status: 0 it was measured; 2 something needed is missing."""

BUILT, QUICK_BUILT = 100_000, 5_000
ADDED = 1_000
ADDED_A_SECOND = 20
ASKED_A_SECOND = 50
REBUILT_AT = 0.3
"""The rebuild begins when so much of the songs has been added."""
CANDIDATES, NEIGHBOURS = 500, 10
MODEL = "drawn"
_ADDED_AT_ONCE = 2_000
_SONG_SECONDS = 180
_TARGET_MILLISECONDS, _TARGET_RECALL = 50.0, 0.99


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """One question and what came back.

    Attributes
    ----------
    vector
        (d,) float32, the question.
    ids
        The nearest ten.
    songs
        How many the index held.
    committed
        How many the catalogue held for certain when it was asked.
    milliseconds
        From when it should have been asked.
    """

    vector: NDArray[np.float32]
    ids: tuple[SongId, ...]
    songs: int
    committed: int
    milliseconds: float


@dataclass(slots=True)
class Life:
    """What happened so far."""

    committed: int
    answered: list[Answered] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    rebuilt: list[Rebuilt] = field(default_factory=list)
    rebuild_ended: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False


def measure(run: Run) -> Sequence[Measurement]:
    """Live through it, then compare."""
    return asyncio.run(_measure(run))


async def _measure(run: Run) -> Sequence[Measurement]:
    built, added = (QUICK_BUILT, ADDED // 10) if run.quick else (BUILT, ADDED)
    drawn = DrawnSongs.of_shipped()
    vectors = await asyncio.to_thread(drawn.draw, built + added, 1)
    questions = await asyncio.to_thread(drawn.draw, 2 * ASKED_A_SECOND, 2)
    entries = list(_entries(vectors))
    path, directory = run.directory / "segue.sqlite3", run.directory / "index"
    await asyncio.to_thread(migrate, path)
    database = await Database.open(path)
    try:
        catalog = Catalog(database)
        for start in range(0, built, _ADDED_AT_ONCE):
            await catalog.add(entries[start : min(start + _ADDED_AT_ONCE, built)], MODEL)
            print(f"{min(start + _ADDED_AT_ONCE, built):,} of {built:,} songs written", file=sys.stderr, flush=True)
        await rebuild_index(catalog, directory, MODEL)
        life = Life(committed=built)
        loop = asyncio.get_running_loop()

        def ended(rebuilt: Rebuilt) -> None:
            life.rebuilt.append(rebuilt)
            loop.call_soon_threadsafe(life.rebuild_ended.set)

        rebuilder = Rebuilder(database=path, directory=directory, model=MODEL, kind=IndexKind.AUTO, ended=ended)
        index = CatalogIndex(catalog, await asyncio.to_thread(LiveIndex, directory, MODEL), MODEL, rebuilder)
        await asyncio.gather(
            _grow(life, catalog, entries[built:], rebuilder), _keep_asking(life, index, vectors, questions)
        )
        fresh = index.fresh
        await asyncio.to_thread(index.close)
    finally:
        await database.close()
    return await asyncio.to_thread(_judged, life, entries, vectors, fresh)


async def _grow(life: Life, catalog: Catalog, coming: Sequence[CatalogEntry], rebuilder: Rebuilder) -> None:
    """Add songs one by one; the last of them wait until the rebuild has ended, so that some come after the swap."""
    started = time.perf_counter()
    last = len(coming) - len(coming) // 10
    for number, one in enumerate(coming):
        await asyncio.sleep(max(0.0, started + number / ADDED_A_SECOND - time.perf_counter()))
        if number == round(REBUILT_AT * len(coming)):
            await asyncio.to_thread(rebuilder.start, None)
        if number == last:
            await life.rebuild_ended.wait()
        await catalog.add([one], MODEL)
        life.committed += 1
    life.is_over = True


async def _keep_asking(
    life: Life, index: CatalogIndex, vectors: NDArray[np.float32], questions: NDArray[np.float32]
) -> None:
    """Every second question is for the newest song itself, the others are for songs that nobody has."""
    started = time.perf_counter()
    async with asyncio.TaskGroup() as asking:
        number = 0
        while not life.is_over:
            due = started + number / ASKED_A_SECOND
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            newest = vectors[life.committed - 1]
            vector = newest if number % 2 else questions[number % len(questions)]
            asking.create_task(_ask(life, index, vector, due))
            number += 1


async def _ask(life: Life, index: CatalogIndex, vector: NDArray[np.float32], due: float) -> None:
    committed = life.committed
    try:
        current = await index.current()
        found = await asyncio.to_thread(current.query, vector, CANDIDATES)
    except Exception as error:
        life.failed.append(f"{type(error).__name__}: {error}")
        return
    milliseconds = 1000 * (time.perf_counter() - due)
    life.answered.append(Answered(vector, found.ids[:NEIGHBOURS], len(current), committed, milliseconds))


def _judged(life: Life, entries: Sequence[CatalogEntry], vectors: NDArray[np.float32], fresh: int) -> list[Measurement]:
    taken = [one.milliseconds for one in life.answered]
    recalls = list(_recalls(life.answered, entries, vectors))
    late = sum(one.songs < one.committed for one in life.answered)
    rebuilt = life.rebuilt[0]
    note = f"{life.failed[0]}" if life.failed else ""
    return [
        Measurement("questions asked", len(taken) + len(life.failed), ""),
        Measurement("questions that failed", len(life.failed), "", 0, note=note),
        Measurement("answers without a song added before the question", late, "", 0),
        Measurement("one question, p50", percentile(taken, 0.5), "ms"),
        Measurement("one question, p99", percentile(taken, 0.99), "ms", _TARGET_MILLISECONDS),
        Measurement("one question, the slowest", max(taken), "ms"),
        Measurement(
            "recall@10 against comparing every song", float(np.mean(recalls)), "", _TARGET_RECALL, at_least=True
        ),
        Measurement(
            "recall@10, the worst hundred questions in a row", _worst(recalls), "", note="in the order of the answers"
        ),
        Measurement("the rebuild, from start to swap", rebuilt.seconds, "s", note=rebuilt.said),
        Measurement("songs outside the built index at the end", fresh, ""),
    ]


def _recalls(
    answered: Sequence[Answered], entries: Sequence[CatalogEntry], vectors: NDArray[np.float32]
) -> Iterator[float]:
    rows = {entry.song.id: row for row, entry in enumerate(entries)}
    for one in answered:
        cosines = vectors[: one.songs] @ one.vector
        bound = np.partition(cosines, one.songs - NEIGHBOURS)[one.songs - NEIGHBOURS]
        yield sum(bool(cosines[rows[song]] >= bound) for song in one.ids) / NEIGHBOURS


def _worst(recalls: Sequence[float], together: int = 100) -> float:
    runs = [recalls[start : start + together] for start in range(0, max(1, len(recalls) - together + 1))]
    return min(float(np.mean(run)) for run in runs)


def _entries(vectors: NDArray[np.float32]) -> Iterator[CatalogEntry]:
    for number, vector in enumerate(vectors):
        artist, title = f"Artist {number // 5}", f"Song {number}"
        yield CatalogEntry(Song(song_id(artist, title, _SONG_SECONDS), artist, title), vector)


if __name__ == "__main__":
    sys.exit(main(NAME, DESCRIPTION, measure))
