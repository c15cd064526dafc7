"""FAISS: clusters of which the nearest are searched (IVF-Flat), and a graph of neighbours that is walked (HNSW).

Sources: M. Douze et al., "The Faiss library", https://arxiv.org/abs/2401.08281; Y. Malkov, D. Yashunin, "Efficient and
robust approximate nearest neighbor search using Hierarchical Navigable Small World graphs",
https://arxiv.org/abs/1603.09320.
"""

from __future__ import annotations

import errno
import importlib.util
import math
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import IndexFileError
from engine.index.manifest import FileRole
from engine.index.store import CHECKED_ROWS, VectorStore

CLUSTERS_PER_ROOT = 4
"""Clusters for each square root of the songs: FAISS's own advice up to a million songs."""

TRAINED_PER_CLUSTER = 64
"""Songs that each cluster's centre is found from, at most; fewer than 39 make FAISS warn."""

SEARCHED_SHARE = 0.1
"""Share of the clusters that a question searches. By ``python -m benchmarks.index``, processor time on one core:

=========  =====  =========  ==========  ====  =======  ========
songs      share  recall@10  recall@100  ms    build s  file MiB
=========  =====  =========  ==========  ====  =======  ========
100,000    .05    .993       .964        0.7   11       161
100,000    .1     .997       .985        1.3   11       161
100,000    .2     .998       .995        2.4   11       161
1,000,000  .05    1.000      1.000       4.4   128      1,601
1,000,000  .1     1.000      1.000       8.1   128      1,601
=========  =====  =========  ==========  ====  =======  ========
"""

FEWEST_SEARCHED = 64
"""Clusters that a question searches, at least: 31 of the 156 among 10,000 songs find but .977 of the true ten."""

LINKS = 16
"""Neighbours that each song of the graph is linked to (twice as many on the lowest level)."""

BUILD_WIDTH = 128
"""Songs kept in view while a song is linked."""

SEARCH_WIDTH = 128
"""Songs kept in view while the graph is walked for a question, at least. Measured as above:

=========  =====  =========  ==========  ====  =======  ========
songs      width  recall@10  recall@100  ms    build s  file MiB
=========  =====  =========  ==========  ====  =======  ========
10,000     128    1.000      .992        0.3   2        9
100,000    64     .999       .987        0.3   41       93
100,000    128    1.000      .989        0.4   41       93
100,000    512    1.000      1.000       1.3   41       93
1,000,000  64     .999       .992        0.3   500      931
1,000,000  128    1.000      .993        0.5   500      931
=========  =====  =========  ==========  ====  =======  ========

usearch and voyager, which walk the same kind of graph, find as much at this width in twice the time (0.9 ms), and take
94 and 173 MiB: neither is worth another dependency.
"""

OVER_FETCH = 1.2
"""Songs taken from the graph for each neighbour wanted: it knows the vectors in half precision."""

_SAME = 0.999
"""Cosine of a vector and itself in half precision, at least."""

_SEEDS = 1 << 31


class _Faiss:
    """What both ways have in common."""

    def available(self) -> bool:
        """Whether FAISS can be imported here."""
        try:
            return importlib.util.find_spec("faiss") is not None
        except (ImportError, ValueError):
            return False

    def library(self) -> str:
        """Name and version of the library, as the manifest notes them."""
        try:
            return f"faiss {version('faiss-cpu')}"
        except PackageNotFoundError:
            return "faiss"


