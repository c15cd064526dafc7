from __future__ import annotations

from dataclasses import replace

import pytest

from engine.evaluation.collaborative.full_ranking import Figures
from engine.evaluation.collaborative.table import (
    Interval,
    best_of,
    differences_table,
    interval,
    is_met,
    results_table,
)

GOOD = [Figures(0.226, 0.230, 0.4, 0.7), Figures(0.228, 0.234, 0.4, 0.7)]
EASE = [Figures(0.201, 0.200, 0.3, 0.6), Figures(0.202, 0.201, 0.3, 0.6)]
TAGGED = [Figures(0.202, 0.201, 0.3, 0.6), Figures(0.203, 0.202, 0.3, 0.6)]


def test_an_interval_is_students() -> None:
    # Student's t for four degrees of freedom is 2.776 at 95 %, the standard error of 1 to 5 is sqrt(2.5 / 5).
    found = interval([1, 2, 3, 4, 5])
    assert found.mean == 3
    assert found.half == pytest.approx(2.776 * 0.5**0.5, abs=1e-3)
    assert str(interval([0.25, 0.25])) == ".2500 ± .0000"


def test_one_split_has_no_interval() -> None:
    assert str(interval([0.25])) == ".2500"
    assert not interval([0.9]).above(interval([0.1]))


def test_intervals_that_touch_are_not_apart() -> None:
    assert Interval(3, 0.9).above(Interval(1, 1))
    assert not Interval(3, 1).above(Interval(1, 1))


def test_the_goal_needs_both_figures_and_a_distance_from_every_ease() -> None:
    close = [Figures(one.recall * 0.999, one.ndcg, one.mrr, one.hit) for one in GOOD]
    low = [replace(one, recall=0.224) for one in GOOD]
    assert not is_met({"ours": GOOD, "EASE": EASE, "tagged": close}, "ours", ["EASE", "tagged"])
    assert not is_met({"ours": low, "EASE": EASE, "tagged": TAGGED}, "ours", ["EASE", "tagged"])
    five = GOOD[:1] * 3 + GOOD[1:] * 2
    assert is_met({"ours": five, "EASE": EASE * 2, "tagged": TAGGED * 2}, "ours", ["EASE", "tagged"])


def test_the_best_is_by_recall_and_ndcg() -> None:
    assert best_of({"EASE": EASE, "tagged": TAGGED}, ["EASE", "tagged"]) == "tagged"


def test_ours_stands_beside_what_was_published() -> None:
    text = results_table({"ours": GOOD}, "taste").text()
    assert ".2127" in text and "SEPT" in text and ".2270 ± .0127" in text


def test_differences_are_of_the_same_split() -> None:
    moved = [Figures(one.recall - 0.01, one.ndcg - 0.02, one.mrr, one.hit) for one in GOOD]
    text = differences_table({"ours": GOOD, "other": moved}, "ours", ["other"]).text()
    assert ".0100 ± .0000" in text and ".0200 ± .0000" in text
