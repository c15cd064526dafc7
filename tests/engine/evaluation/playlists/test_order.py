from __future__ import annotations

import numpy as np
import pytest

from engine.evaluation.playlists.order import FADING, FLOOR, TAIL, TAIL_FADING, recent, successions, tail
from engine.evaluation.playlists.reading import UNORDERED, Entries

FIRST = [7, 2, 9, 0, 5, 1, 3]
"""A sequential playlist; the second playlist holds 4 and 2 in no order."""


@pytest.fixture
def entries() -> Entries:
    rows = np.array([0] * len(FIRST) + [1, 1])
    columns = np.array([*FIRST, 4, 2])
    positions = np.array([*range(len(FIRST)), UNORDERED, UNORDERED])
    order = np.random.default_rng(0).permutation(len(rows))
    return Entries.of(rows[order], columns[order], positions[order], (3, 10))


def test_what_came_last_weighs_most_and_the_unordered_all_the_same(entries: Entries) -> None:
    weights = recent(entries).toarray()
    expected = [FLOOR + (1 - FLOOR) * FADING ** (len(FIRST) - 1 - place) for place in range(len(FIRST))]
    np.testing.assert_allclose(weights[0, FIRST], expected, rtol=1e-6)
    assert weights[1].tolist() == [0, 0, 1, 0, 1, 0, 0, 0, 0, 0]
    assert not weights[2].any()


def test_the_tail_is_the_last_tracks_of_sequential_playlists(entries: Entries) -> None:
    weights = tail(entries).toarray()
    expected = [TAIL_FADING**age for age in range(TAIL - 1, -1, -1)]
    np.testing.assert_allclose(weights[0, FIRST[-TAIL:]], expected, rtol=1e-6)
    assert (weights[0] > 0).sum() == TAIL
    assert not weights[1:].any()


def test_what_follows_counts_by_how_soon(entries: Entries) -> None:
    follows = successions(entries).toarray()
    assert follows[7, 2] == 1
    assert follows[7, 9] == pytest.approx(1 / 2)
    assert follows[7, 0] == pytest.approx(1 / 3)
    assert follows[7, 5] == follows[2, 7] == follows[4, 2] == follows[3, 4] == 0


def test_successions_do_not_reach_from_one_playlist_to_the_next() -> None:
    two = Entries.of(np.array([0, 0, 1, 1]), np.array([0, 1, 2, 3]), np.array([0, 1, 0, 1]), (2, 4))
    assert np.argwhere(successions(two).toarray()).tolist() == [[0, 1], [2, 3]]
