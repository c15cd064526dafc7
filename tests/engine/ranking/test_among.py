from __future__ import annotations

import numpy as np
import pytest

from engine.errors import VectorError
from engine.index import Index, IndexKind, build_index, open_index
from engine.ranking import among
from engine.ranking.among import nearest_among
from engine.songs import SongId

MODEL = "m" * 16
IDS = tuple(SongId(f"{number:016x}") for number in range(300))
VECTORS = np.random.default_rng(1).standard_normal((300, 8)).astype(np.float32)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    directory = tmp_path_factory.mktemp("index")
    build_index(IndexKind.EXACT, directory, IDS, VECTORS, MODEL)
    return open_index(directory, model=MODEL)


def test_the_nearest_of_all_are_those_of_the_index(index: Index) -> None:
    assert nearest_among(index, VECTORS[5], IDS, 20) == index.query(VECTORS[5], 20).ids


def test_the_nearest_of_some_are_in_the_order_of_all(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    some = IDS[3::7]
    expected = tuple(song for song in index.query(VECTORS[5], 300).ids if song in some)
    assert nearest_among(index, VECTORS[5], some, 300) == expected
    monkeypatch.setattr(among, "SONGS_AT_ONCE", 10)
    assert nearest_among(index, VECTORS[5], some, 11) == expected[:11]


def test_none_of_none(index: Index) -> None:
    assert nearest_among(index, VECTORS[5], (), 5) == ()
    assert nearest_among(index, VECTORS[5], IDS, 0) == ()


def test_a_strange_vector_or_song_is_refused(index: Index) -> None:
    with pytest.raises(VectorError):
        nearest_among(index, np.zeros(8, np.float32), IDS, 5)
    with pytest.raises(VectorError):
        nearest_among(index, VECTORS[5], [SongId("f" * 16)], 5)
