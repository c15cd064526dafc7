from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ranking import Only, Span
from engine.ranking.labels import kinds_of

bounds = st.none() | st.integers(-5, 5)


@given(bounds, bounds, st.none() | st.integers(-9, 9))
def test_a_span_holds_what_lies_between_its_ends(low: int | None, high: int | None, value: int | None) -> None:
    between = value is not None and (low is None or low <= value) and (high is None or value <= high)
    assert Span(low, high).holds(value) == (between or (low is None and high is None))


@pytest.mark.parametrize(("value", "inside"), [(99.4, False), (99.6, True), (130.4, True), (130.6, False)])
def test_what_is_told_in_whole_numbers_is_compared_so(value: float, inside: bool) -> None:
    assert Span(100, 130).holds(value) is inside


@pytest.mark.parametrize(
    ("only", "anything", "narrow"),
    [
        (Only(), False, False),
        (Only(genre="Jazz"), True, True),
        (Only(instrument="piano"), True, True),
        (Only(tempo=Span(high=0)), True, True),
        (Only(year=Span(low=0)), True, True),
        (Only(avoid="Björk"), True, False),
        (Only(only_new=True), True, False),
        (Only(clean=True), True, False),
    ],
)
def test_what_most_songs_are_is_not_narrow(only: Only, anything: bool, narrow: bool) -> None:
    assert (bool(only), only.is_narrow) == (anything, narrow)


def test_an_instrument_is_a_kind_of_what_stands_last_in_its_name() -> None:
    assert kinds_of("Female voice") == ("female voice", "voice")
    assert kinds_of("piano") == ("piano",)
    assert kinds_of("—") == ()
