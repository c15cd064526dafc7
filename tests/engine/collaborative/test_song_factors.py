"""Songs' own factors: a song that its artist's listeners would not play, and that members of both camps do."""

from __future__ import annotations

import time

import numpy as np
import pytest

from engine.collaborative.hybrid import Hybrid
from engine.collaborative.song_factors import (
    FEWEST_LISTENERS,
    MemberDeeds,
    OutOfTime,
    SongFactors,
    learn,
)
from engine.songs import SongId
from tests.engine.collaborative.toy_artists import hybrid, sound_of

HYBRID = hybrid()
ARTISTS = [f"{camp} {number}" for camp in ("rock", "harp") for number in range(10)]
SONGS = [SongId(f"{number:016x}") for number in range(len(ARTISTS))]
PRIOR = HYBRID.factors(ARTISTS, np.stack([sound_of(artist) for artist in ARTISTS]))
STRANGER = 19
"""A song of a harp band that rock people play."""


def rocker(number: int, weight: float = 1.0) -> MemberDeeds:
    """Who plays four rock songs and the stranger."""
    songs = [(number + step) % 10 for step in range(4)]
    return MemberDeeds(np.array([*songs, STRANGER]), np.array([1.0] * 4 + [weight]))


def leaning(learned: SongFactors) -> float:
    """How much nearer the stranger lies to rock than to harp."""
    factors = PRIOR.copy()
    factors[[SONGS.index(one) for one in learned.songs]] = learned.factors
    rock, harp = PRIOR[:10].mean(axis=0), PRIOR[10:].mean(axis=0)
    own = factors[STRANGER] / np.linalg.norm(factors[STRANGER])
    return float(own @ rock / np.linalg.norm(rock) - own @ harp / np.linalg.norm(harp))


def members(many: int, weight: float = 1.0) -> list[MemberDeeds]:
    return [rocker(number, weight) for number in range(many)]


def test_a_song_moves_to_those_who_play_it_and_the_more_the_more_play_it() -> None:
    before, few, more, many = (leaning(learn(HYBRID, SONGS, PRIOR, members(count))) for count in (0, 4, 12, 120))
    assert before < 0
    assert before < 0 < more
    assert before < few < min(more, many)


def test_dislikes_do_not_move_it_there() -> None:
    disliked, liked = (leaning(learn(HYBRID, SONGS, PRIOR, members(20, weight))) for weight in (-1.0, 1.0))
    assert disliked < liked


def test_a_song_of_too_few_stays_out_so_that_nobody_can_be_read_off_it() -> None:
    for many in range(FEWEST_LISTENERS + 2):
        learned = learn(HYBRID, SONGS, PRIOR, members(many))
        assert (SONGS[STRANGER] in learned.songs) == (many >= FEWEST_LISTENERS)
        assert not len(learned) or learned.listeners.min() >= FEWEST_LISTENERS
        assert len(learned.songs) == len(learned.factors) == len(learned.listeners)


def test_one_member_who_did_much_of_one_song_is_one_listener() -> None:
    often = MemberDeeds(np.array([STRANGER] * 9), np.ones(9))
    assert learn(HYBRID, SONGS, PRIOR, [often]).songs == ()


def test_the_same_members_give_the_same_factors() -> None:
    first, again = (learn(HYBRID, SONGS, PRIOR, members(8)) for _ in range(2))
    assert first.songs == again.songs
    assert first.factors.tobytes() == again.factors.tobytes()


def test_where_nothing_is_known_of_listening_nothing_is_learned() -> None:
    nothing = learn(Hybrid.content_only(), SONGS, np.zeros((len(SONGS), 0), np.float32), members(8))
    assert len(nothing) == 0


def test_a_training_ends_at_its_time() -> None:
    with pytest.raises(OutOfTime):
        learn(HYBRID, SONGS, PRIOR, members(8), until=time.monotonic() - 1)
