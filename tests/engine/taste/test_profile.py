from __future__ import annotations

import pytest

from engine.ranking.feedback import Deed, Evidence
from engine.songs import SongId
from engine.taste.profile import MOST_SONGS, Leaning
from tests.engine.taste.profiles import profile, song, unit

ONE, TWO = SongId("1" * 16), SongId("2" * 16)


def test_deeds_add_up_and_what_speaks_against_is_left_out() -> None:
    leaning = Leaning.of(
        [
            Evidence(Deed.LIKED, "air", ONE),
            Evidence(Deed.ASKED, "air", ONE),
            Evidence(Deed.DISLIKED, "muse", TWO),
            Evidence(Deed.PLAYED, "enya", share=0.5),
        ]
    )
    assert leaning.songs == {ONE: pytest.approx(1.3)}
    assert list(leaning.artists) == ["air", "enya"]


def test_a_profile_holds_the_songs_that_count_most_first_and_weights_add_up() -> None:
    songs = [(song(number), unit(1, number)) for number in range(MOST_SONGS + 10)]
    own = profile(songs, weights=list(range(1, MOST_SONGS + 11)))
    assert len(own) == MOST_SONGS
    assert own.songs[0] == songs[-1][0]
    assert own.weights.sum() == pytest.approx(1)
    assert sum(own.artists.values()) == pytest.approx(1)


def test_a_song_that_is_not_at_hand_is_left_out() -> None:
    leaning = Leaning.of([Evidence(Deed.LIKED, "air", ONE)])
    assert len(profile([])) == 0
    assert leaning.songs == {ONE: 1.0}
