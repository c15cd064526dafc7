"""Metrics on toy answers whose value is known by hand, and bounds that hold for all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evaluation.metrics import mean_over_queries, precision_at_k, recall_at_k, spread_over_folds

ANSWERS = np.array([[True, False, True, False], [False, False, False, True], [True, True, True, True]])


def test_precision_counts_the_relevant_among_the_first() -> None:
    assert precision_at_k(ANSWERS, 1).tolist() == [1.0, 0.0, 1.0]
    assert precision_at_k(ANSWERS, 2).tolist() == [0.5, 0.0, 1.0]
    assert precision_at_k(ANSWERS, 4).tolist() == [0.5, 0.25, 1.0]


def test_a_missing_answer_is_a_wrong_one() -> None:
    assert precision_at_k(np.ones((1, 3), dtype=bool), 10).tolist() == [0.3]


def test_recall_counts_against_all_that_is_relevant() -> None:
    assert recall_at_k(ANSWERS, np.array([2, 2, 8]), 3).tolist() == [1.0, 0.0, 0.375]


def test_recall_of_nothing_relevant_is_not_measured() -> None:
    recall = recall_at_k(np.zeros((2, 5), dtype=bool), np.array([0, 3]), 5)
    assert np.isnan(recall[0])
    assert recall[1] == 0.0
    assert mean_over_queries(recall) == 0.0


def test_every_fold_counts_the_same() -> None:
    spread = spread_over_folds([np.array([1.0] * 9), np.array([0.0])])
    assert (spread.mean, spread.folds, spread.queries) == (0.5, 2, 10)
    assert spread.deviation == pytest.approx(np.sqrt(0.5))


def test_folds_without_queries_are_left_out() -> None:
    spread = spread_over_folds([np.array([0.25]), np.zeros(0), np.array([np.nan])])
    assert (spread.mean, spread.deviation, spread.folds, spread.queries) == (0.25, 0.0, 1, 1)
    assert np.isnan(spread_over_folds([]).mean)


@pytest.mark.parametrize("k", [0, -1])
def test_a_cut_off_before_the_first_answer_is_refused(k: int) -> None:
    with pytest.raises(ValueError, match="cut-off"):
        precision_at_k(ANSWERS, k)


def test_totals_must_match_the_queries() -> None:
    with pytest.raises(ValueError, match="one total a query"):
        recall_at_k(ANSWERS, np.array([1]), 2)


@given(st.lists(st.booleans(), min_size=1, max_size=20), st.integers(1, 25))
def test_precision_and_recall_meet_at_r(relevant: list[bool], k: int) -> None:
    """With the cut-off at the number of relevant answers, precision and recall are the same (R-precision)."""
    row = np.array([relevant])
    assert 0 <= precision_at_k(row, k)[0] <= 1
    total = int(row.sum())
    if total:
        assert precision_at_k(row, total)[0] == recall_at_k(row, np.array([total]), total)[0]
        assert recall_at_k(row, np.array([total]), len(relevant))[0] == 1.0
