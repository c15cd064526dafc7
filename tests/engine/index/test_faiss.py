from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.errors import IndexFileError
from engine.index import IndexKind, build_index, open_index, read_manifest
from engine.index.approximate import ApproximateIndex
from engine.index.faiss import Hnsw, Ivf
from engine.index.store import VectorStore
from tests.engine.index.toy_vectors import MODEL, Songs

faiss = pytest.importorskip("faiss", reason="FAISS is not installed")

METHODS = [Ivf(), Hnsw()]
each_method = pytest.mark.parametrize("method", METHODS, ids=["ivf", "hnsw"])


def store_of(songs: Songs, directory: Path) -> VectorStore:
    build_index("exact", directory, songs.ids, songs.vectors, MODEL)
    return VectorStore.open(directory, read_manifest(directory))


@each_method
def test_nearly_all_true_neighbours_are_found(method: Ivf | Hnsw, tmp_path: Path) -> None:
    """Recall@10 on clustered vectors against the exact index, queries beside the songs."""
    songs = Songs(4000, dimension=64, clusters=60)
    store = store_of(songs, tmp_path)
    method.plant(songs.vectors, tmp_path / "planted", 1)
    index = ApproximateIndex(store, IndexKind.HNSW, method.load(tmp_path / "planted", store))
    exact = open_index(tmp_path, kind="exact")
    random = np.random.default_rng(8)
    queries = songs.vectors[::40] + 0.05 * random.normal(size=(100, 64)).astype(np.float32)
    hits = sum(len(set(index.query(query, 10).ids) & set(exact.query(query, 10).ids)) for query in queries)
    assert hits >= 0.99 * 1000


@each_method
def test_more_effort_finds_more(method: Ivf | Hnsw, tmp_path: Path) -> None:
    songs = Songs(6000, dimension=48, clusters=6000)
    store = store_of(songs, tmp_path)
    method.plant(songs.vectors, tmp_path / "planted", 1)
    queries = np.random.default_rng(4).normal(size=(40, 48)).astype(np.float32)
    truth = [set(songs.nearest(query, 20)) for query in queries]

    def found(effort: float) -> int:
        index = ApproximateIndex(store, IndexKind.HNSW, method.load(tmp_path / "planted", store, effort))
        return sum(len(set(index.query(query, 20).ids) & true) for query, true in zip(queries, truth, strict=True))

    little, much = (0.0, 1.0) if isinstance(method, Ivf) else (1, 2000)
    assert found(little) < found(much)
    assert found(much) >= 0.99 * 800


@each_method
def test_what_was_planted_over_other_vectors_is_refused(method: Ivf | Hnsw, tmp_path: Path) -> None:
    store = store_of(Songs(400), tmp_path / "store")
    method.plant(Songs(400, seed=6).vectors, tmp_path / "other", 1)
    with pytest.raises(IndexFileError, match="other is not of these vectors"):
        method.load(tmp_path / "other", store)
    method.plant(Songs(150).vectors, tmp_path / "fewer", 1)
    with pytest.raises(IndexFileError, match="150 songs instead of 400"):
        method.load(tmp_path / "fewer", store)
    method.plant(Songs(400, dimension=8).vectors, tmp_path / "narrow", 1)
    with pytest.raises(IndexFileError, match="another kind"):
        method.load(tmp_path / "narrow", store)


@each_method
@pytest.mark.parametrize("content", [b"", b"no index at all" * 100, None], ids=["empty", "text", "cut"])
def test_what_is_no_index_is_refused(method: Ivf | Hnsw, tmp_path: Path, content: bytes | None) -> None:
    songs = Songs(200)
    store = store_of(songs, tmp_path / "store")
    path = tmp_path / "planted"
    method.plant(songs.vectors, path, 1)
    path.write_bytes(path.read_bytes()[:-700] if content is None else content)
    with pytest.raises(IndexFileError, match="planted"):
        method.load(path, store)


def test_one_method_does_not_read_what_the_other_planted(tmp_path: Path) -> None:
    songs = Songs(200)
    store = store_of(songs, tmp_path / "store")
    for planting, loading in (METHODS, METHODS[::-1]):
        planting.plant(songs.vectors, tmp_path / "planted", 1)
        with pytest.raises(IndexFileError, match="another kind"):
            loading.load(tmp_path / "planted", store)


@each_method
def test_a_file_that_is_gone_is_told_from_a_damaged_one(method: Ivf | Hnsw, tmp_path: Path) -> None:
    store = store_of(Songs(20), tmp_path / "store")
    with pytest.raises(FileNotFoundError):
        method.load(tmp_path / "gone", store)


@each_method
def test_where_nothing_can_be_written_it_is_an_os_error(method: Ivf | Hnsw, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        method.plant(Songs(20).vectors, tmp_path / "nowhere" / "planted", 1)