class Ivf(_Faiss):
    """Songs in clusters, each a list; the lists whose centres are nearest are compared whole."""

    role = FileRole.LISTS

    def plant(self, unit: NDArray[np.float32], path: Path, seed: int) -> None:
        """Find the clusters and save the lists (:meth:`engine.index.method.Method.plant`)."""
        faiss = _alone()
        count, dimension = unit.shape
        clusters = max(1, min(round(CLUSTERS_PER_ROOT * count**0.5), count // TRAINED_PER_CLUSTER))
        centres = faiss.IndexFlatIP(dimension)
        lists = faiss.IndexIVFFlat(centres, dimension, clusters, faiss.METRIC_INNER_PRODUCT)
        lists.cp.seed = seed % _SEEDS
        lists.cp.spherical = True
        lists.cp.max_points_per_centroid = TRAINED_PER_CLUSTER
        # Few songs need no fine clusters, and FAISS warns of each unless it is told that these will do.
        lists.cp.min_points_per_centroid = 1
        lists.train(unit)
        lists.add(unit)
        _write(faiss, lists, path)

    def load(self, path: Path, store: VectorStore, effort: float | None = None) -> Lists:
        """Map the lists (:meth:`engine.index.method.Method.load`); the effort is the share that is searched."""
        faiss = _alone()
        lists = _read(faiss, path, faiss.IO_FLAG_MMAP_IFC, faiss.IndexIVFFlat, store)
        for row in _sample(store):
            # Which list a song belongs to follows from the centres: no list is read but this one.
            nearest = int(lists.quantizer.assign(store.vectors[row : row + 1], 1)[0, 0])
            if row not in faiss.rev_swig_ptr(lists.invlists.get_ids(nearest), lists.invlists.list_size(nearest)):
                raise IndexFileError(f"{path.name} is not of these vectors")
        return Lists(faiss, lists, SEARCHED_SHARE if effort is None else effort)


class Hnsw(_Faiss):
    """A graph in which every song knows near ones, walked from song to song towards the question."""

    role = FileRole.GRAPH

    def plant(self, unit: NDArray[np.float32], path: Path, seed: int) -> None:
        """Link the songs and save the graph (:meth:`engine.index.method.Method.plant`)."""
        faiss = _alone()
        graph = faiss.IndexHNSWSQ(unit.shape[1], faiss.ScalarQuantizer.QT_fp16, LINKS, faiss.METRIC_INNER_PRODUCT)
        graph.hnsw.efConstruction = BUILD_WIDTH
        graph.hnsw.rng = faiss.RandomGenerator(seed % _SEEDS)
        graph.add(unit)
        _write(faiss, graph, path)

    def load(self, path: Path, store: VectorStore, effort: float | None = None) -> Graph:
        """Map the graph (:meth:`engine.index.method.Method.load`); the effort is the width of the walk."""
        faiss = _alone()
        graph = _read(faiss, path, faiss.IO_FLAG_MMAP_IFC, faiss.IndexHNSWSQ, store)
        for row in _sample(store):
            if not float(graph.reconstruct(row) @ store.vectors[row]) > _SAME:
                raise IndexFileError(f"{path.name} is not of these vectors")
        return Graph(faiss, graph, SEARCH_WIDTH if effort is None else round(effort))


class Lists:
    """:class:`engine.index.method.Candidates` from the nearest clusters."""

    def __init__(self, faiss: ModuleType, lists: Any, searched_share: float) -> None:
        self._faiss, self._lists = faiss, lists
        self._searched = max(FEWEST_SEARCHED, round(searched_share * lists.nlist))

    def near(self, unit: NDArray[np.float32], wanted: int) -> NDArray[np.int64]:
        """The nearest songs of the nearest clusters."""
        how = self._faiss.SearchParametersIVF(nprobe=self._searched)
        return _found(self._faiss, self._lists, unit, wanted, how)


class Graph:
    """:class:`engine.index.method.Candidates` from a walk."""

    def __init__(self, faiss: ModuleType, graph: Any, width: int) -> None:
        self._faiss, self._graph, self._width = faiss, graph, width

    def near(self, unit: NDArray[np.float32], wanted: int) -> NDArray[np.int64]:
        """The nearest songs that the walk came by."""
        # Half precision may turn the order of the last ones round: some more are fetched and compared exactly.
        fetched = math.ceil(OVER_FETCH * wanted)
        how = self._faiss.SearchParametersHNSW(efSearch=max(self._width, fetched))
        return _found(self._faiss, self._graph, unit, fetched, how)


def _found(faiss: ModuleType, index: Any, unit: NDArray[np.float32], wanted: int, how: Any) -> NDArray[np.int64]:
    # OpenMP keeps this number for each thread apart, and questions come in any thread.
    faiss.omp_set_num_threads(1)
    rows: NDArray[np.int64] = index.search(unit.reshape(1, -1), wanted, params=how)[1][0]
    return np.unique(rows[rows >= 0])


def _alone() -> ModuleType:
    """FAISS, on one thread: an index is built beside a bot that answers."""
    import faiss  # noqa: PLC0415 - optional, and slow to import

    faiss.omp_set_num_threads(1)
    module: ModuleType = faiss
    return module


def _write(faiss: ModuleType, index: Any, path: Path) -> None:
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(errno.EIO, f"FAISS could not write it: {_first_line(error)}", str(path)) from error


def _read(faiss: ModuleType, path: Path, how: int, kind: Any, store: VectorStore) -> Any:
    try:
        index = faiss.read_index(str(path), how)
    except (RuntimeError, MemoryError) as error:
        if not path.exists():
            raise FileNotFoundError(errno.ENOENT, "gone", str(path)) from error
        raise IndexFileError(f"{path.name} cannot be loaded: {_first_line(error)}") from error
    if not isinstance(index, kind) or index.metric_type != faiss.METRIC_INNER_PRODUCT or index.d != store.dimension:
        raise IndexFileError(f"{path.name} is an index of another kind")
    if index.ntotal != len(store.ids):
        raise IndexFileError(f"{path.name} has {index.ntotal} songs instead of {len(store.ids)}")
    return index


def _sample(store: VectorStore) -> list[int]:
    rows: list[int] = np.unique(np.linspace(0, len(store.ids) - 1, CHECKED_ROWS).astype(int)).tolist()
    return rows


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
