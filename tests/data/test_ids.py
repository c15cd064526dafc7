from __future__ import annotations

import re

from data.ids import new_answer_id


def test_an_answers_id_fits_into_a_custom_id_and_is_not_drawn_twice() -> None:
    drawn = [new_answer_id() for _ in range(1000)]
    assert all(re.fullmatch(r"[\w-]{12}", answer) for answer in drawn)
    assert len(set(drawn)) == len(drawn)
