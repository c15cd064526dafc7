from __future__ import annotations

import numpy as np

from engine.ranking.request import Candidates
from engine.taste.both import for_both
from tests.engine.taste.profiles import profile, song, unit

ANNA, BEN = profile([(song(1), unit(1))]), profile([(song(2), unit(0, 1))])
MIDDLE, NEAR_ANNA, NEAR_BEN, AWAY = unit(1, 1), unit(1, 0.1), unit(0.1, 1), unit(0, 0, 1)


def candidates(*vectors: np.ndarray, artist: str = "") -> Candidates:
    return Candidates(tuple(song(10 + number, artist) for number in range(len(vectors))), np.stack(vectors))


def test_what_lies_between_both_comes_before_what_suits_only_one() -> None:
    found = for_both(ANNA, BEN, candidates(NEAR_ANNA, NEAR_BEN, MIDDLE, AWAY), 4)
    assert found[0].row == 2
    assert found[-1].row == 3
    assert min(found[0].first, found[0].second) >= min(found[1].first, found[1].second)


def test_who_is_first_does_not_matter() -> None:
    there = for_both(ANNA, BEN, candidates(NEAR_ANNA, NEAR_BEN, MIDDLE, AWAY), 4)
    back = for_both(BEN, ANNA, candidates(NEAR_ANNA, NEAR_BEN, MIDDLE, AWAY), 4)
    assert [one.row for one in there] == [one.row for one in back]
    assert [(one.first, one.second) for one in there] == [(one.second, one.first) for one in back]


def test_an_artist_comes_once_and_songs_differ() -> None:
    assert len(for_both(ANNA, BEN, candidates(MIDDLE, NEAR_ANNA, artist="Same"), 5)) == 1
    other_way = unit(1, 1, 1)
    twins = candidates(MIDDLE, unit(1, 1), other_way, *[unit(0, 0, 1, 0.1 * far) for far in range(30)])
    assert [one.row for one in for_both(ANNA, BEN, twins, 3)] == [0, 2, 1]


def test_it_is_told_from_the_first_ones_own_song() -> None:
    own = profile([(song(1), unit(1)), (song(3), unit(0, 0, 0, 1))])
    (found,) = for_both(own, BEN, candidates(NEAR_ANNA), 1)
    assert own.songs[found.beside].title == "Song 1"
    assert 0.9 < found.similarity <= 1


def test_without_candidates_or_tastes_there_is_nothing() -> None:
    nobody = profile([])
    assert for_both(ANNA, BEN, Candidates.none(8), 5) == ()
    assert for_both(nobody, BEN, candidates(MIDDLE), 5) == for_both(ANNA, nobody, candidates(MIDDLE), 5) == ()
