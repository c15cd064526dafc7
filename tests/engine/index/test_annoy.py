from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.errors import IndexFileError
from engine.index import Index, IndexKind, annoy_available, build_index, open_index
from engine.index.annoy import Annoy, Forest, load, plant
from engine.index.approximate import ApproximateIndex
from engine.index.manifest import FileRole, read_manifest
from engine.index.store import VectorStore, required
from tests.engine.index.toy_vectors import MODEL, Songs

library = pytest.importorskip("annoy", reason="Annoy is not installed: it needs a compiler")


def test_it_is_available_when_it_can_be_imported() -> None:
    assert annoy_available()


def test_nearly_all_true_neighbours_are_found(tmp_path: Path) -> None:
    """Recall@10 on clustered vectors against the exact index, queries beside the songs."""
    songs = Songs(4000, dimension=64, clusters=60)
    build_index("annoy", tmp_path, songs.ids, songs.vectors, MODEL)
    manifest = read_manifest(tmp_path)
    store = VectorStore.open(tmp_path, manifest)
    trees = tmp_path / required(manifest, FileRole.TREES).name
    annoy = ApproximateIndex(store, IndexKind.ANNOY, Annoy().load(trees, store, effort=2_000))
    exact: Index = open_index(tmp_path, kind="exact")
    random = np.random.default_rng(8)
    queries = songs.vectors[::40] + 0.05 * random.normal(size=(100, 64)).astype(np.float32)
    hits = sum(len(set(annoy.query(query, 10).ids) & set(exact.query(query, 10).ids)) for query in queries)
    assert hits >= 0.99 * 1000


def test_it_names_nobody_where_comparing_every_song_is_quicker(tmp_path: Path) -> None:
    songs = Songs(200)
    store = store_of(songs, tmp_path / "store")
    plant(songs.vectors, tmp_path / "trees.ann", trees=5, seed=1)
    trees = load(tmp_path / "trees.ann", store)
    assert len(Forest(trees, search_nodes=100).near(songs.vectors[0], 2)) == 4
    assert not len(Forest(trees, search_nodes=201).near(songs.vectors[0], 2))
    assert not len(Annoy().load(tmp_path / "trees.ann", store).near(songs.vectors[0], 2))


def test_the_same_seed_gives_the_same_trees(tmp_path: Path) -> None:
    songs = Songs(300)
    names = []
    for seed in (1, 1, 2):
        manifest = build_index("annoy", tmp_path / f"{len(names)}", songs.ids, songs.vectors, MODEL, seed=seed)
        trees = manifest.file(FileRole.TREES)
        assert trees is not None
        names.append(trees.name)
    assert names[0] == names[1] != names[2]


def store_of(songs: Songs, directory: Path) -> VectorStore:
    build_index("exact", directory, songs.ids, songs.vectors, MODEL)
    return VectorStore.open(directory, read_manifest(directory))


def test_trees_of_another_metric_are_refused_though_their_file_has_the_same_size(tmp_path: Path) -> None:
    songs = Songs(200)
    store = store_of(songs, tmp_path / "store")
    forest = library.AnnoyIndex(16, "dot")
    for row, vector in enumerate(songs.vectors):
        forest.add_item(row, vector * (1 + row % 3))
    forest.build(10)
    forest.save(str(tmp_path / "dot.ann"))
    with pytest.raises(IndexFileError, match=r"dot\.ann"):
        load(tmp_path / "dot.ann", store)


def test_trees_of_other_vectors_are_refused(tmp_path: Path) -> None:
    store = store_of(Songs(200), tmp_path / "store")
    plant(Songs(200, seed=6).vectors, tmp_path / "other.ann", trees=5, seed=1)
    with pytest.raises(IndexFileError, match="not of these vectors"):
        load(tmp_path / "other.ann", store)
    plant(Songs(150).vectors, tmp_path / "fewer.ann", trees=5, seed=1)
    with pytest.raises(IndexFileError, match="150 songs instead of 200"):
        load(tmp_path / "fewer.ann", store)


def test_a_truncated_forest_is_refused(tmp_path: Path) -> None:
    songs = Songs(200)
    store = store_of(songs, tmp_path / "store")
    path = tmp_path / "cut.ann"
    plant(songs.vectors, path, trees=5, seed=1)
    path.write_bytes(path.read_bytes()[:-7])
    with pytest.raises(IndexFileError, match=r"cut\.ann"):
        load(path, store)


def test_a_forest_that_is_gone_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    store = store_of(Songs(20), tmp_path / "store")
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "gone.ann", store)


WITHOUT_ANNOY = """
import sys
sys.modules["annoy"] = None  # as on a machine without a compiler: importing it fails
from pathlib import Path
import numpy as np
from engine.index import Index, annoy_available, build_index, open_index
directory, task = Path(sys.argv[1]), sys.argv[2]
assert not annoy_available()
if task == "build":
    print(build_index("annoy", directory, ["a", "b"], np.eye(2), "m").kind)
for kind in ("annoy", "auto", "exact"):
    index = open_index(directory, model="m", kind=kind)
    print(index.kind, index.query(np.array([1.0, 0.1]), 1).ids)
"""


def run_without_annoy(directory: Path, task: str) -> list[str]:
    command = [sys.executable, "-c", WITHOUT_ANNOY, str(directory), task]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_without_annoy_an_exact_index_is_built_and_says_so(tmp_path: Path) -> None:
    assert run_without_annoy(tmp_path, "build") == ["exact", *["exact ('a',)"] * 3]
    with pytest.raises(IndexFileError, match="built as exact, not as annoy"):
        open_index(tmp_path, kind="annoy")
    assert open_index(tmp_path, kind="auto").kind == "exact"


def test_without_annoy_an_index_with_trees_is_served_exactly(tmp_path: Path) -> None:
    build_index("annoy", tmp_path, ["a", "b"], np.eye(2), "m")
    assert run_without_annoy(tmp_path, "open") == ["exact ('a',)"] * 3
