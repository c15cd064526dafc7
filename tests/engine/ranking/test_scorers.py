from __future__ import annotations

import pytest

from engine.ranking import Familiarity, Query, ReasonKind, Taste
from tests.engine.ranking.toy_songs import Asked, at, candidates, fan, song, values


def test_nearness_runs_from_the_nearest_candidate_to_the_farthest() -> None:
    near = values(fan(10), ReasonKind.SOUNDS_ALIKE)
    assert near[1] == pytest.approx(1.0)
    assert near[10] == pytest.approx(0.0)
    assert [near[number] for number in range(1, 11)] == sorted(near.values(), reverse=True)


def test_candidates_that_are_all_alike_are_all_near() -> None:
    assert min(values(fan(10, step=0.01), ReasonKind.SOUNDS_ALIKE).values()) > 0.9


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
