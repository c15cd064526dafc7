"""A member among all who listen: who likes rock gets rock, and is told by which artist."""

from __future__ import annotations

import numpy as np
import pytest

from engine.collaborative.hybrid import TasteEvent
from engine.collaborative.listening import Listening
from engine.ranking import Candidates
from engine.ranking.feedback import HALF_LIFE_DAYS, Deed, Evidence
from engine.ranking.listeners import Because
from engine.ranking.member_listeners import MemberListeners
from engine.songs import Song, song_id
from tests.engine.collaborative.toy_artists import hybrid, sound_of

HYBRID = hybrid()


def song(artist: str, number: int = 0) -> Song:
    return Song(song_id(artist, f"Song {number}"), artist.title(), f"Song {number}")


def songs(*artists: str) -> Candidates:
    return Candidates(tuple(map(song, artists)), np.stack([sound_of(artist) for artist in artists]))


KNOWN = songs("rock 5", "harp 5", "rock nobody")
POOL = songs("rock 0", "rock 1", "harp 0", "harp 1", "rock stranger", "harp stranger")


def said(deed: Deed, artist: str, days: float = 0.0, *, alone: bool = False) -> Evidence:
    return Evidence(deed, artist, None if alone else song(artist).id, days)


def member(*evidence: Evidence) -> MemberListeners:
    return MemberListeners(Listening(HYBRID), evidence, KNOWN)


def scores(listeners: MemberListeners) -> np.ndarray:
    return listeners.scores(POOL.songs, POOL.vectors)


@pytest.mark.parametrize("alone", [False, True])
def test_one_like_speaks_for_its_camp_also_for_artists_that_nobody_plays(alone: bool) -> None:
    found = scores(member(said(Deed.LIKED, "rock 5", alone=alone)))
    assert found[[0, 1, 4]].min() > found[[2, 3, 5]].max()


def test_it_is_the_fold_in_of_the_hybrid() -> None:
    evidence = (said(Deed.LIKED, "rock 5", alone=True), said(Deed.DISLIKED, "harp 5", alone=True))
    profile = HYBRID.profile([TasteEvent(one.artist, None, one.strength) for one in evidence])
    expected = HYBRID.scores(profile, [one.artist_key for one in POOL.songs], POOL.vectors)
    assert scores(member(*evidence)) == pytest.approx(expected, abs=1e-5)
    assert member(*evidence).confidence == pytest.approx(profile.confidence)


def test_a_dislike_turns_it_round_and_time_takes_it_away() -> None:
    assert scores(member(said(Deed.DISLIKED, "rock 5"), said(Deed.LIKED, "harp 5")))[:2].max() < 0.5
    new, old, forgotten = (
        member(said(Deed.LIKED, "rock 5", lives * HALF_LIFE_DAYS[Deed.LIKED])).confidence for lives in (0, 2, 12)
    )
    assert new > old > forgotten == 0


def test_of_whom_nothing_is_known_there_is_no_confidence() -> None:
    assert member().confidence == 0
    assert member(said(Deed.LIKED, "whom nobody knows", alone=True)).confidence == 0
    assert np.isfinite(scores(member())).all()


def test_a_song_of_an_unknown_artist_speaks_by_its_sound_for_half() -> None:
    by_sound, by_plays = member(said(Deed.LIKED, "rock nobody")), member(said(Deed.LIKED, "rock 5"))
    assert 0 < by_sound.confidence < by_plays.confidence
    found = scores(by_sound)
    assert found[[0, 1, 4]].min() > found[[2, 3, 5]].max()


def test_the_reason_is_the_artist_that_raised_the_song_most_and_true_without_it() -> None:
    evidence = (said(Deed.LIKED, "rock 5"), said(Deed.LIKED, "harp 5"))
    both = member(*evidence)
    for row, (artist, name) in enumerate([("rock 0", "Rock 5"), ("rock 1", "Rock 5"), ("harp 0", "Harp 5")]):
        place = [one.artist_key for one in POOL.songs].index(artist)
        assert both.because(POOL.songs[place], POOL.vectors[place]) == Because(name, played=True), row
        kept = [one for one in evidence if one.artist != name.lower()]
        assert scores(member(*kept))[place] < scores(both)[place]


def test_a_song_of_an_artist_whom_nobody_plays_is_there_by_its_sound() -> None:
    assert member(said(Deed.LIKED, "rock 5")).because(POOL.songs[4], POOL.vectors[4]) == Because("Rock 5", played=False)


def test_its_own_artist_is_no_reason_and_neither_is_what_speaks_against_it() -> None:
    assert member(said(Deed.LIKED, "rock 5")).because(KNOWN.songs[0], KNOWN.vectors[0]).artist == ""
    assert member(said(Deed.DISLIKED, "rock 5")).because(POOL.songs[0], POOL.vectors[0]).artist == ""
    assert member().because(POOL.songs[0], POOL.vectors[0]).artist == ""


def test_an_artist_of_whom_only_the_key_is_known_is_named_with_capitals() -> None:
    assert member(said(Deed.PLAYED, "rock 5", alone=True)).because(POOL.songs[0], POOL.vectors[0]).artist == "Rock 5"
