"""``python -m benchmarks.index``: what the trees find of the true neighbours, how fast, beside comparing every song."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.command import INTERRUPTED, UNUSABLE, add_options
from benchmarks.machine import this_machine
from benchmarks.measurement import Measurement, measurement_table, percentile, to_json
from engine.errors import EngineError
from engine.evaluation.table import Table
from engine.index import Index, annoy_available, build_index, open_index, read_manifest
from engine.index.annoy import SEARCH_NODES, AnnoyIndex, load
from engine.index.manifest import FileRole
from engine.index.store import VectorStore, required
from engine.songs import SongId

DESCRIPTION = """\
Build both indexes over the shipped catalogue and over clustered vectors of the given numbers of songs, and print how
many of the true ten nearest each finds against how many questions it answers in a second. Exit status: 0 it was
measured; 2 something needed is missing."""

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "catalog" / "shipped" / "vectors.npz"
DIMENSION = 320
NEIGHBOURS = 10
CANDIDATES = 500
"""Neighbours that a ranking starts from."""

NODES = tuple(sorted({1_000, 2_000, 4_000, 8_000, 16_000, 32_000, SEARCH_NODES}))
CLUSTERS = 300
INNER_DIMENSIONS = 24
"""Directions in which the songs of a cluster differ; music's vectors fill few of theirs."""

TARGET_SONGS = 100_000
TARGET_RECALL = 0.99
TARGET_MILLISECONDS = 2.0
WARM_UP = 5


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """Vectors to search in, and questions.

    Attributes
    ----------
    vectors
        (n, d) float32 of unit length.
    questions
        (m, d) float32, each a song's vector with noise.
    """

    name: str
    vectors: NDArray[np.float32]
    questions: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Row:
    """One index with one setting over one collection."""

    collection: str
    songs: int
    how: str
    nodes: int
    recall: float
    recall_candidates: float
    processor_ms: float
    wall_p50_ms: float
    wall_p95_ms: float
    build_seconds: float
    megabytes: float


