"""The figures against answers worked out by hand."""

from __future__ import annotations

from math import log2

import numpy as np
import pytest
from scipy.sparse import csr_array

from engine.evaluation.collaborative.full_ranking import figures, rank_all

SCORES = np.array([[9, 8, 7, 6, 5], [1, 2, 3, 4, 5], [5, 5, 5, 5, 5], [0, 0, 1, 0, 0]], dtype=np.float32)
SEEN = csr_array(np.array([[1, 0, 0, 0, 0], [0, 0, 0, 0, 1], [0, 0, 0, 0, 0], [0, 0, 1, 0, 0]], dtype=np.float32))
WANTED = csr_array(np.array([[0, 0, 1, 0, 1], [0, 1, 0, 0, 0], [0, 0, 0, 0, 0], [1, 1, 0, 1, 1]], dtype=np.float32))


def rank(k: int) -> np.ndarray:
    return rank_all(lambda rows: SCORES[rows], SEEN, WANTED, k)


def test_what_was_seen_is_not_ranked_and_who_seeks_nothing_is_not_asked() -> None:
    # The first is offered items 1 2 3, the second 3 2 1, the last 0 1 3: equals come in the items' order.
    assert rank(3).tolist() == [[False, True, False], [False, False, True], [True, True, True]]


def test_the_scores_of_a_model_are_left_as_they_are() -> None:
    before = SCORES.copy()
    rank(3)
    assert (before == SCORES).all()


def test_four_figures_by_hand() -> None:
    found = figures(rank(3), WANTED)
    assert found.recall == pytest.approx((1 / 2 + 1 + 3 / 4) / 3)
    ideal_of_two = 1 + 1 / log2(3)
    # Of four to be found three could stand among the first three, and do.
    assert found.ndcg == pytest.approx((1 / log2(3) / ideal_of_two + 1 / log2(4) + 1) / 3)
    assert found.mrr == pytest.approx((1 / 2 + 1 / 3 + 1) / 3)
    assert found.hit == 1


def test_nothing_found_is_nought() -> None:
    found = figures(rank(1), WANTED)
    assert (found.recall, found.ndcg, found.mrr, found.hit) == pytest.approx((1 / 12, 1 / 3, 1 / 3, 1 / 3))


def test_fewer_items_than_places_leave_places_empty() -> None:
    assert rank(10).shape == (3, 10)
    assert figures(rank(10), WANTED).recall == 1


def test_rankings_of_others_are_refused() -> None:
    with pytest.raises(ValueError, match="3 listeners"):
        figures(np.zeros((2, 3), dtype=bool), WANTED)
