"""A walk is the cheapest there is, step by step towards its end, without anything twice."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.errors import VectorError
from engine.paths import Ends, walk
from engine.ranking import Candidates
from engine.songs import Song, SongId


def song(number: int, artist: str = "", title: str = "") -> Song:
    return Song(SongId(f"{number:016x}"), artist or f"Artist {number}", title or f"Title {number}")


def at(degrees: float) -> NDArray[np.float32]:
    return np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))], dtype=np.float32)


ENDS = Ends(song(1), song(2), np.stack([at(0), at(90)]))


def on_the_way(*degrees: float) -> Candidates:
    return Candidates(
        tuple(song(10 + number) for number in range(len(degrees))), np.stack([at(one) for one in degrees])
    )


def unit(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def cost(vectors: NDArray[np.float32]) -> float:
    return sum((1 - float(one @ other)) ** 4 for one, other in pairwise(vectors))


def test_a_walk_takes_even_steps_in_order() -> None:
    assert walk(ENDS, on_the_way(60, 5, 30, 80, 33), 2) == (2, 0)
    assert walk(ENDS, on_the_way(67, 22, 45), 3) == (1, 2, 0)


def test_what_lies_behind_an_end_is_not_on_the_way() -> None:
    assert walk(ENDS, on_the_way(-20, 45, 110), 3) == (1,)


def test_it_is_shorter_where_no_walk_is_so_long_and_empty_where_there_is_none() -> None:
    assert len(walk(ENDS, on_the_way(30, 60), 9)) == 2
    assert walk(ENDS, Candidates.none(2), 4) == ()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4))
def test_no_other_walk_that_always_leads_on_costs_less(seed: int, count: int) -> None:
    generator = np.random.default_rng(seed)
    vectors = unit(generator.standard_normal((9, 4)))
    ends = Ends(song(1), song(2), vectors[:2])
    between = Candidates(tuple(song(10 + number) for number in range(7)), vectors[2:])
    rows = walk(ends, between, count)
    onward = vectors @ vectors[1] - vectors @ vectors[0]
    possible = [
        list(order)
        for order in permutations(range(2, 9), len(rows))
        if all(onward[one] < onward[other] for one, other in pairwise((0, *order, 1)))
    ]
    found = cost(vectors[[0, *(row + 2 for row in rows), 1]])
    assert found == pytest.approx(min(cost(vectors[[0, *order, 1]]) for order in possible), rel=1e-4)


def test_nobody_plays_twice_in_a_row_not_even_after_an_end() -> None:
    songs = (song(10, "Ann"), song(11, "Ann"), song(12, "Ben"), song(13, "Artist 1"))
    between = Candidates(songs, np.stack([at(30), at(60), at(62), at(28)]))
    assert walk(ENDS, between, 2) == (0, 2)


def test_no_song_comes_in_two_versions() -> None:
    songs = (song(10, "Ann", "Roads"), song(11, "Ann", "Roads (Live)"), song(12, "Ben"))
    between = Candidates(songs, np.stack([at(20), at(70), at(45)]))
    assert len(walk(ENDS, between, 3)) == 2
    ends = Ends(song(1, "Ann", "Roads"), song(2), ENDS.vectors)
    assert walk(ends, between, 3) == (2,)


def test_a_cover_that_sounds_the_same_is_a_version_too() -> None:
    songs = (song(10, "Ann", "The Long Road Home Again"), song(11, "Bea", "The Long Road Home Again"), song(12, "Cid"))
    between = Candidates(songs, np.stack([at(44), at(46), at(80)]))
    assert walk(ENDS, between, 3) in {(0, 2), (1, 2)}


def test_the_order_of_the_candidates_does_not_matter() -> None:
    generator = np.random.default_rng(2)
    songs = [song(10 + number) for number in range(40)]
    vectors = unit(generator.standard_normal((40, 6)))
    ends = Ends(song(1), song(2), unit(generator.standard_normal((2, 6))))
    order = generator.permutation(40)
    straight = [songs[row].id for row in walk(ends, Candidates(tuple(songs), vectors), 5)]
    mixed = [songs[row] for row in order]
    assert [mixed[row].id for row in walk(ends, Candidates(tuple(mixed), vectors[order]), 5)] == straight


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="count is 0"):
        walk(ENDS, on_the_way(10), 0)
    with pytest.raises(VectorError):
        walk(ENDS, Candidates((song(10),), np.ones((1, 3), np.float32)), 1)
