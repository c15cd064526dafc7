from __future__ import annotations

import pytest

from engine.ranking import Familiarity, ReasonKind
from engine.ranking.listeners import Because
from engine.ranking.weights import WEIGHTS
from tests.engine.ranking.toy_songs import ToyListeners, at, candidates, fan, song, values

KIND = ReasonKind.PLAYED_TOGETHER


def test_the_best_candidate_counts_in_full_and_the_rest_lies_between() -> None:
    suits = {number: float(number) for number in range(1, 11)}
    found = values(fan(10).but(listeners=ToyListeners(suits)), KIND)
    assert found[10] == 1.0
    assert found[1] == 0.0
    assert [found[number] for number in range(1, 11)] == sorted(found.values())


@pytest.mark.parametrize("shift", [-1e3, 0.0, 1e3])
@pytest.mark.parametrize("stretch", [1e-3, 1.0, 1e3])
def test_only_differences_between_candidates_matter(shift: float, stretch: float) -> None:
    plain = values(fan(10).but(listeners=ToyListeners({number: float(number) for number in range(1, 11)})), KIND)
    other = ToyListeners({number: stretch * number + shift for number in range(1, 11)})
    assert values(fan(10).but(listeners=other), KIND) == pytest.approx(plain, abs=0.1)


@pytest.mark.parametrize("familiarity", list(Familiarity))
def test_it_counts_as_far_as_the_member_is_known(familiarity: Familiarity) -> None:
    for confidence in (0.25, 1.0):
        listeners = ToyListeners({9: 1.0}, confidence=confidence)
        pick = fan(10).but(listeners=listeners, familiarity=familiarity).rank().picks[0]
        (weight,) = [term.weight for term in pick.terms if term.kind == KIND]
        assert weight == pytest.approx(confidence * WEIGHTS[familiarity].listeners)


def test_what_listeners_play_comes_before_what_sounds_a_little_nearer() -> None:
    asked = fan(10)
    assert asked.ids()[0] == 1
    assert asked.but(listeners=ToyListeners({2: 1.0})).ids()[0] == 2


@pytest.mark.parametrize("listeners", [None, ToyListeners({3: 1.0}, confidence=0.0)])
def test_of_whom_nothing_is_known_the_answer_is_the_one_by_sound(listeners: ToyListeners | None) -> None:
    for familiarity in Familiarity:
        asked = fan(30).but(familiarity=familiarity, count=10)
        assert asked.but(listeners=listeners).rank() == asked.rank()
        assert all(term.kind != KIND for pick in asked.but(listeners=listeners).rank().picks for term in pick.terms)


@pytest.mark.parametrize(("played", "kind"), [(True, ReasonKind.PLAYED_TOGETHER), (False, ReasonKind.SUITS_LISTENERS)])
def test_it_says_whose_plays_it_was_and_whether_by_plays_or_by_sound(played: bool, kind: ReasonKind) -> None:
    listeners = ToyListeners({4: 1.0}, Because("Portishead", played))
    (pick,) = [pick for pick in fan(10).but(listeners=listeners).rank().picks if pick.song.title == "Title 4"]
    assert [term.subject for term in pick.terms if term.kind is kind] == ["Portishead"]


def test_candidates_that_suit_alike_are_told_apart_by_the_rest() -> None:
    alike = fan(10).but(listeners=ToyListeners(dict.fromkeys(range(1, 11), 0.3)))
    assert alike.ids() == fan(10).ids()


def test_songs_that_are_there_because_they_suit_do_not_stretch_what_counts_as_near() -> None:
    near = fan(10)
    far = [song(number) for number in range(50, 60)]
    beside = candidates([*near.songs.songs, *far], [*near.songs.vectors, *(at(180, number) for number in range(10))])
    asked = near.but(songs=beside, beside=frozenset(one.id for one in far))
    alone = values(near, ReasonKind.SOUNDS_ALIKE)
    together = values(asked, ReasonKind.SOUNDS_ALIKE)
    assert {number: together[number] for number in alone} == pytest.approx(alone)
    assert {together[number] for number in range(50, 60)} == {0.0}
    assert values(asked.but(beside=frozenset()), ReasonKind.SOUNDS_ALIKE)[10] > 0.5
