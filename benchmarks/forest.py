"""``python -m benchmarks.forest``: how many trees Annoy needs, and whether fewer dimensions would serve them."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.asked_index import FEW, SOME
from benchmarks.command import INTERRUPTED, UNUSABLE, add_options
from benchmarks.drawn_songs import DrawnSongs
from benchmarks.index import QUESTIONS_SEED, SONGS_SEED, true_neighbours
from benchmarks.machine import this_machine
from engine.errors import EngineError
from engine.evaluation.table import Table
from engine.index.annoy import annoy_available, load, plant
from engine.index.build import SEED
from engine.index.store import VectorStore
from engine.index.vectors import unit_rows
from engine.songs import SongId

DESCRIPTION = """\
Plant forests of several sizes over songs drawn from a density fitted to the shipped ones, over all their dimensions and
over their first principal components, and print what each finds of the true ten and hundred, in what time, and how
large it is. Whatever the trees stand on, the candidates are compared in all dimensions. Exit status: 0 it was measured;
2 something needed is missing."""

TREES = (20, 50, 100)
DIMENSIONS = (256, 192, 128)
NODES = (8_000, 40_000)
OVER_FETCH = 8
"""Candidates for each neighbour wanted where the trees see fewer dimensions: their order is no longer the true one."""
FITTED = 20_000
"""Songs that the components are found from."""


@dataclass(frozen=True, slots=True)
class Row:
    """One forest with one number of nodes; milliseconds and seconds are of processor time."""

    dimensions: int
    trees: int
    nodes: int
    recall_10: float
    recall_100: float
    milliseconds: float
    build_seconds: float
    file_mebibytes: float


def measure(vectors: NDArray[np.float32], questions: NDArray[np.float32], directory: Path) -> Iterator[Row]:
    """Every number of trees over all dimensions, then fifty over fewer."""
    truth, whole = true_neighbours(vectors, questions), vectors.shape[1]
    sample = vectors[:FITTED].astype(np.float64)
    components = np.linalg.eigh(sample.T @ sample)[1][:, ::-1].astype(np.float32)
    for trees, dimensions in [
        *((trees, whole) for trees in TREES),
        *((50, fewer) for fewer in DIMENSIONS if fewer < whole),
    ]:
        axes = None if dimensions == whole else np.ascontiguousarray(components[:, :dimensions])
        seen = vectors if axes is None else unit_rows(vectors @ axes)
        path = directory / "planted.ann"
        started = time.process_time()
        plant(seen, path, trees=trees, seed=SEED)
        build_seconds = time.process_time() - started
        forest = load(path, VectorStore("benchmark", seen, (SongId(""),) * len(seen), {}))
        for nodes in NODES:
            began = time.process_time()
            few = [
                _nearest(vectors, forest.get_nns_by_vector(_seen(one, axes), _fetched(FEW, axes), nodes), one, FEW)
                for one in questions
            ]
            milliseconds = 1000 * (time.process_time() - began) / len(questions)
            some = [
                _nearest(vectors, forest.get_nns_by_vector(_seen(one, axes), _fetched(SOME, axes), nodes), one, SOME)
                for one in questions
            ]
            yield Row(
                dimensions=dimensions,
                trees=trees,
                nodes=nodes,
                recall_10=_recall(few, truth),
                recall_100=_recall(some, truth),
                milliseconds=milliseconds,
                build_seconds=build_seconds,
                file_mebibytes=path.stat().st_size / 2**20,
            )


def _seen(question: NDArray[np.float32], axes: NDArray[np.float32] | None) -> NDArray[np.float32]:
    return question if axes is None else question @ axes


def _fetched(wanted: int, axes: NDArray[np.float32] | None) -> int:
    return wanted if axes is None else OVER_FETCH * wanted


def _nearest(vectors: NDArray[np.float32], rows: Sequence[int], question: NDArray[np.float32], k: int) -> list[int]:
    candidates = np.array(rows, dtype=np.int64)
    chosen: list[int] = candidates[np.argsort(-(vectors[candidates] @ question))[:k]].tolist()
    return chosen


def _recall(found: Sequence[Sequence[int]], truth: NDArray[np.int64]) -> float:
    hits = [len({*rows} & {*true[: len(rows)].tolist()}) for rows, true in zip(found, truth, strict=True)]
    return sum(hits) / sum(map(len, found))


def table(rows: Sequence[Row], songs: int) -> Table:
    """Every forest."""
    return Table(
        title=f"Annoy's forest over {songs:,} songs",
        header=("dimensions", "trees", "nodes", f"recall@{FEW}", f"@{SOME}", "ms", "build s", "file MiB"),
        rows=tuple(
            (
                f"{row.dimensions}",
                f"{row.trees}",
                f"{row.nodes:,}",
                f"{row.recall_10:.3f}",
                f"{row.recall_100:.3f}",
                f"{row.milliseconds:.2f}",
                f"{row.build_seconds:.1f}",
                f"{row.file_mebibytes:.0f}",
            )
            for row in rows
        ),
        notes=("ms of one question for ten neighbours, and build s, are of processor time on one thread",),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.forest",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_options(parser)
    parser.add_argument("--songs", type=int, default=100_000, help="how many (%(default)s)")
    options = parser.parse_args(arguments)
    if options.songs <= OVER_FETCH * SOME:
        parser.error(f"--songs must be above {OVER_FETCH * SOME}")
    if not annoy_available():
        print("benchmarks.forest: Annoy is not installed: it needs a compiler", file=sys.stderr)
        return UNUSABLE
    place = options.home / "cache"
    try:
        place.mkdir(parents=True, exist_ok=True)
        drawn = DrawnSongs.of_shipped()
        vectors = drawn.draw(options.songs, SONGS_SEED)
        questions = drawn.draw(30 if options.quick else 300, QUESTIONS_SEED)
        rows = []
        with tempfile.TemporaryDirectory(prefix="bench-", dir=place) as directory:
            for row in measure(vectors, questions, Path(directory)):
                print(
                    f"{row.dimensions} dimensions, {row.trees} trees, {row.nodes:,} nodes", file=sys.stderr, flush=True
                )
                rows.append(row)
    except (EngineError, OSError) as error:
        print(f"benchmarks.forest: {error}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    print(this_machine().text())
    print("\n" + table(rows, options.songs).render(markdown=options.markdown))
    return 0


if __name__ == "__main__":
    sys.exit(main())
