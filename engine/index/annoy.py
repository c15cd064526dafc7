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
from engine.index.manifest import METRIC, FileRole
from engine.index.store import CHECKED_ROWS, VectorStore

if TYPE_CHECKING:
    from annoy import AnnoyIndex as Trees

TREES = 50
"""Trees in the forest. By ``python -m benchmarks.forest``, 40,000 nodes among 100,000 songs, 20, 50 and 100 trees find
.989, .990 and .993 of the true ten in 5.4, 4.5 and 4.3 ms, are built in 6, 10 and 19 s and take 183, 217 and 275 MiB.
Trees over the first 256, 192 or 128 principal components find .991, .987 and .962 in 3.9, 3.7 and 3.6 ms and take 156,
132 and 108 MiB: too little is gained to keep the components beside every index, so the trees see all 416 dimensions."""

SEARCH_NODES = 40_000
"""Nodes looked at for one question, at least; with fewer songs every song is compared instead. By ``python -m
benchmarks.index`` on one core, 416 dimensions, 50 trees, processor time of a question for ten neighbours:

=========  ===============  =========  ==========  ======  ========
songs      nodes            recall@10  recall@100  ms      file MiB
=========  ===============  =========  ==========  ======  ========
10,000     8,000            .976       .975        0.9     21
10,000     (every song)     1          1           1.2
100,000    8,000            .925       .873        1.4     217
100,000    40,000           .990       .975        4.6     217
100,000    100,000          .998       .993        10.4    217
100,000    (every song)     1          1           14.1
1,000,000  8,000            .931       .809        2.3     2,180
1,000,000  40,000           .993       .953        7.7     2,180
1,000,000  200,000          1.000      .992        29.8    2,180
1,000,000  (every song)     1          1           133.8
=========  ===============  =========  ==========  ======  ========
"""

NODES_PER_NEIGHBOUR = 64
"""Nodes looked at for each neighbour wanted, where that is more; a ranking's 500 are found to .968 among 100,000."""

OVER_FETCH = 2
"""Candidates taken from the trees for each neighbour wanted, so that their rounding does not decide who is in."""

_SPOT_TOLERANCE = 1e-3


def annoy_available() -> bool:
    """Whether Annoy can be imported here."""
    try:
        return importlib.util.find_spec("annoy") is not None and _import_annoy() is not None
    except (ImportError, ValueError):
        return False


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


class Annoy:
    """:class:`engine.index.method.Method` by a forest."""

    role = FileRole.TREES

    def available(self) -> bool:
        """Whether Annoy can be imported here."""
        return annoy_available()

    def library(self) -> str:
        """Name and version of the library, as the manifest notes them."""
        try:
            return f"annoy {version('annoy')}"
        except PackageNotFoundError:
            return "annoy"

    def plant(self, unit: NDArray[np.float32], path: Path, seed: int) -> None:
        """Grow the forest (:func:`plant`)."""
        plant(unit, path, trees=TREES, seed=seed)

    def load(self, path: Path, store: VectorStore, effort: float | None = None) -> Forest:
        """Map the forest (:func:`load`); the effort is the nodes looked at, at least."""
        return Forest(load(path, store), search_nodes=SEARCH_NODES if effort is None else round(effort))


class Forest:
    """:class:`engine.index.method.Candidates` from the trees.

    Parameters
    ----------
    search_nodes
        Nodes looked at for one question, at least: more finds more and takes longer.
    """

    def __init__(self, trees: Trees, *, search_nodes: int) -> None:
        self._trees = trees
        self._search_nodes = search_nodes

    def near(self, unit: NDArray[np.float32], wanted: int) -> NDArray[np.int64]:
        """The nearest songs of the leaves that the nodes lead to; none where comparing every song is quicker."""
        nodes = max(self._search_nodes, NODES_PER_NEIGHBOUR * wanted)
        if nodes > self._trees.get_n_items():
            return np.zeros(0, dtype=np.int64)
        return np.array(self._trees.get_nns_by_vector(unit, OVER_FETCH * wanted, nodes), dtype=np.int64)


def _import_annoy() -> type[Trees]:
    from annoy import AnnoyIndex as Trees  # noqa: PLC0415 - compiled at installation: not everybody has it

    return Trees
