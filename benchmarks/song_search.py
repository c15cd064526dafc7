"""``python -m benchmarks.song_search``: is a song found among many by a name with a mistake in it, and how fast."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process
from tqdm import tqdm

from benchmarks.command import INTERRUPTED, UNUSABLE, add_options
from benchmarks.machine import this_machine
from benchmarks.measurement import Measurement, measurement_table, percentile, to_json
from benchmarks.misspelling import Mistake
from benchmarks.song_names import TooFewNames, read_names, recombined
from benchmarks.song_queries import Asked, Query, queries
from data.catalog import Catalog, CatalogEntry
from data.database import Database
from data.errors import DataError
from data.migrations import migrate
from engine.evaluation.table import Table
from engine.songs import Song, normalise

DESCRIPTION = """\
Fill a catalogue with real artists and titles, put together anew, and ask it as a member types into the autocomplete: by
title, and by artist and title, each spoilt by one random mistake. Ask rapidfuzz, which compares every name, the same.
Exit status: 0 it was measured; 2 something needed is missing."""

SONGS, QUERIES = 100_000, 500
LIMIT = 25
"""Songs that the autocomplete offers."""
FIRST = 5
GOAL_SHARE, GOAL_P95_MS = 0.95, 30.0
AT_ONCE = 2_000
"""Songs that are added in one transaction."""
WARM_UP = 5
PEER_EVERY = 5
"""Of the queries the peer answers every fifth: it takes so long."""
OURS, PEER = "Segue", "rapidfuzz"

_NOTES = (
    "right: the song that was meant; by its title alone any song of that title, of which there are several among songs"
    " put together anew: the very song is told apart",
    "a missing word: of a title of at least three words, or of an artist or a title of at least two beside the other",
    "rapidfuzz: process.extract with its default scorer over every normalised name, held in memory; asked"
    f" every {PEER_EVERY}th query",
)


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a query.

    Attributes
    ----------
    found
        Songs, best first.
    wall_ms, processor_ms
        The time that it took.
    """

    query: Query
    found: tuple[Song, ...]
    wall_ms: float
    processor_ms: float

    def right(self, count: int) -> bool:
        """Whether the first so many hold the song, or by a title alone any song of that title."""
        if self.query.asked is not Asked.TITLE:
            return self.same(count)
        return normalise(self.query.song.title) in {normalise(song.title) for song in self.found[:count]}

    def same(self, count: int) -> bool:
        """Whether the first so many hold this very song."""
        return self.query.song.id in {song.id for song in self.found[:count]}


async def fill(database: Database, songs: Sequence[Song]) -> Catalog:
    """Add the names alone; no vectors."""
    catalog = Catalog(database)
    with tqdm(total=len(songs), desc="songs", unit="song", file=sys.stderr) as shown:
        for start in range(0, len(songs), AT_ONCE):
            some = songs[start : start + AT_ONCE]
            await catalog.add([CatalogEntry(song) for song in some], "")
            shown.update(len(some))
    return catalog


async def ask(catalog: Catalog, asked: Sequence[Query]) -> list[Answered]:
    """One query after the other; the first few once before."""
    for query in asked[:WARM_UP]:
        await catalog.search(query.typed, LIMIT)
    answered = []
    for query in tqdm(asked, desc=OURS, unit="query", file=sys.stderr):
        wall, processor = time.perf_counter(), time.process_time()
        matches = await catalog.search(query.typed, LIMIT)
        took = 1_000 * (time.perf_counter() - wall), 1_000 * (time.process_time() - processor)
        answered.append(Answered(query, tuple(match.song for match in matches), *took))
    return answered


def ask_peer(songs: Sequence[Song], asked: Sequence[Query]) -> list[Answered]:
    """Every name compared with what was typed, both normalised."""
    names = [normalise(f"{song.artist} {song.title}") for song in songs]
    answered = []
    for query in tqdm(asked, desc=PEER, unit="query", file=sys.stderr):
        wall, processor = time.perf_counter(), time.process_time()
        matches = process.extract(normalise(query.typed), names, limit=LIMIT)
        took = 1_000 * (time.perf_counter() - wall), 1_000 * (time.process_time() - processor)
        answered.append(Answered(query, tuple(songs[row] for _, _, row in matches), *took))
    return answered


def table(songs: int, ours: Sequence[Answered], peer: Sequence[Answered]) -> Table:
    """A row for each kind of mistake, and one for each way of asking."""
    peers = _kinds(peer)
    return Table(
        title=f"Names with a mistake among {songs:,} songs",
        header=(
            "typed",
            "",
            "queries",
            "right first",
            f"in {FIRST}",
            f"very song in {FIRST}",
            "ms p50",
            "p95",
            "max",
            "processor ms p50",
            "p95",
            "max",
            f"{PEER}: first",
            f"in {FIRST}",
            "ms p50",
            "p95",
        ),
        rows=tuple(_row(name, own, peers.get(name, [])) for name, own in _kinds(ours).items()),
        notes=_NOTES,
    )


