"""``python -m benchmarks.index``: what each index finds of the true neighbours, how fast, and what it costs to have."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.asked_index import CANDIDATES, EXACT, METHODS, QUESTIONS, Asked, Planted
from benchmarks.command import INTERRUPTED, UNUSABLE, add_options
from benchmarks.drawn_songs import DrawnSongs, closeness
from benchmarks.machine import this_machine
from benchmarks.measurement import Measurement, measurement_table, to_json
from engine.errors import EngineError
from engine.evaluation.table import Table
from engine.index import build_index
from engine.index.exact import best
from engine.songs import SongId

DESCRIPTION = """\
Draw as many songs as are asked for from a density fitted to the catalogue that ships, build every index over them, and
print what each finds of the true neighbours of other draws against how many questions it answers in a second of
processor time (one thread), and what it takes to build, to store and to hold. Exit status: 0 it was measured; 2
something needed is missing."""

EFFORTS: dict[str, tuple[float, ...]] = {
    "annoy": (2_000, 8_000, 20_000, 40_000, 100_000, 200_000, 400_000),
    "ivf": (0.05, 0.2, 0.4),
    "hnsw": (64, 256, 512),
    "usearch": (256,),
    "voyager": (256,),
}
"""Beside what Segue takes: nodes looked at, share of the clusters searched, width of the walk."""

MOST_NODES_PER_SONG = 1
"""With more nodes Annoy is not tried: comparing every song is quicker."""

HEADER = tuple(
    f"songs|index|effort|recall@1|@10|@100|@{CANDIDATES}|questions/s|/s for {CANDIDATES}|ms p50|ms p95"
    "|build s|peak MiB|file MiB|held MiB|own MiB".split("|")
)
SONGS_SEED, QUESTIONS_SEED = 1, 2
TARGET_SONGS = 100_000
TARGET_RECALL = 0.99
TARGET_MILLISECONDS = 10.0
_ROWS_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True)
class Row:
    """One index with one effort over so many songs; ``planted`` is ``None`` for the exact one."""

    method: str
    songs: int
    planted: Planted | None
    asked: Asked


@contextmanager
def collection(songs: DrawnSongs, count: int, questions: int, place: Path) -> Iterator[Path]:
    """A folder with an exact index of draws, and questions with their true neighbours."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=place) as name:
        _lay_out(songs, count, questions, Path(name))
        yield Path(name)


def _lay_out(songs: DrawnSongs, count: int, questions: int, directory: Path) -> None:
    asked = songs.draw(questions, QUESTIONS_SEED)
    vectors = songs.draw(count, SONGS_SEED)
    truth = true_neighbours(vectors, asked)
    build_index(EXACT, directory, [SongId(f"{row:016x}") for row in range(count)], vectors, "benchmark")
    np.savez(directory / QUESTIONS, questions=asked, truth=truth)


def true_neighbours(vectors: NDArray[np.float32], questions: NDArray[np.float32]) -> NDArray[np.int64]:
    """(m, k) rows of the nearest vectors to each question, the nearest first."""
    k = min(CANDIDATES, len(vectors))
    cosines = np.empty((len(questions), len(vectors)), dtype=np.float32)
    for start in range(0, len(vectors), _ROWS_AT_ONCE):
        cosines[:, start : start + _ROWS_AT_ONCE] = questions @ vectors[start : start + _ROWS_AT_ONCE].T
    return np.stack([best(one, k) for one in cosines])


def measure(directory: Path, songs: int, method: str, tell: Callable[[str], None]) -> Iterator[Row]:
    """Plant and ask, each in a process of its own."""
    tell(f"{songs:,} songs: {method} ...")
    planted = None if method == EXACT else Planted(**_in_process("plant", directory, method))
    efforts = [
        effort for effort in EFFORTS.get(method, ()) if method != "annoy" or effort <= MOST_NODES_PER_SONG * songs
    ]
    for asked in _in_process("ask", directory, method, *map(str, efforts)):
        yield Row(method, songs, planted, Asked(**asked))


def _in_process(task: str, directory: Path, method: str, *efforts: str) -> Any:
    command = [sys.executable, "-m", "benchmarks.asked_index", task, str(directory), method, *efforts]
    alone = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, env=alone)
    if ended.returncode:
        raise EngineError(f"{method} could not be measured; the lines above say why")
    return json.loads(ended.stdout.splitlines()[-1])


