"""Annoy: candidates from a forest of random projection trees, scored again exactly.

Source: E. Bernhardsson, "Annoy: approximate nearest neighbors in C++/Python", https://github.com/spotify/annoy.
"""

from __future__ import annotations

import errno
import importlib.util
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.errors import IndexFileError
from engine.index.exact import StoredIndex, nearest, opened
from engine.index.manifest import METRIC
from engine.index.protocol import IndexKind, Neighbours
from engine.index.store import CHECKED_ROWS, VectorStore
from engine.index.vectors import unit_vector

if TYPE_CHECKING:
    from annoy import AnnoyIndex as Trees

TREES = 50
"""Trees in the forest. Of the true ten among 20,000 clustered songs, at 1,000 nodes, 20 trees find .977, 50 find .996
and 100 find .999; they are built in 0.3, 0.7 and 1.6 s and take room accordingly. Among 2,500 songs 20 would do."""

SEARCH_NODES = 4_000
"""Nodes looked at for one question, at least. ``python -m benchmarks.index``, 320 dimensions, 50 trees, one core:

==================  =======  =========  =======  ======
songs               nodes    recall@10  ms p50   file
==================  =======  =========  =======  ======
2,508 that ship     2,000    .996       0.35     8 MB
2,508 that ship     4,000    .999       0.47     8 MB
2,508 that ship     8,000    1.000      0.67     8 MB
100,000 clustered   2,000    1.000      0.61     338 MB
100,000 clustered   4,000    1.000      1.08     338 MB
100,000 clustered   8,000    1.000      2.37     338 MB
100,000 clustered   (exact)  1.000      5.81     130 MB
==================  =======  =========  =======  ======

Vectors with little structure would need more: among 20,000 of them 2,000 nodes find .62 of the true ten, 8,000 .91.
A question of a member asks for hundreds of candidates, for which ``NODES_PER_NEIGHBOUR`` decides.
"""

NODES_PER_NEIGHBOUR = 64
"""Nodes looked at for each neighbour wanted, where that is more: .995 of the true 500 among 10,000 songs, in 3 ms."""

OVER_FETCH = 2
"""Candidates taken from the trees for each neighbour wanted, so that their rounding does not decide who is in."""

_SPOT_TOLERANCE = 1e-3


def annoy_available() -> bool:
    """Whether Annoy can be imported here."""
    try:
        return importlib.util.find_spec("annoy") is not None and _import_annoy() is not None
    except (ImportError, ValueError):
        return False


def library_version() -> str:
    """Name and version of the library, as the manifest notes them."""
    try:
        return f"annoy {version('annoy')}"
    except PackageNotFoundError:
        return "annoy"


def plant(vectors: NDArray[np.float32], path: Path, *, trees: int, seed: int) -> None:
    """Grow the forest over (n, d) unit vectors, n > 0, and save it; the same file for the same seed.

    Raises
    ------
    OSError
        It cannot be written.
    """
    forest = _import_annoy()(vectors.shape[1], METRIC)
    forest.set_seed(seed)
    for row, vector in enumerate(vectors):
        forest.add_item(row, vector)
    forest.build(trees, n_jobs=1)  # more than one job makes the trees depend on the threads' order
    forest.save(str(path))


def load(path: Path, store: VectorStore) -> Trees:
    """Map a saved forest and check that it is the store's.

    Annoy itself notices neither another metric nor other vectors of the same number; distances of sampled rows do.

    Raises
    ------
    IndexFileError
        It is not.
    FileNotFoundError
        It is gone.
    """
    forest = _import_annoy()(store.dimension, METRIC)
    try:
        forest.load(str(path))
    except OSError as error:
        if not path.exists():
            raise FileNotFoundError(errno.ENOENT, "gone", str(path)) from error
        raise IndexFileError(f"{path.name} cannot be loaded: {error}") from error
    if forest.get_n_items() != len(store.ids) or forest.get_n_trees() < 1:
        raise IndexFileError(f"{path.name} has {forest.get_n_items()} songs instead of {len(store.ids)}")
    sample = np.unique(np.linspace(0, len(store.ids) - 1, CHECKED_ROWS).astype(int)).tolist()
    for row, other in zip(sample, [*sample[1:], sample[0]], strict=True):
        cosine = float(store.vectors[row] @ store.vectors[other])
        distance = forest.get_distance(row, other)
        if not abs((1 - distance * distance / 2) - cosine) < _SPOT_TOLERANCE:
            raise IndexFileError(f"{path.name} is not of these vectors or not {METRIC}")
    return forest


class AnnoyIndex(StoredIndex):
    """:class:`engine.index.protocol.Index` by a forest's candidates and exact similarities.

    Parameters
    ----------
    forest
        The loaded trees; ``None`` for an index without songs.
    search_nodes
        Nodes looked at for one question, at least: more finds more and takes longer.
    """

    def __init__(self, store: VectorStore, forest: Trees | None, *, search_nodes: int = SEARCH_NODES) -> None:
        super().__init__(store)
        self._forest = forest
        self._search_nodes = search_nodes

    @property
    def kind(self) -> IndexKind:
        """``ANNOY``."""
        return IndexKind.ANNOY

    def query(self, vector: NDArray[np.float32], k: int) -> Neighbours:
        """The ``k`` nearest songs (:meth:`engine.index.protocol.Index.query`), nearly always the true ones.

        When the trees find fewer than ``k``, every song is compared.
        """
        store, forest = opened(self._store), self._forest
        unit = unit_vector(vector, self._dimension)
        wanted = min(k, len(store.ids))
        fetched = OVER_FETCH * wanted
        if forest is None or wanted < 1 or fetched >= len(store.ids):
            return nearest(store, unit, k)
        nodes = max(self._search_nodes, NODES_PER_NEIGHBOUR * wanted)
        rows = forest.get_nns_by_vector(unit, fetched, nodes)
        if len(rows) < wanted:
            return nearest(store, unit, k)
        return nearest(store, unit, k, np.array(rows, dtype=np.int64))

    def close(self) -> None:
        """Let go of the mappings; a query under way holds its own references, so the trees stay until it ends."""
        super().close()
        self._forest = None


def _import_annoy() -> type[Trees]:
    from annoy import AnnoyIndex as Trees  # noqa: PLC0415 - compiled at installation: not everybody has it

    return Trees
