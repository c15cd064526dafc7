from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import VectorError
from engine.index.fresh import FreshSongs
from engine.songs import SongId

A, B, C = map(SongId, "abc")
EYE = np.eye(3, dtype=np.float32)


def test_songs_come_are_replaced_and_go() -> None:
    empty = FreshSongs(3)
    two = empty.grown([A, B], EYE[:2])
    replaced = two.grown([A], EYE[2:])
    fewer = replaced.grown([], np.zeros((0, 3)), removed=[B, C])
    assert [fresh.ids for fresh in (empty, two, replaced, fewer)] == [(), (A, B), (B, A), (A,)]
    assert (A in fewer, B in fewer, len(fewer)) == (True, False, 1)
    np.testing.assert_allclose(two.vectors_of([B, A, B]), EYE[[1, 0, 1]])
    np.testing.assert_allclose(replaced.vectors_of([A]), EYE[2:])
    np.testing.assert_allclose(replaced.similarities(EYE[2]), [0, 1])


def test_two_that_grow_from_the_same_songs_do_not_see_each_other() -> None:
    common = FreshSongs(3).grown([A], EYE[:1])
    left, right = common.grown([B], EYE[1:2]), common.grown([C], EYE[2:])
    np.testing.assert_allclose(left.vectors_of([A, B]), EYE[[0, 1]])
    np.testing.assert_allclose(right.vectors_of([A, C]), EYE[[0, 2]])
    assert C not in left


def test_a_song_that_comes_twice_at_once_ends_with_its_last_vector() -> None:
    fresh = FreshSongs(3).grown([A, B, A], EYE)
    assert fresh.ids == (B, A)
    np.testing.assert_allclose(fresh.vectors_of([A, B]), EYE[[2, 1]])


def test_vectors_are_made_unit_and_bad_ones_refused() -> None:
    fresh = FreshSongs(3)
    np.testing.assert_allclose(fresh.grown([A], np.array([[3.0, 0, 4]])).vectors_of([A]), [[0.6, 0, 0.8]], atol=1e-6)
    for vectors in (np.zeros((1, 3)), np.full((1, 3), np.nan), np.ones((1, 4)), np.ones((2, 3)), np.ones((0, 3))):
        with pytest.raises(VectorError):
            fresh.grown([A], vectors)
    assert not len(fresh)


def test_what_is_replaced_again_and_again_does_not_fill_the_memory() -> None:
    fresh = FreshSongs(3)
    for turn in range(2_000):
        fresh = fresh.grown([A], EYE[turn % 3 : turn % 3 + 1])
    assert fresh.ids == (A,)
    assert len(fresh._buffer.rows) <= 128


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.lists(st.integers(0, 9), max_size=6), st.lists(st.integers(0, 9), max_size=3)), max_size=25)
)
def test_any_order_of_changes_ends_as_a_dictionary_would(changes: list[tuple[list[int], list[int]]]) -> None:
    random = np.random.default_rng(len(changes))
    fresh, expected = FreshSongs(4), dict[SongId, np.ndarray]()
    seen = []
    for came, went in changes:
        ids = [SongId(f"{number}") for number in came]
        vectors = random.normal(size=(len(came), 4)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        fresh = fresh.grown(ids, vectors, {SongId(f"{number}") for number in went})
        for number in went:
            expected.pop(SongId(f"{number}"), None)
        for song, vector in zip(ids, vectors, strict=True):
            expected.pop(song, None)
            expected[song] = vector
        seen.append((fresh, dict(expected)))
    for snapshot, songs in seen:
        assert snapshot.ids == tuple(songs)
        rows = np.stack([*songs.values()]) if songs else np.zeros((0, 4), np.float32)
        np.testing.assert_allclose(snapshot.vectors_of(list(songs)), rows, atol=1e-6)
        np.testing.assert_allclose(snapshot.similarities(np.array([1, 0, 0, 0], np.float32)), rows[:, 0], atol=1e-6)
