"""Songs added and subtracted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import VectorError
from engine.ranking.mixing import AWAY, Sides, mixed, nearer_to_likes
from tests.engine.ranking.toy_songs import at

NONE = np.zeros((0, 3), np.float32)


def drawn(seed: int, count: int) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, 8))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_two_songs_are_met_half_way() -> None:
    np.testing.assert_allclose(mixed(Sides(np.stack([at(0), at(60)]), NONE)), at(30), atol=1e-6)


def test_a_song_that_is_not_liked_is_kept_away_from() -> None:
    away = mixed(Sides(at(0)[None], at(60)[None]))
    assert -40 < np.degrees(np.arctan2(away[1], away[0])) < 0


@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(0, 3))
def test_a_mix_is_a_direction_whatever_the_order(seed: int, likes: int, unlikes: int) -> None:
    vectors = drawn(seed, likes + unlikes)
    wanted, unwanted = vectors[:likes], vectors[likes:]
    mix = mixed(Sides(wanted, unwanted))
    assert np.linalg.norm(mix) == pytest.approx(1, abs=1e-5)
    np.testing.assert_allclose(mix, mixed(Sides(wanted[::-1], unwanted[::-1])), atol=1e-5)
    if unlikes:
        mean = unwanted.mean(axis=0)
        assert mix @ mean < mixed(Sides(wanted, unwanted[:0])) @ mean + 1e-6


@given(st.integers(0, 10**6), st.integers(1, 3))
def test_one_that_is_liked_stays_near_whatever_is_not(seed: int, unlikes: int) -> None:
    """What is taken away is at most so long: the mix cannot turn from what is liked by more than that."""
    vectors = drawn(seed, 1 + unlikes)
    mix = mixed(Sides(vectors[:1], vectors[1:]))
    assert mix @ vectors[0] >= np.sqrt(1 - AWAY**2) - 1e-5


@pytest.mark.parametrize(
    "sides", [Sides(NONE, NONE), Sides(np.stack([at(0), at(180)]), NONE), Sides(np.zeros((1, 3), np.float32), NONE)]
)
def test_nothing_and_opposites_are_no_mix(sides: Sides) -> None:
    with pytest.raises(VectorError):
        mixed(sides)


def test_what_is_nearer_to_anything_that_is_not_liked_does_not_pass() -> None:
    sides = Sides(np.stack([at(0), at(20)]), np.stack([at(90), at(200)]))
    songs = np.stack([at(10), at(45), at(60), at(195)])
    assert nearer_to_likes(songs, sides).tolist() == [True, True, False, False]
    assert nearer_to_likes(songs, Sides(sides.likes, NONE)).all()


def test_the_nearest_of_several_is_named() -> None:
    sides = Sides(np.stack([at(0), at(90)]), NONE, ("Left", "Up"))
    assert sides.nearest(np.stack([at(10), at(80)])) == ("Left", "Up")
    assert Sides(at(0)[None], NONE, ("Alone",)).nearest(at(5)[None]) == ("",)
