from __future__ import annotations

import numpy as np

from bot.grouping import MOST_GENRES, by_genre, by_mood
from engine.songs import Song, SongId


def song(*genres: str, quadrant: str | None = None) -> Song:
    return Song(SongId("0" * 16), "x", "x", genres=genres, quadrant=quadrant)


def test_moods_are_quadrants() -> None:
    found = by_mood([song(quadrant=quadrant) for quadrant in ("Q1", "Q4", None, "Q2", "Q3")])
    assert found.names == ("happy", "tense", "sad", "calm")
    assert found.of.tolist() == [0, 3, -1, 1, 2]


def test_a_song_is_in_the_rarest_of_the_largest_genres() -> None:
    found = by_genre([song("Rock"), song("Rock", "Jazz"), song("Jazz", "Rock"), song("Rock"), song()])
    assert found.names == ("Rock", "Jazz")
    assert found.of.tolist() == [0, 1, 1, 0, -1]


def test_small_genres_are_no_group() -> None:
    songs = [song(f"Genre {number}") for number in range(9) for _ in range(9 - number)]
    found = by_genre(songs)
    assert found.names == tuple(f"Genre {number}" for number in range(MOST_GENRES))
    assert found.of[-3:].tolist() == [-1, -1, -1]
    assert found.of.dtype == np.int8


def test_a_chart_knows_the_groups_of_its_question_and_picks() -> None:
    picks = (song(quadrant="Q3"), None, song(quadrant="Q2"))
    groups = by_mood([song(quadrant="Q2"), song(quadrant="Q3")]).groups(("calm",), picks)
    assert (groups.query, groups.picks.tolist()) == (3, [2, -1, 1])
    assert by_mood([]).groups(("unheard of",), ()).query == -1
