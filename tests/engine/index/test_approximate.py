from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.errors import IndexFileError
from engine.index import IndexKind, build_index, read_manifest
from engine.index.approximate import FEW_TIMES_WANTED, ApproximateIndex
from engine.index.store import VectorStore
from tests.engine.index.toy_vectors import MODEL, Songs


class Named:
    """Candidates that always names the same rows, and counts how often it was asked."""

    def __init__(self, rows: list[int]) -> None:
        self.rows = np.array(rows, dtype=np.int64)
        self.asked = 0

    def near(self, unit: NDArray[np.float32], wanted: int) -> NDArray[np.int64]:
        self.asked += 1
        return self.rows


@pytest.fixture
def store(songs: Songs, tmp_path: Path) -> VectorStore:
    build_index("exact", tmp_path, songs.ids, songs.vectors, MODEL)
    return VectorStore.open(tmp_path, read_manifest(tmp_path))


def test_the_best_of_what_was_named_is_found_whatever_its_order(store: VectorStore, songs: Songs) -> None:
    index = ApproximateIndex(store, IndexKind.HNSW, Named([40, 3, 17, 5]))
    assert index.query(songs.vectors[3], 1).ids == (songs.ids[3],)
    assert set(index.query(songs.vectors[3], 4).ids) == {songs.ids[row] for row in (3, 5, 17, 40)}


def test_when_too_few_are_named_every_song_is_compared(store: VectorStore, songs: Songs) -> None:
    named = Named([40, 17])
    index = ApproximateIndex(store, IndexKind.HNSW, named)
    assert list(index.query(songs.vectors[3], 3).ids) == songs.nearest(songs.vectors[3], 3)
    assert named.asked == 1


def test_when_many_are_wanted_nobody_is_asked(store: VectorStore, songs: Songs) -> None:
    named = Named(list(range(100)))
    index = ApproximateIndex(store, IndexKind.HNSW, named)
    wanted = len(songs.ids) // FEW_TIMES_WANTED
    assert list(index.query(songs.vectors[3], wanted).ids) == songs.nearest(songs.vectors[3], wanted)
    assert not named.asked


def test_closed_it_holds_nothing_of_the_library(store: VectorStore, songs: Songs) -> None:
    index = ApproximateIndex(store, IndexKind.HNSW, Named([1]))
    index.close()
    with pytest.raises(IndexFileError, match="closed"):
        index.query(songs.vectors[0], 1)
