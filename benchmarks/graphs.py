"""Two more libraries that walk a graph of neighbours, for the comparison alone: usearch and voyager.

Sources: https://github.com/unum-cloud/usearch and https://github.com/spotify/voyager.
"""

from __future__ import annotations

import importlib
import importlib.util
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.index.faiss import BUILD_WIDTH, LINKS, SEARCH_WIDTH
from engine.index.manifest import FileRole
from engine.index.store import VectorStore


class _Library:
    """One of the two, by name."""

    role = FileRole.GRAPH
    name: str

    def available(self) -> bool:
        """Whether it can be imported here."""
        return importlib.util.find_spec(self.name) is not None

    def library(self) -> str:
        """Name and version."""
        return f"{self.name} {version(self.name)}"


class Usearch(_Library):
    """:class:`engine.index.method.Method` by usearch, vectors in half precision."""

    name = "usearch"

    def plant(self, unit: NDArray[np.float32], path: Path, seed: int) -> None:
        """Link the songs and save the graph; the library takes no seed."""
        graph = _usearch(unit.shape[1])
        graph.add(np.arange(len(unit)), np.asarray(unit), threads=1)
        graph.save(str(path))

    def load(self, path: Path, store: VectorStore, effort: float | None = None) -> UsearchGraph:
        """Map the graph."""
        graph = _usearch(store.dimension)
        graph.view(str(path))
        graph.expansion_search = SEARCH_WIDTH if effort is None else round(effort)
        return UsearchGraph(graph)


class UsearchGraph:
    """:class:`engine.index.method.Candidates` by usearch."""

    def __init__(self, graph: Any) -> None:
        self._graph = graph

    def near(self, unit: NDArray[np.float32], wanted: int) -> NDArray[np.int64]:
        """The nearest songs that the walk came by."""
        rows: NDArray[np.int64] = self._graph.search(unit, wanted, threads=1).keys.astype(np.int64)
        return rows


class Voyager(_Library):
    """:class:`engine.index.method.Method` by voyager."""

    name = "voyager"

    def plant(self, unit: NDArray[np.float32], path: Path, seed: int) -> None:
        """Link the songs and save the graph."""
        voyager = importlib.import_module("voyager")
        space, dimension = voyager.Space.InnerProduct, unit.shape[1]
        graph = voyager.Index(space, dimension, M=LINKS, ef_construction=BUILD_WIDTH, random_seed=seed)
        graph.add_items(np.array(unit), num_threads=1)
        graph.save(str(path))

    def load(self, path: Path, store: VectorStore, effort: float | None = None) -> VoyagerGraph:
        """Read the graph into memory; the library cannot map it."""
        graph = importlib.import_module("voyager").Index.load(str(path))
        return VoyagerGraph(graph, SEARCH_WIDTH if effort is None else round(effort))


class VoyagerGraph:
    """:class:`engine.index.method.Candidates` by voyager."""

    def __init__(self, graph: Any, width: int) -> None:
        self._graph, self._width = graph, width

    def near(self, unit: NDArray[np.float32], wanted: int) -> NDArray[np.int64]:
        """The nearest songs that the walk came by."""
        width = max(self._width, wanted)
        rows: NDArray[np.int64] = self._graph.query(unit, wanted, num_threads=1, query_ef=width)[0].astype(np.int64)
        return rows


def _usearch(dimension: int) -> Any:
    index = importlib.import_module("usearch.index")
    return index.Index(ndim=dimension, metric="ip", dtype="f16", connectivity=LINKS, expansion_add=BUILD_WIDTH)
