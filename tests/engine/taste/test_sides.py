from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.taste.profile import Profile
from engine.taste.sides import MOST_SIDES, dealt, drawn, sides, threshold
from tests.engine.taste.profiles import profile, profiles, song, unit

TWO = [(song(number), unit(1, 0.1 * number)) for number in range(3)]
ONE_MORE = [(song(9), unit(0, 0, 1))]


def test_songs_that_sound_alike_are_one_side() -> None:
    found = sides(profile([*TWO, *ONE_MORE]), alike=0.5)
    assert [(set(side.rows), side.share) for side in found] == [({0, 1, 2}, 0.75), ({3}, 0.25)]
    assert found[0].medoid == 1


def test_what_counts_more_is_the_larger_side() -> None:
    found = sides(profile([*TWO, *ONE_MORE], weights=[1, 1, 1, 9]), alike=0.5)
    assert [side.share for side in found] == [0.75, 0.25]
    assert len(found[0].rows) == 1


def test_nobody_knows_no_sides_and_one_song_is_one() -> None:
    assert sides(profile([]), alike=0.5) == ()
    assert [side.rows for side in sides(profile(ONE_MORE), alike=0.5)] == [(0,)]


@given(profiles(least=1), st.floats(-1, 1))
@settings(max_examples=40, deadline=None)
def test_no_song_is_on_two_sides(own: Profile, alike: float) -> None:
    found = sides(own, alike)
    rows = [row for side in found for row in side.rows]
    assert len(rows) == len(set(rows))
    assert 1 <= len(found) <= MOST_SIDES
    assert [side.share for side in found] == sorted((side.share for side in found), reverse=True)
    assert all(side.medoid in side.rows for side in found)
    if len(found) < MOST_SIDES:
        assert sum(side.share for side in found) == pytest.approx(1)


def test_a_side_is_stood_for_by_each_of_its_songs_as_often_as_it_counts() -> None:
    own = profile([*TWO, *ONE_MORE], weights=[8, 1, 1, 1])
    side = sides(own, alike=0.5)[0]
    generator = np.random.default_rng(0)
    counts = Counter(drawn(own, side, generator) for _ in range(400))
    assert set(counts) == {0, 1, 2}
    assert counts[0] == pytest.approx(320, abs=40)


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=5), st.integers(0, 40))
@settings(max_examples=60)
def test_everybody_has_about_their_share_of_the_turns(weights: list[float], count: int) -> None:
    shares = tuple(weight / sum(weights) for weight in weights)
    turns = dealt(shares, count)
    assert len(turns) == count
    for number, share in enumerate(shares):
        assert abs(turns.count(number) - share * count) <= len(shares)


def test_the_threshold_comes_from_the_pairs_of_any_songs() -> None:
    generator = np.random.default_rng(1)
    strangers = np.stack([unit(*row) for row in generator.standard_normal((60, 8))])
    assert 0.4 < threshold(strangers) < 0.8
    assert threshold(strangers[:1]) == 1.0
