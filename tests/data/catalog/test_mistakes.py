from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from data.catalog.mistakes import MAX_LETTERS, one_mistake_away

NAMES = (
    st.text(string.ascii_lowercase + " ", min_size=1, max_size=MAX_LETTERS)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@given(NAMES, st.data())
def test_every_slip_is_undone(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    way = data.draw(st.sampled_from(["left out", "added", "changed", "swapped"]))
    spoilt = {
        "left out": name[:place] + name[place + 1 :],
        "added": name[:place] + letter + name[place:],
        "changed": name[:place] + letter + name[place + 1 :],
        "swapped": name[:place] + name[place + 1 : place + 2] + name[place] + name[place + 2 :],
    }[way]
    typed = " ".join(spoilt.split())
    if typed == spoilt and typed != name and 0 < len(typed) <= MAX_LETTERS:
        assert name in one_mistake_away(typed)


@given(NAMES.filter(lambda name: " " not in name))
def test_nothing_else_is_offered_for_one_word(name: str) -> None:
    near = one_mistake_away(name)
    assert len(set(near)) == len(near)
    assert name not in near
    assert all(OSA.distance(name, other) == 1 for other in near)


@pytest.mark.parametrize(("typed", "meant"), [("up close", "close up"), ("the doors of back", "the doors back of")])
def test_neighbouring_words_may_be_swapped(typed: str, meant: str) -> None:
    assert meant in one_mistake_away(typed)


def test_other_scripts_lose_and_swap_letters() -> None:
    assert {"кино", "кинн"} <= set(one_mistake_away("кинно"))
    assert "夜に駆ける" in one_mistake_away("夜駆にける")


def test_the_number_is_bounded() -> None:
    assert len(one_mistake_away("x" * MAX_LETTERS)) < 60 * MAX_LETTERS
    assert one_mistake_away("x" * (MAX_LETTERS + 1)) == []
    assert len(one_mistake_away("ab " * MAX_LETTERS)) <= MAX_LETTERS
    assert one_mistake_away("a") != []
