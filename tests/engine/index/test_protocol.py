"""The contract that every index keeps; each test runs against each implementation."""

from __future__ import annotations

import gc
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import IndexFileError, VectorError
from engine.index import Index, IndexKind, build_index, open_index
from engine.songs import SongId
from tests.engine.index.conftest import opened
from tests.engine.index.toy_vectors import MODEL, Songs


def test_it_says_what_it_is(index: Index, kind: str, songs: Songs) -> None:
    assert index.kind is IndexKind(kind)
    assert index.model == MODEL
    assert index.dimension == 16
    assert index.ids == songs.ids
    assert len(index) == 400
    assert index.sequence == 0


def test_it_knows_which_songs_it_has(index: Index, songs: Songs) -> None:
    assert all(song in index for song in songs.ids)
    assert SongId("ffffffffffffffff") not in index
    assert SongId("gone000000000003") not in index
    assert None not in index


def test_a_song_is_its_own_nearest(index: Index, songs: Songs) -> None:
    for row in (0, 7, 399):
        found = index.query(songs.vectors[row], 5)
        assert found.ids[0] == songs.ids[row]
        assert found.similarities[0] == pytest.approx(1.0, abs=1e-6)


def test_neighbours_are_the_true_ones_best_first_with_their_cosines(index: Index, songs: Songs) -> None:
    query = songs.vectors[3] + 0.2 * songs.vectors[4]
    found = index.query(query, 10)
    assert list(found.ids) == songs.nearest(query, 10)
    unit = query / np.linalg.norm(query)
    expected = [float(songs.vectors[songs.ids.index(song)] @ unit) for song in found.ids]
    np.testing.assert_allclose(found.similarities, expected, atol=1e-6)
    assert found.similarities.dtype == np.float32
    assert (np.diff(found.similarities) <= 0).all()


@pytest.mark.parametrize("k", [0, 1, 399, 400, 401, 10_000])
def test_as_many_as_asked_or_all_there_are(index: Index, songs: Songs, k: int) -> None:
    found = index.query(songs.vectors[0], k)
    assert len(found) == len(found.ids) == len(found.similarities) == min(k, 400)
    assert len(set(found.ids)) == len(found)


def test_a_negative_number_is_refused(index: Index, songs: Songs) -> None:
    with pytest.raises(ValueError, match="-1"):
        index.query(songs.vectors[0], -1)


def test_the_length_of_a_query_does_not_matter(index: Index, songs: Songs) -> None:
    near = index.query(songs.vectors[5], 20)
    for factor in (1e-3, 1e3):
        scaled = index.query(songs.vectors[5] * np.float32(factor), 20)
        np.testing.assert_allclose(scaled.similarities, near.similarities, atol=1e-6)
        assert set(scaled.ids) == set(near.ids)


@pytest.mark.parametrize(
    "vector",
    [
        np.full(16, np.nan),
        np.full(16, np.inf),
        np.array([1.0] * 15 + [np.nan]),
        np.zeros(16),
        np.ones(15),
        np.ones(17),
        np.ones((1, 16)),
        np.ones(0),
    ],
    ids=["nan", "inf", "one nan", "zero", "short", "long", "matrix", "empty"],
)
def test_a_bad_query_is_refused_and_the_next_is_answered(index: Index, songs: Songs, vector: np.ndarray) -> None:
    with pytest.raises(VectorError):
        index.query(vector.astype(np.float32), 5)
    assert index.query(songs.vectors[0], 1).ids == (songs.ids[0],)


def test_vectors_come_in_the_asked_order_and_are_copies(index: Index, songs: Songs) -> None:
    got = index.vectors_of([songs.ids[9], songs.ids[2], songs.ids[9]])
    np.testing.assert_allclose(got, songs.vectors[[9, 2, 9]], atol=1e-6)
    got[:] = 0
    np.testing.assert_allclose(index.vectors_of([songs.ids[9]])[0], songs.vectors[9], atol=1e-6)
    assert index.vectors_of([]).shape == (0, 16)


def test_an_unknown_song_is_named(index: Index, songs: Songs) -> None:
    with pytest.raises(VectorError, match="ffffffffffffffff"):
        index.vectors_of([songs.ids[0], SongId("ffffffffffffffff")])


def test_after_closing_it_refuses(index: Index, songs: Songs) -> None:
    index.close()
    index.close()
    with pytest.raises(IndexFileError, match="closed"):
        index.query(songs.vectors[0], 1)
    with pytest.raises(IndexFileError, match="closed"):
        index.vectors_of(songs.ids[:1])


def test_closing_under_queries_of_other_threads_ends_them_well(index: Index, songs: Songs) -> None:
    wrong: list[BaseException] = []
    started = threading.Barrier(4)

    def ask() -> None:
        started.wait()
        try:
            while True:
                assert len(index.query(songs.vectors[0], 10)) == 10
        except IndexFileError:
            pass
        except BaseException as error:
            wrong.append(error)

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    started.wait()
    index.close()
    gc.collect()
    for asker in askers:
        asker.join(10)
    assert not wrong
    assert not any(asker.is_alive() for asker in askers)


def test_without_songs_nothing_is_near(kind: str, tmp_path: Path) -> None:
    build_index(kind, tmp_path, [], np.zeros((0, 8), dtype=np.float32), MODEL)
    index = open_index(tmp_path, model=MODEL, kind=kind)
    assert index.kind is IndexKind(kind)
    assert len(index) == 0
    assert index.dimension == 8
    assert index.query(np.ones(8, dtype=np.float32), 5).ids == ()


def test_one_song_and_songs_alike_to_the_last_bit(kind: str, tmp_path: Path) -> None:
    same = np.ones((3, 8), dtype=np.float32)
    ids = [SongId("c"), SongId("a"), SongId("b")]
    build_index(kind, tmp_path, ids, same, MODEL)
    assert open_index(tmp_path, kind=kind).query(same[0], 2).ids == ("c", "a")
    build_index(kind, tmp_path, ids[:1], same[:1], MODEL)
    assert open_index(tmp_path, kind=kind).query(same[0], 2).ids == ("c",)


def test_it_stays_readable_when_its_files_are_replaced(kind: str, songs: Songs, tmp_path: Path) -> None:
    build_index(kind, tmp_path, songs.ids, songs.vectors, MODEL)
    index = opened(kind, tmp_path)
    before = index.query(songs.vectors[0], 10)
    build_index(kind, tmp_path, songs.ids[:50], songs.vectors[:50, :8], "another")
    assert index.query(songs.vectors[0], 10).ids == before.ids
    assert len(open_index(tmp_path)) == 50


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32 - 1), st.integers(1, 60))
def test_any_direction_gets_an_ordered_answer_without_repeats(index: Index, seed: int, k: int) -> None:
    vector = np.random.default_rng(seed).normal(size=16).astype(np.float32)
    found = index.query(vector, k)
    assert len(found) == k == len(set(found.ids))
    assert (np.diff(found.similarities) <= 0).all()
    unit = vector / np.linalg.norm(vector)
    np.testing.assert_allclose(index.vectors_of(found.ids) @ unit, found.similarities, atol=1e-5)