def clustered(songs: int, questions: int, seed: int = 1) -> Collection:
    """Flat clusters: a song differs from its cluster's centre in few directions much, in all a little."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(CLUSTERS, DIMENSION)).astype(np.float32)
    vectors = np.empty((songs, DIMENSION), dtype=np.float32)
    for cluster, rows in enumerate(np.array_split(np.arange(songs), CLUSTERS)):
        axes = random.normal(size=(INNER_DIMENSIONS, DIMENSION)) / np.sqrt(INNER_DIMENSIONS)
        spread = random.normal(size=(len(rows), INNER_DIMENSIONS)) @ axes
        vectors[rows] = centres[cluster] + spread + 0.25 * random.normal(size=(len(rows), DIMENSION))
    return with_questions(f"clustered, {songs:,}", vectors, questions, seed)


def with_questions(name: str, vectors: NDArray[np.float32], questions: int, seed: int) -> Collection:
    """Unit vectors, and questions beside songs drawn from them."""
    random = np.random.default_rng(seed)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = random.integers(0, len(unit), questions)
    noise = random.normal(size=(questions, unit.shape[1])) * (0.3 / np.sqrt(unit.shape[1]))
    return Collection(name, unit.astype(np.float32), (unit[rows] + noise).astype(np.float32))


def measure(collection: Collection, directory: Path) -> list[Row]:
    """Build, then ask everything of each index and setting."""
    ids = [SongId(f"{row:016x}") for row in range(len(collection.vectors))]
    build_seconds = {}
    for kind in ("exact", "annoy") if annoy_available() else ("exact",):
        started = time.process_time()
        build_index(kind, directory / kind, ids, collection.vectors, "benchmark")
        build_seconds[kind] = time.process_time() - started
    exact = open_index(directory / "exact")
    few = [set(exact.query(question, NEIGHBOURS).ids) for question in collection.questions]
    many = [set(exact.query(question, CANDIDATES).ids) for question in collection.questions]

    def row(how: str, nodes: int, index: Index) -> Row:
        recall = _recall(index, collection.questions, few)
        return Row(
            collection=collection.name,
            songs=len(ids),
            how=how,
            nodes=nodes,
            recall=recall,
            recall_candidates=_recall(index, collection.questions, many),
            processor_ms=_clocked(index, collection.questions, time.process_time)[0],
            wall_p50_ms=(walls := _clocked(index, collection.questions, time.perf_counter))[1],
            wall_p95_ms=walls[2],
            build_seconds=build_seconds[how],
            megabytes=sum(file.size for file in read_manifest(directory / how).files) / 1e6,
        )

    rows = [row("exact", 0, exact)]
    if annoy_available():
        manifest = read_manifest(directory / "annoy")
        store = VectorStore.open(directory / "annoy", manifest)
        forest = load(directory / "annoy" / required(manifest, FileRole.TREES).name, store)
        rows += [row("annoy", nodes, AnnoyIndex(store, forest, search_nodes=nodes)) for nodes in NODES]
    return rows


def _recall(index: Index, questions: NDArray[np.float32], truth: Sequence[set[SongId]]) -> float:
    found = [len(set(index.query(one, len(true)).ids) & true) for one, true in zip(questions, truth, strict=True)]
    return sum(found) / sum(map(len, truth))


def _clocked(index: Index, questions: NDArray[np.float32], clock: Callable[[], float]) -> list[float]:
    """Mean, p50 and p95 of one question for ten neighbours, in milliseconds."""
    for question in questions[:WARM_UP]:
        index.query(question, NEIGHBOURS)
    taken = []
    for question in questions:
        started = clock()
        index.query(question, NEIGHBOURS)
        taken.append((clock() - started) * 1000)
    return [float(np.mean(taken)), percentile(taken, 0.5), percentile(taken, 0.95)]


def table(rows: Sequence[Row]) -> Table:
    """Every setting of every index."""
    return Table(
        title="Recall against speed",
        header=(
            "vectors",
            "index",
            "nodes",
            f"recall@{NEIGHBOURS}",
            f"recall@{CANDIDATES}",
            "questions/s",
            "ms p50",
            "ms p95",
            "build s",
            "MB",
        ),
        rows=tuple(
            (
                row.collection,
                row.how,
                f"{row.nodes:,}{' *' if row.nodes == SEARCH_NODES else ''}" if row.nodes else "",
                f"{row.recall:.4f}",
                f"{row.recall_candidates:.4f}",
                f"{1000 / max(row.processor_ms, 1e-6):,.0f}",
                f"{row.wall_p50_ms:.2f}",
                f"{row.wall_p95_ms:.2f}",
                f"{row.build_seconds:.1f}",
                f"{row.megabytes:.1f}",
            )
            for row in rows
        ),
        notes=(
            "questions/s and build s are of processor time, ms of wall time, for ten neighbours; * is what Segue uses",
            f"recall@{CANDIDATES} looks at 64 nodes a neighbour where that is more than the row's nodes",
        ),
    )


def targets(rows: Sequence[Row]) -> list[Measurement]:
    """The design's numbers, from the setting that Segue uses, where so many songs were measured."""
    used = [row for row in rows if row.songs >= TARGET_SONGS and row.nodes == SEARCH_NODES]
    return [
        one
        for row in used
        for one in (
            Measurement(f"annoy, {row.songs:,} songs, recall@10", row.recall, "", TARGET_RECALL, at_least=True),
            Measurement(f"annoy, {row.songs:,} songs, one query, p50", row.wall_p50_ms, "ms", TARGET_MILLISECONDS),
        )
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.index", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser)
    parser.add_argument("--json", action="store_true", help="print the numbers with a target alone, for other programs")
    parser.add_argument(
        "--songs",
        type=int,
        nargs="+",
        default=[2_500, 10_000, TARGET_SONGS],
        help="numbers of clustered vectors (%(default)s)",
    )
    options = parser.parse_args(arguments)
    if min(options.songs) < CLUSTERS:
        parser.error(f"--songs must be at least {CLUSTERS}")
    questions = 30 if options.quick else 300
    place = options.home / "cache"
    rows: list[Row] = []
    try:
        place.mkdir(parents=True, exist_ok=True)
        for collection in _collections(options.songs, questions):
            print(f"{collection.name} songs ...", file=sys.stderr, flush=True)
            with tempfile.TemporaryDirectory(prefix="bench-", dir=place) as directory:
                rows += measure(collection, Path(directory))
    except (EngineError, OSError) as error:
        print(f"benchmarks.index: {error}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    if options.json:
        print(to_json(targets(rows)))
        return 0
    print(this_machine().text())
    if not annoy_available():
        print("Annoy is not installed: it needs a compiler. The exact index alone was measured.")
    print("\n" + table(rows).render(markdown=options.markdown))
    if measured := targets(rows):
        print("\n" + measurement_table("Targets", measured).render(markdown=options.markdown))
    return 0


def _collections(sizes: Sequence[int], questions: int) -> Iterator[Collection]:
    """The shipped catalogue where it is there, then one by one: together they are large."""
    if SHIPPED.is_file():
        with np.load(SHIPPED, allow_pickle=False) as arrays:
            vectors = arrays["vectors"].astype(np.float32)
        yield with_questions(f"shipped, {len(vectors):,}", vectors, questions, seed=1)
    for songs in sizes:
        yield clustered(songs, questions)


if __name__ == "__main__":
    sys.exit(main())
