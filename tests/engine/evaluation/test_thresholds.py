"""Thresholds on toy similarities whose best pair is known."""

from __future__ import annotations

import numpy as np

from engine.evaluation.same_song import Outcome
from engine.evaluation.thresholds import lowest_thresholds, thresholds_table


def outcome(name: str, similarities: list[float], margins: list[float], *, first: bool) -> Outcome:
    n = len(similarities)
    return Outcome(name, np.array(similarities), np.array(margins), np.full(n, first), np.zeros(n, dtype=bool))


def test_the_similarity_is_the_lowest_that_keeps_strangers_out() -> None:
    """400 strangers: two may be named, so the third nearest sets the bound."""
    strangers = outcome("strangers", [0.95, 0.9, 0.85, *[0.5] * 397], [0.3] * 400, first=False)
    known = outcome("known", [0.99, 0.86, 0.85], [0.3, 0.3, 0.3], first=True)
    (pair,) = lowest_thresholds([known], strangers, margins=[0.1])
    assert 0.85 < pair.similarity < 0.86
    assert (pair.rightly, pair.wrongly) == ((2,), 2)


def test_a_margin_that_no_stranger_has_needs_no_similarity() -> None:
    strangers = outcome("strangers", [0.99] * 10, [0.01] * 10, first=False)
    known = outcome("known", [0.4, 0.4], [0.3, 0.05], first=True)
    (pair,) = lowest_thresholds([known], strangers, margins=[0.1])
    assert (pair.similarity, pair.rightly, pair.wrongly) == (0.0, (1,), 0)


def test_a_wrong_song_in_front_is_never_named_rightly() -> None:
    strangers = outcome("strangers", [0.1], [0.0], first=False)
    assert lowest_thresholds([outcome("known", [1.0], [1.0], first=False)], strangers, margins=[0.5])[0].rightly == (0,)


def test_the_table_has_a_column_for_every_encoding() -> None:
    strangers = outcome("strangers", [0.1], [0.0], first=False)
    known = [outcome("mp3", [0.9], [0.5], first=True), outcome("opus", [0.9], [0.5], first=True)]
    assert thresholds_table(known, strangers).header == ("margin", "similarity", "mp3", "opus", "strangers named")
