"""A process that plants or asks one library's index, so that time, threads and memory are that library's alone.

``python -m benchmarks.asked_index plant|ask DIRECTORY METHOD [EFFORT ...]`` reads the exact index in DIRECTORY and
``questions.npz`` beside it, and prints a line of JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.graphs import Usearch, Voyager
from benchmarks.measurement import percentile
from engine.index.annoy import SEARCH_NODES, Annoy
from engine.index.approximate import ApproximateIndex
from engine.index.build import SEED
from engine.index.exact import ExactIndex
from engine.index.faiss import SEARCH_WIDTH, SEARCHED_SHARE, Hnsw, Ivf
from engine.index.manifest import read_manifest
from engine.index.method import Method
from engine.index.protocol import Index, IndexKind
from engine.index.store import VectorStore

QUESTIONS = "questions.npz"
FEW, SOME, CANDIDATES = 10, 100, 500
"""Neighbours that are asked for; a ranking starts from the last."""

METHODS: dict[str, Method] = {
    "annoy": Annoy(),
    "ivf": Ivf(),
    "hnsw": Hnsw(),
    "usearch": Usearch(),
    "voyager": Voyager(),
}
EXACT = "exact"
PLANTED = ".planted"

_WARM_UP = 5
_STATUS = Path("/proc/self/status")
_KIBIBYTES_PER_MEBIBYTE = 1024


@dataclass(frozen=True, slots=True)
class Planted:
    """What planting took: seconds of processor time, the file, and the most memory that the process ever held."""

    seconds: float
    file_mebibytes: float
    peak_mebibytes: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking one index with one effort.

    Attributes
    ----------
    effort
        In the method's own unit; 0 for the exact index.
    used
        Whether it is what Segue takes.
    processor_ms, processor_ms_500
        Mean of one question for ten neighbours, and for as many as a ranking starts from.
    resident_mebibytes, private_mebibytes
        What opening and asking added to the process, and what of it no other process can share.
    """

    effort: float
    used: bool
    recall_1: float
    recall_10: float
    recall_100: float
    recall_500: float
    processor_ms: float
    processor_ms_500: float
    wall_p50_ms: float
    wall_p95_ms: float
    resident_mebibytes: float
    private_mebibytes: float


def plant(directory: Path, method: str) -> Planted:
    """Plant over the vectors of the exact index."""
    store = VectorStore.open(directory, read_manifest(directory))
    path = directory / f"{method}{PLANTED}"
    started = time.process_time()
    METHODS[method].plant(store.vectors, path, SEED)
    seconds = time.process_time() - started
    return Planted(seconds, path.stat().st_size / 2**20, _mebibytes("VmHWM"))


def ask(directory: Path, method: str, efforts: Sequence[float]) -> list[Asked]:
    """Ask what was planted with what Segue takes first, then with every other effort."""
    with np.load(directory / QUESTIONS) as arrays:
        questions, truth = arrays["questions"], arrays["truth"]
    manifest = read_manifest(directory)
    used = used_effort(method)
    asked = []
    for effort in dict.fromkeys([used, *efforts]):
        resident, private = _mebibytes("VmRSS"), _mebibytes("RssAnon")
        store = VectorStore.open(directory, manifest)
        index: Index = (
            ExactIndex(store)
            if method == EXACT
            else ApproximateIndex(
                store, IndexKind.HNSW, METHODS[method].load(directory / f"{method}{PLANTED}", store, effort)
            )
        )
        found = [index.query(question, CANDIDATES).ids for question in questions]
        few = [index.query(question, FEW).ids for question in questions]
        some = [index.query(question, SOME).ids for question in questions]
        rows = store.rows
        taken, walls = _clocked(index, questions, FEW)
        asked.append(
            Asked(
                effort=effort,
                used=effort == used,
                recall_1=_recall([[rows[song] for song in one[:1]] for one in few], truth),
                recall_10=_recall([[rows[song] for song in one] for one in few], truth),
                recall_100=_recall([[rows[song] for song in one] for one in some], truth),
                recall_500=_recall([[rows[song] for song in one] for one in found], truth),
                processor_ms=taken,
                processor_ms_500=_clocked(index, questions, CANDIDATES)[0],
                wall_p50_ms=percentile(walls, 0.5),
                wall_p95_ms=percentile(walls, 0.95),
                resident_mebibytes=_mebibytes("VmRSS") - resident,
                private_mebibytes=_mebibytes("RssAnon") - private,
            )
        )
    return sorted(asked, key=lambda one: one.effort)


def used_effort(method: str) -> float:
    """What Segue takes, or would."""
    match method:
        case "exact":
            return 0.0
        case "annoy":
            return float(SEARCH_NODES)
        case "ivf":
            return SEARCHED_SHARE
        case _:
            return float(SEARCH_WIDTH)


def _recall(found: Sequence[Sequence[int]], truth: NDArray[np.int64]) -> float:
    hits = [len({*rows} & {*true[: len(rows)].tolist()}) for rows, true in zip(found, truth, strict=True)]
    return sum(hits) / sum(len(rows) for rows in found)


def _clocked(index: Index, questions: NDArray[np.float32], k: int) -> tuple[float, list[float]]:
    """Mean processor time of a question, and every question's wall time, in milliseconds."""
    for question in questions[:_WARM_UP]:
        index.query(question, k)
    walls = []
    began = time.process_time()
    for question in questions:
        started = time.perf_counter()
        index.query(question, k)
        walls.append(1000 * (time.perf_counter() - started))
    return 1000 * (time.process_time() - began) / len(questions), walls


def _mebibytes(field: str) -> float:
    lines = _STATUS.read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:")) / _KIBIBYTES_PER_MEBIBYTE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as the parent benchmark asks."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.asked_index", description=__doc__)
    parser.add_argument("task", choices=("plant", "ask"))
    parser.add_argument("directory", type=Path)
    parser.add_argument("method", choices=(EXACT, *METHODS))
    parser.add_argument("efforts", type=float, nargs="*")
    options = parser.parse_args(arguments)
    answer: Any
    if options.task == "plant":
        answer = asdict(plant(options.directory, options.method))
    else:
        answer = [asdict(one) for one in ask(options.directory, options.method, options.efforts)]
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
