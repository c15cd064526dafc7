from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.errors import UnknownPick
from bot.questions import PAGE_SIZE, Answer
from bot.views.pages import page, page_of, page_size


@pytest.mark.parametrize("picks", [1, 4, 5, 6, 24, 25])
@pytest.mark.parametrize("count", [1, 3, 5, 10])
def test_the_pages_hold_every_pick_once_and_in_order(
    make_answer: Callable[..., Answer], picks: int, count: int
) -> None:
    answer = make_answer(picks=picks, count=count)
    size = page_size(answer)
    assert size <= PAGE_SIZE
    numbers = range(-(-len(answer.picks) // size))
    assert [pick for number in numbers for pick in page(answer, number).picks] == list(answer.picks)
    for place in range(len(answer.picks)):
        found = page_of(answer, place)
        assert found.first <= place < found.after


@pytest.mark.parametrize("number", [-1, 5, 1_000])
def test_a_page_that_is_not_there_is_refused(make_answer: Callable[..., Answer], number: int) -> None:
    with pytest.raises(UnknownPick):
        page(make_answer(), number)