def table(rows: Sequence[Row]) -> Table:
    """Every effort of every index."""
    return Table(
        title="Recall against speed, and what it costs",
        header=HEADER,
        rows=tuple(
            (
                f"{row.songs:,}",
                row.method,
                f"{row.asked.effort:,.6g}{' *' if row.asked.used else ''}" if row.asked.effort else "",
                f"{row.asked.recall_1:.3f}",
                f"{row.asked.recall_10:.3f}",
                f"{row.asked.recall_100:.3f}",
                f"{row.asked.recall_500:.3f}",
                f"{1000 / max(row.asked.processor_ms, 1e-6):,.0f}",
                f"{1000 / max(row.asked.processor_ms_500, 1e-6):,.0f}",
                f"{row.asked.wall_p50_ms:.2f}",
                f"{row.asked.wall_p95_ms:.2f}",
                *_costs(row),
            )
            for row in rows
        ),
        notes=(
            "questions/s (for ten neighbours) and build s are of processor time on one thread",
            "* is what Segue takes; effort is nodes (annoy), share of the clusters (ivf), width of the walk (graphs)",
            "file MiB is beside the vectors' own file (1,664 bytes a song), which every index has; peak MiB is while "
            "building",
            "held MiB is what opening and asking added to a process, own MiB what of it several processes do not share",
        ),
    )


def _costs(row: Row) -> tuple[str, ...]:
    planted, asked = row.planted, row.asked
    built = (
        ("", "", "0")
        if planted is None
        else (
            f"{planted.seconds:,.1f}",
            f"{planted.peak_mebibytes:,.0f}",
            f"{planted.file_mebibytes:,.0f}",
        )
    )
    return (
        *built,
        *((f"{asked.resident_mebibytes:,.0f}", f"{asked.private_mebibytes:,.0f}") if asked.used else ("", "")),
    )


def closeness_table(songs: DrawnSongs) -> Table:
    """Whether the draws lie as the real songs do: the same numbers of both."""
    real, drawn = closeness(songs.real), closeness(songs.draw(len(songs.real), SONGS_SEED))
    return Table(
        title=f"Cosine of a song's neighbours among {len(songs.real):,}, at 5, 50 and 95 of a hundred songs",
        header=("songs", "first", "tenth", "hundredth"),
        rows=tuple(
            (name, *(" ".join(f"{one:.3f}" for one in rank) for rank in (of.first, of.tenth, of.hundredth)))
            for name, of in (("real", real), ("drawn", drawn))
        ),
    )


def targets(rows: Sequence[Row]) -> list[Measurement]:
    """The design's numbers, from what Segue uses by itself, where so many songs were measured."""
    used = [row for row in rows if row.songs == TARGET_SONGS and row.method == "annoy" and row.asked.used]
    return [
        one
        for row in used
        for one in (
            Measurement(
                f"annoy, {row.songs:,} songs, recall@10", row.asked.recall_10, "", TARGET_RECALL, at_least=True
            ),
            Measurement(
                f"annoy, {row.songs:,} songs, one query, p50", row.asked.wall_p50_ms, "ms", TARGET_MILLISECONDS
            ),
        )
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.index", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser)
    parser.add_argument("--json", action="store_true", help="print the numbers with a target alone, for other programs")
    parser.add_argument("--songs", type=int, nargs="+", help=f"how many (10000 100000; with --json {TARGET_SONGS})")
    kinds = (EXACT, *METHODS)
    parser.add_argument("--kinds", nargs="+", choices=kinds, help="which indexes (all; with --json annoy)")
    parser.add_argument("--rows", type=Path, help="write every row to this file as JSON, after each index")
    options = parser.parse_args(arguments)
    sizes = options.songs or ([TARGET_SONGS] if options.json else [10_000, TARGET_SONGS])
    if min(sizes) <= CANDIDATES:
        parser.error(f"--songs must be above {CANDIDATES}")
    place = options.home / "cache"
    rows: list[Row] = []
    try:
        place.mkdir(parents=True, exist_ok=True)
        songs = DrawnSongs.of_shipped()
        for count in sizes:
            _tell(f"{count:,} songs: drawing ...")
            with collection(songs, count, 30 if options.quick else 300, place) as directory:
                for kind in options.kinds or (("annoy",) if options.json else kinds):
                    if kind != EXACT and not METHODS[kind].available():
                        _tell(f"{kind} is not installed")
                        continue
                    rows += measure(directory, count, kind, _tell)
                    if options.rows is not None:
                        options.rows.write_text(json.dumps([asdict(row) for row in rows]), encoding="utf-8")
    except (EngineError, OSError) as error:
        print(f"benchmarks.index: {error}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    if options.json:
        print(to_json(targets(rows)))
        return 0
    print(this_machine().text())
    print("\n" + closeness_table(songs).render(markdown=options.markdown))
    print("\n" + table(rows).render(markdown=options.markdown))
    if measured := targets(rows):
        print("\n" + measurement_table("Targets", measured).render(markdown=options.markdown))
    return 0


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
