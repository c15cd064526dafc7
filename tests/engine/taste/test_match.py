from __future__ import annotations

import pytest
from hypothesis import given, settings

from engine.taste.match import ENOUGH_SONGS, FEWEST_SONGS, Evidence, Match, likeness, match, percent
from engine.taste.profile import Profile
from tests.engine.taste.profiles import profile, profiles, song, unit

ROCK = [(song(number, genres=("Rock",), year=1990), unit(1, number / 50)) for number in range(12)]
JAZZ = [(song(100 + number, genres=("Jazz",), year=1960), unit(0, 0, 1, number / 50)) for number in range(12)]


@given(profiles(), profiles())
@settings(max_examples=60, deadline=None)
def test_it_is_the_same_from_both_sides_and_between_0_and_100(first: Profile, second: Profile) -> None:
    there, back = match(first, second), match(second, first)
    assert there == Match(
        back.percent,
        back.evidence,
        back.songs,
        back.sound,
        back.labels,
        back.artists,
        back.shared,
        back.more_second,
        back.more_first,
    )
    if there.percent is None:
        assert min(len(first), len(second)) < FEWEST_SONGS
    else:
        assert 0 <= there.percent <= 100
        assert all(0 <= part <= 1 for part in (there.sound, there.labels, there.artists))


@given(profiles(least=FEWEST_SONGS))
@settings(max_examples=30, deadline=None)
def test_everybody_matches_themselves_wholly(own: Profile) -> None:
    found = match(own, own)
    assert found.percent == 100
    assert (found.more_first, found.more_second) == ((), ())


def test_little_evidence_says_so_and_none_says_nothing() -> None:
    few, some, many = profile(ROCK[: FEWEST_SONGS - 1]), profile(ROCK[: ENOUGH_SONGS - 1]), profile(ROCK)
    assert (match(few, many).percent, match(few, many).evidence) == (None, Evidence.NONE)
    assert match(some, many).evidence is Evidence.LITTLE
    assert match(some, many).songs == ENOUGH_SONGS - 1
    assert match(many, many).evidence is Evidence.ENOUGH


def test_alike_tastes_match_better_than_strange_ones() -> None:
    others = [(song(200 + number, genres=("Rock",), year=1990), unit(1, -number / 50)) for number in range(12)]
    near, far = match(profile(ROCK), profile(others)), match(profile(ROCK), profile(JAZZ))
    assert near.percent is not None
    assert far.percent == 0
    assert near.percent > 80
    assert near.shared == ("1990s", "Rock")
    assert (far.shared, far.more_first, far.more_second) == ((), ("1990s", "Rock"), ("1960s", "Jazz"))


def test_common_artists_only_add() -> None:
    artists = {song.artist_key: 1.0 for song, _ in ROCK}
    apart, together = match(profile(ROCK), profile(JAZZ)), match(profile(ROCK), profile(JAZZ, artists=artists))
    assert apart.artists == 0
    assert together.artists == pytest.approx(1)
    assert together.percent == 100
    assert apart.percent == 0


def test_a_label_of_one_song_betrays_nothing() -> None:
    odd = (song(300, genres=("Sea shanty",)), unit(0, 1))
    found = match(profile(ROCK), profile([*ROCK[:11], odd], weights=[0.01] * 11 + [1.0]))
    assert "Sea shanty" not in (*found.shared, *found.more_first, *found.more_second)


@pytest.mark.parametrize("songs", [3, 4, 7, 20, 100])
def test_more_likeness_is_never_a_smaller_match(songs: int) -> None:
    found = [percent(step / 100, songs) for step in range(101)]
    assert found == sorted(found)
    assert (found[0], found[-1]) == (0, 100)


def test_the_three_likenesses_join_as_documented() -> None:
    assert likeness(0.5, 0.25, 0.0) == pytest.approx(0.4)
    assert likeness(0.5, 0.25, 0.5) == pytest.approx(0.7)
