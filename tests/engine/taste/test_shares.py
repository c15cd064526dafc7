from __future__ import annotations

from engine.taste.shares import shares
from tests.engine.taste.profiles import profile, song, unit


def test_parts_are_of_the_songs_of_which_anything_of_the_kind_is_known() -> None:
    own = profile(
        [
            (song(1, genres=("Rock", "Folk"), year=1991, quadrant="Q3"), unit(1)),
            (song(2, genres=("rock",), moods=("sad",), instruments=("piano",)), unit(1, 1)),
            (song(3), unit(0, 1)),
        ],
        weights=[3, 1, 4],
    )
    found = shares(own)
    assert [(one.name, round(one.part, 6), one.songs) for one in found.genres] == [("Rock", 1.0, 2), ("Folk", 0.75, 1)]
    assert [(one.name, one.songs) for one in found.moods] == [("sad", 2)]
    assert [(one.name, one.part) for one in found.eras] == [("1990s", 1.0)]
    assert [one.name for one in found.instruments] == ["piano"]


def test_nothing_is_known_of_nobody() -> None:
    found = shares(profile([]))
    assert found.genres == found.moods == found.instruments == found.eras == ()
