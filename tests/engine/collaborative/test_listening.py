from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from engine.collaborative.hybrid import Hybrid
from engine.collaborative.listening import BY_SOUND, Listening, Placed
from engine.collaborative.song_factors import SongFactors
from engine.songs import SongId
from tests.engine.collaborative.toy_artists import hybrid, sound_of

HYBRID = hybrid()
ARTISTS = ("rock 0", "harp 0", "rock nobody", "harp 1")
SONGS = tuple(SongId(f"{number:016x}") for number in range(len(ARTISTS)))
PLACED = Placed(SONGS, ARTISTS, np.stack([sound_of(artist) for artist in ARTISTS]))
OWN = SongFactors((SONGS[1],), np.full((1, HYBRID.width), 0.25, np.float32), np.array([4], np.int32))


def test_factors_are_the_hybrids_where_nobody_here_did_anything() -> None:
    expected = HYBRID.factors(ARTISTS, PLACED.vectors)
    listening = Listening(HYBRID)
    assert listening.lacking(SONGS) == list(SONGS)
    assert listening.factors(PLACED) == pytest.approx(expected)
    assert listening.lacking(SONGS) == []
    assert listening.kept(SONGS[::-1]) == pytest.approx(expected[::-1])


def test_what_members_did_takes_the_artists_place() -> None:
    factors = Listening(HYBRID, OWN).factors(PLACED)
    assert factors[1] == pytest.approx(OWN.factors[0])
    assert factors[[0, 2, 3]] == pytest.approx(HYBRID.factors(ARTISTS, PLACED.vectors)[[0, 2, 3]])


def test_a_song_twice_in_one_request_is_made_once() -> None:
    listening = Listening(HYBRID)
    twice = Placed((*SONGS, SONGS[0]), (*ARTISTS, ARTISTS[0]), PLACED.vectors[[0, 1, 2, 3, 0]])
    found = listening.factors(twice)
    assert found[0] == pytest.approx(found[-1])
    assert found[:4] == pytest.approx(HYBRID.factors(ARTISTS, PLACED.vectors))


def test_how_far_a_deed_is_trusted() -> None:
    listening = Listening(HYBRID, OWN)
    assert listening.trust(None, "rock 0") == 1.0
    assert listening.trust(SONGS[1], "nobody at all") == 1.0
    assert listening.trust(SONGS[2], "rock nobody") == 0.0
    listening.learn(PLACED)
    assert listening.trust(SONGS[2], "rock nobody") == BY_SOUND


def test_whether_plays_or_sound_speak_for_a_song() -> None:
    listening = Listening(HYBRID, OWN)
    assert listening.is_played(SONGS[0], "rock 0")
    assert listening.is_played(SONGS[1], "harp nobody")
    assert not listening.is_played(SONGS[2], "rock nobody")


def test_who_knows_nothing_says_so() -> None:
    nothing = Listening(Hybrid.content_only())
    assert not nothing.knows_anything
    assert nothing.factors(PLACED).shape == (len(SONGS), 0)


def test_many_threads_get_the_same() -> None:
    listening = Listening(HYBRID)
    expected = HYBRID.factors(ARTISTS, PLACED.vectors)
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: listening.factors(PLACED), range(40)):
            assert found == pytest.approx(expected)
