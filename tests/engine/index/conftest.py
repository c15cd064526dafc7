from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.index import GrownIndex, Index, IndexKind, build_index, open_index, read_manifest
from engine.index.annoy import Annoy
from engine.index.approximate import ApproximateIndex
from engine.index.manifest import FileRole
from engine.index.store import VectorStore, required
from engine.songs import SongId
from tests.engine.index.toy_vectors import MODEL, Songs

LIBRARIES = {"annoy": "annoy", "ivf": "faiss", "hnsw": "faiss"}
KINDS = ["exact", *LIBRARIES]
FEW_NODES = 300
"""So few that Annoy looks into its trees though there are few songs."""


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    if request.param in LIBRARIES:
        pytest.importorskip(LIBRARIES[request.param], reason="the library is not installed")
    return str(request.param)


@pytest.fixture
def songs() -> Songs:
    return Songs(400)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where indexes lie that many tests open and none changes."""
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture(params=["built", "grown"])
def index(request: pytest.FixtureRequest, kind: str, songs: Songs, shelf: Path) -> Index:
    directory = shelf / f"{request.param}-{kind}"
    if request.param == "grown":
        return grown(kind, songs, directory)
    if not directory.exists():
        build_index(kind, directory, songs.ids, songs.vectors, MODEL)
    return opened(kind, directory)


def opened(kind: str, directory: Path) -> Index:
    if kind != "annoy":
        return open_index(directory, model=MODEL, kind=kind)
    manifest = read_manifest(directory)
    store = VectorStore.open(directory, manifest)
    trees = directory / required(manifest, FileRole.TREES).name
    return ApproximateIndex(store, IndexKind.ANNOY, Annoy().load(trees, store, FEW_NODES))


def grown(kind: str, songs: Songs, directory: Path) -> GrownIndex:
    """The same songs: 240 were built, 20 were built with other vectors, 30 more were built and have gone."""
    random = np.random.default_rng(3)
    wrong, gone = songs.ids[240:260], tuple(SongId(f"gone{number:012x}") for number in range(30))
    vectors = np.concatenate([songs.vectors[:240], random.normal(size=(50, 16))])
    # Those that have gone lie where the questions of the tests are.
    vectors[260:] = songs.vectors[:30] + 0.01 * random.normal(size=(30, 16))
    if not directory.exists():
        build_index(kind, directory, [*songs.ids[:240], *wrong, *gone], vectors, MODEL)
    index = GrownIndex(opened(kind, directory)).changed(songs.ids[240:300], songs.vectors[240:300], gone[:10])
    return index.changed(songs.ids[300:], songs.vectors[300:], gone[10:])
