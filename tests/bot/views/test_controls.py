from __future__ import annotations

import pytest

from bot.views.controls import known
from bot.views.ids import Action, Press
from bot.views.looks import Look
from data.ids import AnswerId


@pytest.mark.parametrize("action", Action)
def test_every_action_has_a_control_that_answers(action: Action) -> None:
    for look in Look:
        assert known(Press(action, AnswerId("abcdefghijkl"), 3, look).custom_id)


@pytest.mark.parametrize("custom_id", ["segue:erase:yes:1", "segue:erase:no:18446744073709551615"])
def test_the_second_question_has_one_too(custom_id: str) -> None:
    assert known(custom_id)


@pytest.mark.parametrize(
    "custom_id", ["", "segue:", "segue:erase:maybe:1", "segue:erase:yes:", "segue:like:abcdefghijkl:3:4", "x" * 100]
)
def test_nothing_answers_to_what_segue_never_wrote(custom_id: str) -> None:
    assert not known(custom_id)
