from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from engine.evaluation.playlists.judging import average_precision, ratio


def hidden(*rows: list[int], width: int = 30) -> csr_array:
    table = np.zeros((len(rows), width), dtype=np.float32)
    for row, tracks in enumerate(rows):
        table[row, tracks] = 1
    return csr_array(table)


def test_average_precision_by_hand() -> None:
    answers = np.array([[1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4], [9, 8, 7, -1]])
    found = average_precision(answers, hidden([1, 3], [5], [4], [7, 29]))
    np.testing.assert_allclose(found, [(1 + 2 / 3) / 2, 0, 1 / 4, (1 / 3) / 2])


def test_more_hidden_than_asked_are_not_held_against_the_answer() -> None:
    answers = np.arange(10)[None, :]
    assert average_precision(answers, hidden(list(range(25)))).tolist() == [1.0]
    assert average_precision(answers, hidden([0])).tolist() == [1.0]


def test_no_answer_is_never_right() -> None:
    # -1 must not be read as the last track of the playlist before.
    answers = np.array([[-1, 0], [-1, -1]])
    assert average_precision(answers, hidden([29], [3])).tolist() == [0, 0]


def test_nothing_hidden_cannot_be_judged() -> None:
    with pytest.raises(ValueError, match="nothing is hidden"):
        average_precision(np.array([[1]]), hidden([]))


def test_a_ratio_lies_within_its_interval_and_pairs_count() -> None:
    theirs = np.random.default_rng(0).random(400)
    found = ratio(1.5 * theirs, theirs, seed=0)
    assert found.value == pytest.approx(1.5)
    # Playlist by playlist the ratio is the same, so that no drawing changes it.
    assert found.low == pytest.approx(1.5) and found.high == pytest.approx(1.5)
    spread = ratio(np.random.default_rng(1).random(400), theirs, seed=0)
    assert spread.low < spread.value < spread.high


def test_a_peer_that_finds_next_to_nothing_gives_no_ratio() -> None:
    with pytest.raises(ValueError, match="too few playlists"):
        ratio(np.ones(3), np.array([0, 0, 1.0]), seed=0)
