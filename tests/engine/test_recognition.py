"""When a clip is named as a song of the catalogue, and when it is not."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.recognition import APART_MARGIN, APART_SIMILARITY, CLOSE_MARGIN, CLOSE_SIMILARITY, recognise

CLOSE = (1 + CLOSE_SIMILARITY) / 2
APART = (APART_SIMILARITY + CLOSE_SIMILARITY) / 2


def test_a_close_song_that_stands_alone_is_named() -> None:
    assert recognise([CLOSE, CLOSE - 2 * CLOSE_MARGIN], ["a|one", "b|two"]) == 0


def test_a_far_song_is_not_named_however_alone_it_is() -> None:
    assert recognise([APART_SIMILARITY - 0.01, 0.1], ["a|one", "b|two"]) is None


def test_two_songs_equally_close_are_not_told_apart() -> None:
    assert recognise([CLOSE, CLOSE - CLOSE_MARGIN / 2], ["a|one", "b|two"]) is None


def test_a_song_that_is_further_away_must_be_far_ahead() -> None:
    assert recognise([APART, APART - 2 * CLOSE_MARGIN], ["a|one", "b|two"]) is None
    assert recognise([APART, APART - 1.1 * APART_MARGIN], ["a|one", "b|two"]) == 0


def test_another_version_of_the_same_song_does_not_stand_in_its_way() -> None:
    similarities = [CLOSE, CLOSE, CLOSE - 2 * CLOSE_MARGIN]
    assert recognise(similarities, ["a|one", "a|one", "b|two"]) == 0
    assert recognise([CLOSE, CLOSE], ["a|one", "a|one"]) == 0


def test_the_only_song_of_a_catalogue_needs_no_margin() -> None:
    assert recognise([CLOSE], ["a|one"]) == 0


def test_no_neighbours_are_no_song() -> None:
    assert recognise([], []) is None


@pytest.mark.parametrize("similarities", [[math.nan, 0.1], [CLOSE, math.nan]])
def test_what_is_not_a_number_is_never_named(similarities: list[float]) -> None:
    assert recognise(similarities, ["a|one", "b|two"]) is None


def test_a_length_that_does_not_fit_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="2 similarities for 1 songs"):
        recognise([CLOSE, 0.1], ["a|one"])


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=10).map(lambda near: sorted(near, reverse=True)))
def test_what_is_named_is_close_and_ahead_of_every_other_song(similarities: list[float]) -> None:
    named = recognise(similarities, [f"artist|{row}" for row in range(len(similarities))])
    ahead = similarities[0] - similarities[1]
    close = similarities[0] >= CLOSE_SIMILARITY and ahead >= CLOSE_MARGIN
    apart = similarities[0] >= APART_SIMILARITY and ahead >= APART_MARGIN
    assert (named == 0) == (close or apart)
