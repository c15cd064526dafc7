"""Factors of songs are taken where they find what was held back, and refused where they do not."""

from __future__ import annotations

import time

import numpy as np
import pytest

from engine.collaborative.song_factors import MemberDeeds, OutOfTime
from engine.collaborative.song_judgement import FEWEST_HELD_OUT, FEWEST_LIKED, Judgement, judge
from engine.songs import SongId
from tests.engine.collaborative.toy_artists import hybrid, sound_of

HYBRID = hybrid()
ARTISTS = [f"{camp} {number % 12}" for camp in ("rock", "harp") for number in range(20)]
SONGS = [SongId(f"{number:016x}") for number in range(len(ARTISTS))]
VECTORS = np.stack([sound_of(artist, number) for number, artist in enumerate(ARTISTS)])
PRIOR = HYBRID.factors(ARTISTS, VECTORS)


def members(many: int, likes: int = 10) -> list[MemberDeeds]:
    """Who likes the even songs of both camps, or the odd ones: neither artists nor sound tell that."""
    random = np.random.default_rng(1)
    made = []
    for number in range(many):
        songs = random.permutation(np.arange(number % 2, len(SONGS), 2))[:likes]
        made.append(MemberDeeds(songs, np.ones(len(songs))))
    return made


def test_what_only_members_know_is_taken() -> None:
    found = judge(HYBRID, SONGS, PRIOR, VECTORS, members(40))
    assert found.held_out == 40 * 2
    assert found.own > found.artists
    assert found.own > found.content
    assert found.accepts


@pytest.mark.parametrize(
    "found",
    [
        Judgement(FEWEST_HELD_OUT, own=0.7, artists=0.71, content=0.6),
        Judgement(FEWEST_HELD_OUT, own=0.7, artists=0.6, content=0.71),
        Judgement(FEWEST_HELD_OUT - 1, own=0.9, artists=0.6, content=0.6),
    ],
)
def test_what_is_worse_than_anything_in_use_or_not_proved_is_refused(found: Judgement) -> None:
    assert not found.accepts
    assert Judgement(FEWEST_HELD_OUT, own=0.7, artists=0.7, content=0.7).accepts


def test_of_members_who_did_too_little_nothing_is_held_back() -> None:
    found = judge(HYBRID, SONGS, PRIOR, VECTORS, members(40, likes=FEWEST_LIKED - 1))
    assert (found.held_out, found.accepts) == (0, False)


def test_the_same_members_are_judged_alike() -> None:
    first, again = (judge(HYBRID, SONGS, PRIOR, VECTORS, members(12)) for _ in range(2))
    assert first == again


def test_who_knows_everything_leaves_nothing_to_compare_with() -> None:
    everything = MemberDeeds(np.arange(len(SONGS)), np.ones(len(SONGS)))
    assert 0 <= judge(HYBRID, SONGS, PRIOR, VECTORS, [everything] * 4).own <= 1


def test_it_ends_at_its_time() -> None:
    with pytest.raises(OutOfTime):
        judge(HYBRID, SONGS, PRIOR, VECTORS, members(12), until=time.monotonic() - 1)