def targets(songs: int, ours: Sequence[Answered], peer: Sequence[Answered]) -> list[Measurement]:
    """How many were right and how fast, beside the goals; these hold of so many songs and fewer."""
    times = [one.wall_ms for one in ours]
    among = f"{len(ours):,} queries among {songs:,} songs"
    ratio = percentile([one.processor_ms for one in peer], 0.5) / percentile([one.processor_ms for one in ours], 0.5)
    shares = [
        Measurement(
            f"{asked} with a mistake, right in {FIRST}",
            _share([one.right(FIRST) for one in ours if one.query.asked is asked]),
            "",
            GOAL_SHARE,
            at_least=True,
            note=among,
        )
        for asked in (Asked.TITLE, Asked.BOTH)
    ]
    return [
        *shares,
        Measurement("search by name, p50", percentile(times, 0.5), "ms", note=among),
        Measurement("search by name, p95", percentile(times, 0.95), "ms", GOAL_P95_MS, note=among),
        Measurement(f"processor time of {PEER} over {OURS}'s, p50", ratio, "times", note=among),
    ]


def _kinds(answered: Sequence[Answered]) -> dict[tuple[str, str], list[Answered]]:
    """What came of each way of asking by its mistake, and of each way with any mistake."""
    kinds: dict[tuple[str, str], list[Answered]] = {}
    for one in answered:
        kinds.setdefault((one.query.asked, one.query.mistake or ""), []).append(one)
    for asked in (Asked.TITLE, Asked.BOTH):
        kinds[asked, "any mistake"] = [one for one in answered if one.query.asked is asked]
    return kinds


def _row(name: tuple[str, str], ours: Sequence[Answered], peer: Sequence[Answered]) -> tuple[str, ...]:
    walls, processors = [one.wall_ms for one in ours], [one.processor_ms for one in ours]
    peers = (
        (
            f"{_share([one.right(1) for one in peer]):.1%}",
            f"{_share([one.right(FIRST) for one in peer]):.1%}",
            *(f"{percentile([one.wall_ms for one in peer], share):.0f}" for share in (0.5, 0.95)),
        )
        if peer
        else ("-",) * 4
    )
    return (
        *name,
        str(len(ours)),
        f"{_share([one.right(1) for one in ours]):.1%}",
        f"{_share([one.right(FIRST) for one in ours]):.1%}",
        f"{_share([one.same(FIRST) for one in ours]):.1%}",
        *(f"{percentile(times, share):.1f}" for times in (walls, processors) for share in (0.5, 0.95, 1.0)),
        *peers,
    )


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right)


async def _measure(path: Path, songs: Sequence[Song], asked: Sequence[Query]) -> tuple[list[Answered], list[Answered]]:
    database = await Database.open(path)
    try:
        catalog = await fill(database, songs)
        gc.collect()
        gc.freeze()  # The names that the benchmark holds are not the search's garbage.
        return await ask(catalog, asked), ask_peer(songs, asked[::PEER_EVERY])
    finally:
        await database.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    options = _parse(arguments)
    draw = random.Random(options.seed)  # noqa: S311
    place = options.home / "cache"
    try:
        songs = recombined(read_names(data=options.data), options.songs, draw)
        asked = queries(songs, max(len(Mistake), options.queries // 10) if options.quick else options.queries, draw)
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="bench-", dir=place) as directory:
            path = Path(directory) / "segue.sqlite3"
            migrate(path)
            ours, peer = asyncio.run(_measure(path, songs, asked))
    except (DataError, TooFewNames, OSError) as error:
        print(f"benchmarks.song_search: {error}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    if options.json:
        print(to_json(targets(len(songs), ours, peer)))
        return 0
    print(this_machine().text())
    print("\n" + table(len(songs), ours, peer).render(markdown=options.markdown))
    print("\n" + measurement_table("Targets", targets(len(songs), ours, peer)).render(markdown=options.markdown))
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.song_search",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_options(parser)
    parser.add_argument("--json", action="store_true", help="print the numbers alone, for other programs")
    parser.add_argument("--songs", type=int, default=SONGS, help="songs of the catalogue (%(default)s)")
    parser.add_argument("--queries", type=int, default=QUERIES, help="of each way of asking (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of names and queries (%(default)s)")
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("SEGUE_DATA", "../shared/data")),
        help="directory of the training data, for more names (SEGUE_DATA; now %(default)s)",
    )
    options = parser.parse_args(arguments)
    if options.songs < 1 or options.queries < len(Mistake):
        parser.error("--songs and --queries must be at least 1 and 4")
    return options


if __name__ == "__main__":
    sys.exit(main())
