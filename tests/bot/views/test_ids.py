from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.ids import LONGEST, Action, Press, parse
from bot.views.looks import Look
from data.ids import AnswerId, new_answer_id


@given(st.sampled_from(Action), st.integers(0, 99), st.sampled_from(Look))
def test_what_is_written_is_read(action: Action, number: int, look: Look) -> None:
    pressed = Press(action, new_answer_id(), number, look)
    assert parse(pressed.custom_id) == pressed
    assert len(pressed.custom_id) <= LONGEST


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "segue:",
        "segue:like",
        "segue:like:abcdefghijkl",
        "segue:like:abcdefghijkl:",
        "segue:like:abcdefghijkl:-1",
        "segue:like:abcdefghijkl:100",
        "segue:like:abcdefghijkl:١",
        "segue:like:short:1",
        "segue:like:abcdefghijkl:1 ",
        "segue:like:abcdefghijkl:1:",
        "segue:like:abcdefghijkl:1:plain",
        "segue:like:abcdefghijkl:1:sepia",
        "segue:like:abcdefghijkl:1:mood:genre",
        "segue:explode:abcdefghijkl:1",
        "other:like:abcdefghijkl:1",
        "segue:like:abcdefghijk;:1",
    ],
)
def test_anything_else_is_nothing(forged: str) -> None:
    assert parse(forged) is None


def test_a_control_of_an_older_version_belongs_to_a_plain_map() -> None:
    assert parse("segue:like:abcdefghijkl:1") == Press(Action.LIKE, AnswerId("abcdefghijkl"), 1, Look.PLAIN)


def test_an_id_is_short_whatever_the_answer() -> None:
    assert len(Press(Action.DISLIKE, AnswerId("x" * 12), 99).custom_id) < LONGEST
