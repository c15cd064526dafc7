from __future__ import annotations

import pytest

from engine.ranking import Familiarity, PenaltyKind, Pick, Query, ReasonKind, Taste
from engine.songs import SongId
from tests.engine.ranking.toy_songs import Asked, at, candidates, fan, song


def value(pick: Pick, kind: str) -> float:
    return next(term.value for term in pick.terms if term.kind == kind)


def values(asked: Asked, kind: str) -> dict[int, float]:
    return {int(pick.song.id, 16): value(pick, kind) for pick in asked.but(count=100).rank().picks}


def test_nearness_runs_from_the_nearest_candidate_to_the_farthest() -> None:
    near = values(fan(10), ReasonKind.SOUNDS_ALIKE)
    assert near[1] == pytest.approx(1.0)
    assert near[10] == pytest.approx(0.0)
    assert [near[number] for number in range(1, 11)] == sorted(near.values(), reverse=True)


def test_candidates_that_are_all_alike_are_all_near() -> None:
    assert min(values(fan(10, step=0.01), ReasonKind.SOUNDS_ALIKE).values()) > 0.9


def test_a_dislike_pulls_down_what_is_near_it_and_the_nearer_the_more() -> None:
    disliked = song(99)
    asked = fan(10).but(taste=Taste(disliked=(disliked.id,)), disliked=candidates([disliked], [at(8)]))
    held_against = values(asked, PenaltyKind.NEAR_DISLIKED)
    assert held_against[2] == pytest.approx(1.0)
    assert held_against[2] > held_against[4] > held_against[6]
    assert fan(10).ids()[0] == 1
    close = fan(3, step=10.0)
    beside = close.but(taste=Taste(disliked=(disliked.id,)), disliked=candidates([disliked], [at(10, 2)]))
    scores = {pick.song.id: pick.score for pick in close.rank().picks}
    lowered = {pick.song.id: pick.score for pick in beside.rank().picks}
    assert lowered[SongId(f"{1:016x}")] < scores[SongId(f"{1:016x}")] - 0.2


def test_a_skipped_song_comes_later_but_comes() -> None:
    asked = fan(4, step=2.0)
    skipping = asked.but(taste=Taste(skipped=(SongId(f"{1:016x}"),)))
    assert asked.ids()[0] == 1
    assert skipping.ids()[0] != 1
    assert sorted(skipping.ids()) == [1, 2, 3, 4]


def test_more_shared_moods_count_more() -> None:
    facts = [("calm", "wistful"), ("calm",), ("calm", "fiery", "loud"), ("fiery",), ()]
    songs = [song(number, moods=moods) for number, moods in enumerate(facts)]
    query = Query(at(0), moods=("calm", "wistful"))
    shared = values(Asked(candidates(songs, [at(10)] * 5), query=query), ReasonKind.SAME_MOOD)
    assert shared[0] == pytest.approx(1.0)
    assert shared[0] > shared[1] > shared[2] > shared[3] == shared[4] == 0


@pytest.mark.parametrize(
    ("year", "expected"), [(1994, 1.0), (1999, 0.5), (1989, 0.5), (2004, 0.0), (1950, 0.0), (None, 0.0)]
)
def test_an_era_fades_over_ten_years(year: int | None, expected: float) -> None:
    asked = Asked(candidates([song(1, year=year)], [at(5)]), query=Query(at(0), year=1994))
    assert values(asked, ReasonKind.SAME_ERA)[1] == pytest.approx(expected)


def test_without_a_year_asked_no_era_is_shared() -> None:
    assert values(Asked(candidates([song(1, year=1994)], [at(5)])), ReasonKind.SAME_ERA)[1] == 0


def test_the_dial_turns_from_known_artists_to_new_ones() -> None:
    """One known artist and one new, equally near: the dial decides."""
    songs = candidates([song(1, artist="Known"), song(2, artist="New"), song(3)], [at(5), at(-5), at(40)])
    asked = Asked(songs, taste=Taste(heard_artists=frozenset({"known", "artist 3"})))
    assert asked.but(familiarity=Familiarity.FAMILIAR).ids()[0] == 1
    assert asked.but(familiarity=Familiarity.ADVENTUROUS).ids()[0] == 2


def test_adventurous_goes_farther_for_something_new() -> None:
    songs = candidates([song(number) for number in range(1, 7)], [at(4 * number) for number in range(1, 7)])
    known = frozenset(f"artist {number}" for number in (1, 2, 3, 5, 6))
    asked = Asked(songs, taste=Taste(heard_artists=known))
    assert asked.but(familiarity=Familiarity.FAMILIAR).ids()[0] == 1
    assert asked.but(familiarity=Familiarity.ADVENTUROUS).ids()[0] == 4


def test_the_asked_artist_and_liked_artists_are_known() -> None:
    liked = song(99, artist="Liked")
    songs = candidates([song(1, artist="Asked"), song(2, artist="The Liked"), song(3)], [at(5), at(6), at(7)])
    query = Query(at(0), title="Something", artist="Asked")
    asked = Asked(songs, query=query, taste=Taste(liked=(liked.id,)), liked=candidates([liked], [at(90)]))
    known = values(asked.but(familiarity=Familiarity.FAMILIAR), ReasonKind.KNOWN_ARTIST)
    assert known == {1: 1.0, 2: 1.0, 3: 0.0}


def test_a_liked_song_is_not_near_itself() -> None:
    one = song(1)
    asked = Asked(
        candidates([one, song(2)], [at(5), at(20)]), taste=Taste(liked=(one.id,)), liked=candidates([one], [at(5)])
    )
    assert values(asked, ReasonKind.NEAR_LIKED)[1] == 0


def test_a_liked_song_half_way_off_is_not_near() -> None:
    liked = song(99, title="Half-way")
    asked = fan(10, step=9.0).but(taste=Taste(liked=(liked.id,)), liked=candidates([liked], [at(180, 45)]))
    assert set(values(asked, ReasonKind.NEAR_LIKED).values()) == {0.0}
    beside = values(asked.but(liked=candidates([liked], [at(18, 4)])), ReasonKind.NEAR_LIKED)
    assert beside[2] > 0.9
    assert beside[10] == 0
