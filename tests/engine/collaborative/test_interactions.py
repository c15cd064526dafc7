from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from engine.collaborative import Interactions, ItemId, UserId
from engine.collaborative.interactions import Numbered, positions
from engine.errors import InteractionsError

PLAYS = st.lists(
    st.tuples(st.text("abc", min_size=1, max_size=2), st.text("xyz", min_size=1, max_size=2), st.integers(1, 9)),
    max_size=40,
)


@given(PLAYS)
def test_every_play_is_counted_under_its_ids(plays: list[tuple[str, str, int]]) -> None:
    made = Interactions.of([one[0] for one in plays], [one[1] for one in plays], [one[2] for one in plays])
    expected: dict[tuple[str, str], int] = {}
    for user, item, count in plays:
        expected[user, item] = expected.get((user, item), 0) + count
    rows, columns = made.counts.nonzero()
    found = {
        (made.users[row], made.items[column]): count
        for row, column, count in zip(rows, columns, made.counts.data, strict=True)
    }
    assert found == expected
    assert list(made.users) == sorted({one[0] for one in plays})
    assert list(made.items) == sorted({one[1] for one in plays})


@given(st.lists(st.text("abc", max_size=2)))
def test_a_numbered_list_is_the_list(listed: list[str]) -> None:
    for numbered in (Numbered.of(listed), Numbered.of(listed).sorted()):
        assert [numbered.ids[number] for number in numbered.numbers] == listed
        assert len(set(numbered.ids)) == len(numbered.ids)


@pytest.fixture
def plays() -> Interactions:
    return Interactions.of(["mara", "mara", "jonas"], ["x", "a", "x"], [2, 1, 5])


def test_histories_come_in_the_asked_order_and_strangers_have_none(plays: Interactions) -> None:
    found = plays.histories([UserId("mara"), UserId("who?"), UserId("jonas"), UserId("mara")])
    assert found.toarray().tolist() == [[1, 2], [0, 0], [0, 5], [1, 2]]
    assert found.dtype == np.float32 and found.has_canonical_format


def test_a_history_of_events_leaves_out_what_nobody_played(plays: Interactions) -> None:
    row = plays.history({ItemId("x"): 3, ItemId("new"): 1, ItemId("a"): 0.5})
    assert row.toarray().tolist() == [[0.5, 3]]
    assert plays.history({}).shape == (1, 2)


@pytest.mark.parametrize("count", [0, -1, float("nan"), float("inf")])
def test_a_count_that_is_none_is_refused(plays: Interactions, count: float) -> None:
    with pytest.raises(InteractionsError, match="count"):
        plays.history({ItemId("x"): count})
    with pytest.raises(InteractionsError, match="count"):
        Interactions.of(["mara"], ["x"], [count])


def test_lists_of_different_lengths_are_refused() -> None:
    with pytest.raises(InteractionsError, match="2 users, 1 items and 1 counts"):
        Interactions.of(["mara", "jonas"], ["x"], [1])


def test_ids_that_do_not_fit_are_refused() -> None:
    counts = csr_array(np.ones((2, 2), dtype=np.float32))
    users, items = (UserId("a"), UserId("b")), (ItemId("x"), ItemId("y"))
    assert len(Interactions(counts, users, items)) == 4
    for bad_users, bad_items in (((users[0],), items), (users, (items[0],)), ((users[0],) * 2, items)):
        with pytest.raises(InteractionsError):
            Interactions(counts, bad_users, bad_items)


def test_positions_say_where_and_where_not() -> None:
    assert positions(["b", "?", "a"], ["a", "b"]).tolist() == [1, -1, 0]
