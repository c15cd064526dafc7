"""The contract that every collaborative model keeps; each test runs against each of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy.sparse import csr_array

from engine.collaborative import CollaborativeModel, Interactions, ItemTags
from engine.collaborative.popularity import Popularity
from engine.errors import InteractionsError
from tests.engine.collaborative.checkerboard import ITEMS, USERS, colour, dense

Make = Callable[[], CollaborativeModel]


def row(board: Interactions, *played: int) -> csr_array:
    return board.history({board.items[item]: 1.0 for item in played})


def test_each_gets_their_own_colour(model: CollaborativeModel, board: Interactions) -> None:
    if isinstance(model, Popularity):
        pytest.skip("popularity knows nobody")
    best = model.recommend(board.counts, 5).items
    assert best.shape == (USERS, 5)
    assert all(colour(item) == colour(user) for user in range(USERS) for item in best[user].tolist())


def test_who_was_never_seen_gets_their_colour_from_two_plays(model: CollaborativeModel, board: Interactions) -> None:
    if isinstance(model, Popularity):
        pytest.skip("popularity knows nobody")
    for first in (0, 1):
        best = model.recommend(row(board, first, first + 2), 5).items[0]
        assert {colour(item) for item in best.tolist()} == {first}


def test_nothing_heard_is_recommended_and_nothing_twice(model: CollaborativeModel, board: Interactions) -> None:
    held = dense(board.counts) > 0
    left = int((~held).sum(axis=1).min())
    found = model.recommend(board.counts, left)
    assert not held[np.arange(USERS)[:, None], found.items].any()
    assert all(len(set(items)) == left for items in found.items.tolist())


def test_what_was_heard_may_be_asked_for(model: CollaborativeModel, board: Interactions) -> None:
    found = model.recommend(board.counts, ITEMS, exclude_seen=False)
    assert all(sorted(items) == list(range(ITEMS)) for items in found.items.tolist())


def test_scores_are_those_of_the_items_and_never_rise(model: CollaborativeModel, board: Interactions) -> None:
    found = model.recommend(board.counts, 7)
    assert found.scores.dtype == np.float32
    assert (np.diff(found.scores, axis=1) <= 0).all()
    every = model.scores(board.counts)
    assert every.dtype == np.float32 and every.shape == (USERS, ITEMS) and np.isfinite(every).all()
    np.testing.assert_allclose(np.take_along_axis(every, found.items, axis=1), found.scores, rtol=1e-5, atol=1e-6)


def test_the_best_are_really_the_best(model: CollaborativeModel, board: Interactions) -> None:
    every = np.where(dense(board.counts) > 0, -np.inf, model.scores(board.counts))
    best = np.sort(every, axis=1)[:, ::-1][:, :7]
    np.testing.assert_allclose(model.recommend(board.counts, 7).scores, best, rtol=1e-5, atol=1e-6)


def test_a_history_is_scored_the_same_in_any_company(model: CollaborativeModel, board: Interactions) -> None:
    together = model.scores(board.counts)
    for user in (0, 13, 59):
        alone = model.scores(board.counts[user : user + 1])
        np.testing.assert_allclose(alone[0], together[user], rtol=1e-4, atol=1e-5)


def test_no_history_gets_what_is_popular(model: CollaborativeModel, board: Interactions) -> None:
    listeners = (dense(board.counts) > 0).sum(axis=0)
    expected = np.argsort(-listeners, kind="stable")[:10]
    nobody = row(board)
    assert model.recommend(nobody, 10).items[0].tolist() == expected.tolist()
    mixed = csr_array(board.histories(["user003", "who?", "user004"]))
    assert model.recommend(mixed, 10).items[1].tolist() == expected.tolist()
    np.testing.assert_allclose(model.scores(mixed)[1], listeners / USERS, rtol=1e-6)


def test_the_same_twice(make: Make, board: Interactions) -> None:
    first, second = make().fit(board), make().fit(board)
    np.testing.assert_array_equal(first.scores(board.counts), second.scores(board.counts))


def test_a_second_training_forgets_the_first(make: Make, board: Interactions) -> None:
    swapped = Interactions(csr_array(board.counts.toarray()[:, ::-1]), board.users, board.items)
    again = make().fit(swapped).fit(board)
    np.testing.assert_array_equal(again.scores(board.counts), make().fit(board).scores(board.counts))


def test_the_order_of_the_plays_does_not_matter(make: Make, board: Interactions) -> None:
    pairs = list(zip(*board.counts.nonzero(), board.counts.data, strict=True))[::-1]
    reversed_board = Interactions.of(
        [board.users[user] for user, _, _ in pairs],
        [board.items[item] for _, item, _ in pairs],
        [float(count) for _, _, count in pairs],
    )
    assert reversed_board.items == board.items
    np.testing.assert_array_equal(
        make().fit(reversed_board).recommend(board.counts, 5).items, make().fit(board).recommend(board.counts, 5).items
    )


def test_no_batch_is_an_empty_answer(model: CollaborativeModel, board: Interactions) -> None:
    nobody = board.histories([])
    assert model.scores(nobody).shape == (0, ITEMS)
    assert model.recommend(nobody, 3).items.shape == (0, 3)


def test_more_than_is_left_is_refused(model: CollaborativeModel, board: Interactions) -> None:
    left = ITEMS - int(board.counts[0:1].nnz)
    assert model.recommend(board.counts[0:1], left).items.shape == (1, left)
    for k in (left + 1, 0, -1):
        with pytest.raises(InteractionsError, match=str(k)):
            model.recommend(board.counts[0:1], k)


@pytest.mark.parametrize(
    "histories",
    [
        csr_array((1, ITEMS + 1), dtype=np.float32),
        csr_array((1, ITEMS), dtype=np.float64),
        csr_array(np.full((1, ITEMS), -1, dtype=np.float32)),
        csr_array(np.full((1, ITEMS), np.nan, dtype=np.float32)),
        csr_array((np.ones(2, np.float32), np.array([1, 1]), np.array([0, 2])), shape=(1, ITEMS)),
        csr_array(np.ones((1, ITEMS), np.float32)).tocoo(),
    ],
    ids=["wide", "double", "negative", "nan", "twice", "coo"],
)
def test_bad_histories_are_refused(model: CollaborativeModel, histories: csr_array) -> None:
    with pytest.raises(InteractionsError):
        model.scores(histories)
    with pytest.raises(InteractionsError):
        model.recommend(histories, 1)


def test_before_training_it_refuses(make: Make, board: Interactions) -> None:
    with pytest.raises(InteractionsError, match="not fitted"):
        make().scores(board.counts)


def test_nothing_to_learn_from_is_refused(make: Make) -> None:
    with pytest.raises(InteractionsError, match="no plays"):
        make().fit(Interactions.of([], [], []))


def test_tags_of_other_items_are_refused(make: Make, board: Interactions) -> None:
    tags = ItemTags.of(board.items[:3], ["item000"], ["slow"], [1])
    with pytest.raises(InteractionsError, match="tags of 3 items"):
        make().fit(board, tags)


def test_progress_is_told_up_to_the_end(make: Make, board: Interactions) -> None:
    told: list[float] = []
    make().fit(board, progress=lambda what, share: told.append(share))
    assert told == sorted(told) and told[-1] == 1.0 and min(told) >= 0
