"""What only a grown index does; the contract of every index is in ``test_protocol``."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import VectorError
from engine.index import GrownIndex, Index, build_index, open_index
from engine.songs import SongId
from tests.engine.index.toy_vectors import MODEL, Songs

NEW = SongId("new0000000000000")
NOTHING = np.zeros((0, 0), dtype=np.float32)


@pytest.fixture
def base(songs: Songs, shelf: Path) -> Index:
    directory = shelf / "base"
    if not directory.exists():
        build_index("exact", directory, songs.ids, songs.vectors, MODEL, sequence=5)
    return open_index(directory)


def test_at_first_it_is_its_base(base: Index, songs: Songs) -> None:
    index = GrownIndex(base)
    assert index.base is base
    assert (index.ids, len(index), index.sequence, index.growth) == (base.ids, 400, 5, 0)
    assert index.query(songs.vectors[7], 9).ids == base.query(songs.vectors[7], 9).ids


def test_a_fresh_song_is_found_among_the_others_and_the_older_index_stays(base: Index, songs: Songs) -> None:
    old = GrownIndex(base)
    new = old.changed([NEW], songs.vectors[7:8] + 0.01, sequence=6)
    assert set(new.query(songs.vectors[7], 2).ids) == {songs.ids[7], NEW}
    assert (new.sequence, new.growth, len(new), new.ids[-1]) == (6, 1, 401, NEW)
    assert (old.sequence, len(old), NEW in old) == (5, 400, False)
    assert NEW not in old.query(songs.vectors[7], 2).ids


def test_a_song_with_another_vector_is_found_where_it_is_now_alone(base: Index, songs: Songs) -> None:
    moved = GrownIndex(base).changed([songs.ids[7]], -songs.vectors[7:8])
    assert songs.ids[7] not in moved.query(songs.vectors[7], 399).ids
    assert moved.query(-songs.vectors[7], 1).ids == (songs.ids[7],)
    assert len(moved) == 400
    assert moved.ids.count(songs.ids[7]) == 1
    np.testing.assert_allclose(moved.vectors_of(songs.ids[6:8]), songs.vectors[6:8] * [[1], [-1]], atol=1e-6)


@pytest.mark.parametrize("k", [1, 10, 50, 1000])
def test_songs_that_went_cost_no_neighbour(base: Index, songs: Songs, k: int) -> None:
    """The 120 nearest of 400 are gone: the next ones come, as many as were asked for."""
    gone = songs.nearest(songs.vectors[0], 120)
    index = GrownIndex(base).changed([], NOTHING, gone)
    assert list(index.query(songs.vectors[0], k).ids) == songs.nearest(songs.vectors[0], 400)[120 : 120 + k]
    assert len(index) == 280
    assert not set(gone) & set(index.ids)
    with pytest.raises(VectorError, match=gone[3]):
        index.vectors_of([songs.ids[0] if songs.ids[0] not in gone else gone[3], gone[3]])


def test_a_song_that_went_may_come_again_and_a_fresh_one_may_go(base: Index, songs: Songs) -> None:
    without = GrownIndex(base).changed([NEW], songs.vectors[:1], [songs.ids[3]])
    again = without.changed([songs.ids[3]], songs.vectors[3:4], [NEW])
    assert songs.ids[3] not in without
    assert again.query(songs.vectors[3], 1).ids == (songs.ids[3],)
    assert NEW not in again
    assert again.growth == 1


def test_what_nobody_knows_may_go(base: Index) -> None:
    index = GrownIndex(base).changed([], NOTHING, [SongId("ffffffffffffffff")])
    assert (len(index), index.growth) == (400, 0)


def test_bad_vectors_are_refused(base: Index) -> None:
    index = GrownIndex(base)
    for vectors in (np.full((1, 16), np.nan), np.zeros((1, 16)), np.ones((1, 15)), np.ones((2, 16))):
        with pytest.raises(VectorError):
            index.changed([NEW], vectors)


def test_alike_to_the_last_bit_the_older_song_comes_first(base: Index, songs: Songs) -> None:
    index = GrownIndex(base).changed([NEW], base.vectors_of(songs.ids[:1]))
    assert index.query(songs.vectors[0], 2).ids == (songs.ids[0], NEW)


def test_readers_of_older_ones_are_undisturbed_while_it_grows(base: Index, songs: Songs) -> None:
    wrong: list[str] = []
    done = threading.Event()
    newest = [GrownIndex(base)]

    def ask() -> None:
        while not done.is_set():
            index = newest[0]
            came = index.ids[400:]
            found = index.query(songs.vectors[0], 5 + len(came)).ids
            if found[0] != songs.ids[0] or set(came) - set(found):
                wrong.append(f"{len(came)}")

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    for number in range(150):
        newest[0] = newest[0].changed([SongId(f"{number:016x}")], songs.vectors[:1] + 0.00001 * (number + 1))
    done.set()
    for asker in askers:
        asker.join(20)
    assert not wrong
    assert len(newest[0]) == 550


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.lists(st.integers(0, 30), max_size=5), st.lists(st.integers(0, 30), max_size=5)), max_size=8),
    st.integers(0, 40),
)
def test_it_answers_as_an_index_built_of_the_same_songs(
    base: Index, songs: Songs, changes: list[tuple[list[int], list[int]]], k: int
) -> None:
    """Songs 0 to 19 are in the base, 20 to 30 are new; whatever comes and goes, a comparison of all gives the same."""
    random = np.random.default_rng(k)
    index = GrownIndex(base)
    expected = dict(zip(songs.ids, songs.vectors, strict=True))
    for came, went in changes:
        ids = [_song(songs, number) for number in dict.fromkeys(came)]
        vectors = random.normal(size=(len(ids), 16)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        index = index.changed(ids, vectors, {_song(songs, number) for number in went})
        for number in went:
            expected.pop(_song(songs, number), None)
        expected.update(zip(ids, vectors, strict=True))
    vector = random.normal(size=16).astype(np.float32)
    matrix = np.stack([*expected.values()])
    cosines = matrix @ (vector / np.linalg.norm(vector))
    found = index.query(vector, k)
    np.testing.assert_allclose(found.similarities, -np.sort(-cosines)[:k], atol=1e-5)
    assert len(index) == len(expected) == len(index.ids)
    assert set(index.ids) == set(expected)
    assert all(song in index for song in expected)


def _song(songs: Songs, number: int) -> SongId:
    return songs.ids[number] if number < 20 else SongId(f"new{number:013x}")
