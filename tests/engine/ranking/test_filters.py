from __future__ import annotations

import pytest

from engine.ranking import Only, Query, ReasonKind, Span, Taste
from engine.songs import SongId
from tests.engine.ranking.toy_songs import Asked, at, candidates, fan, song

ONE, TWO = SongId(f"{1:016x}"), SongId(f"{2:016x}")


def test_disliked_blocked_and_asked_songs_never_come() -> None:
    asked = fan(6)
    assert 1 not in asked.but(taste=Taste(disliked=(ONE,))).ids()
    assert 1 not in asked.but(taste=Taste(blocked_songs=frozenset({ONE}))).ids()
    assert 1 not in asked.but(query=Query(at(0), songs=(ONE,))).ids()
    assert asked.ids()[0] == 1


def test_nothing_of_the_asked_song_comes_under_any_name() -> None:
    songs = [
        song(1, artist="Björk", title="Bachelorette (Live)"),
        song(2, artist="Bjork", title="Bachelorete"),
        song(3, artist="Anybody", title="Bachelorette (Björk Cover)"),
        song(4, artist="Anybody", title="Something Else"),
    ]
    asked = Asked(candidates(songs, [at(80), at(6), at(60), at(30)]))
    assert asked.but(query=Query(at(0), artist="Björk", title="Bachelorette")).ids() == [4]
    assert asked.but(query=Query(at(0), songs=(ONE,))).ids() == [2, 4]


@pytest.mark.parametrize("artist", ["Artist 1", "the artist 1", "ARTIST 1 feat. Someone", "Artist 1, Someone Else"])
def test_a_blocked_artist_never_comes_however_written(artist: str) -> None:
    asked = fan(3)
    songs = candidates([song(1, artist=artist), *asked.songs.songs[1:]], list(asked.songs.vectors))
    blocked = Taste(blocked_artists=frozenset({"artist 1"}))
    assert sorted(asked.but(songs=songs, taste=blocked).ids()) == [2, 3]


def test_other_versions_of_a_disliked_song_never_come_though_it_is_no_candidate() -> None:
    asked = fan(3)
    disliked = song(50, artist="Artist 1", title="Title 1 (Remastered 2009)")
    taste = Taste(disliked=(disliked.id,))
    assert sorted(asked.but(taste=taste, disliked=candidates([disliked], [at(90)])).ids()) == [2, 3]


def test_recent_songs_come_only_when_nothing_else_is_left() -> None:
    asked = fan(4).but(taste=Taste(recent=frozenset({ONE, TWO})))
    enough = asked.but(count=2).rank()
    assert sorted(int(pick.song.id, 16) for pick in enough.picks) == [3, 4]
    assert not enough.relaxed
    more = asked.but(count=3).rank()
    assert [int(pick.song.id, 16) for pick in more.picks][2] == 1
    assert more.relaxed


def test_a_song_the_member_liked_is_known_and_comes_last_too() -> None:
    liked = candidates([song(1)], [at(4)])
    asked = fan(3).but(taste=Taste(liked=(ONE,)), liked=liked)
    assert asked.ids()[-1] == 1
    assert asked.rank().relaxed
    assert not asked.but(count=2).rank().relaxed


def test_another_version_of_a_recent_song_is_a_repeat() -> None:
    asked = fan(3)
    songs = candidates(
        [*asked.songs.songs, song(4, artist="Artist 1", title="Title 1 (Live)")], [*asked.songs.vectors, at(1)]
    )
    again = asked.but(songs=songs, taste=Taste(recent=frozenset({ONE})), count=2)
    assert sorted(again.ids()) == [2, 3]
    assert not again.rank().relaxed


def labelled() -> Asked:
    facts: dict[int, dict[str, object]] = {
        1: {"genres": ("Pop/Rock",), "quadrant": "Q4", "tempo_bpm": 99.6, "year": 1990, "explicit": True},
        2: {"genres": ("Jazz", "Blues"), "moods": ("calm", "wistful"), "instruments": ("Electric guitar", "piano")},
        3: {"genres": ("Jazz",), "quadrant": "Q1", "moods": ("Good-natured",), "tempo_bpm": 200, "explicit": False},
        4: {},
    }
    asked = fan(4)
    return asked.but(songs=candidates([song(n, **facts[n]) for n in facts], list(asked.songs.vectors)))


@pytest.mark.parametrize(
    ("only", "left"),
    [
        (Only(), [1, 2, 3, 4]),
        (Only(genre="Jazz"), [2, 3]),
        (Only(genre="JAZZ"), [2, 3]),
        (Only(genre="pop rock"), [1]),
        (Only(mood="calm"), [1, 2]),
        (Only(mood="happy"), [3]),
        (Only(mood="good natured"), [3]),
        (Only(genre="Jazz", mood="calm"), [2]),
        (Only(genre="Blues", mood="happy"), []),
        (Only(genre="Polka"), []),
        (Only(mood="Q4"), []),
        (Only(instrument="PIANO"), [2]),
        (Only(instrument="guitar"), [2]),
        (Only(instrument="electric"), []),
        (Only(tempo=Span(100, 130)), [1]),
        (Only(tempo=Span(low=100)), [1, 3]),
        (Only(tempo=Span(high=99)), []),
        (Only(year=Span(1990, 1990)), [1]),
        (Only(year=Span(low=1991)), []),
        (Only(avoid="the ARTIST 2 feat. Somebody"), [1, 3, 4]),
        (Only(avoid="Artist"), [1, 2, 3, 4]),
        (Only(clean=True), [2, 3, 4]),
        (Only(genre="Jazz", instrument="guitar", tempo=Span(low=60)), []),
    ],
)
def test_only_what_was_wanted_comes(only: Only, left: list[int]) -> None:
    assert sorted(labelled().but(only=only).ids()) == left


def test_where_only_new_songs_are_wanted_those_that_were_met_never_come() -> None:
    met = Taste(met=frozenset({ONE}))
    assert sorted(fan(3).but(taste=met).ids()) == [1, 2, 3]
    new = fan(3).but(taste=met, only=Only(only_new=True), count=3)
    assert sorted(new.ids()) == [2, 3]
    assert not new.rank().relaxed


def test_another_version_of_a_song_that_was_met_is_not_new() -> None:
    """Though the song itself is no candidate."""
    known = song(50, artist="Artist 1", title="Title 1 (Remastered 2009)")
    taste = Taste(met=frozenset({known.id}), met_versions=frozenset({known.version_key}))
    assert sorted(fan(3).but(taste=taste, only=Only(only_new=True)).ids()) == [2, 3]


def test_the_wanted_are_measured_among_themselves() -> None:
    """The genre that all share is no reason, and the nearest of them is the nearest there is."""
    asked = fan(6)
    songs = [song(n, genres=("Jazz",) if n > 2 else ("Rap",)) for n in range(1, 7)]
    jazz = asked.but(
        songs=candidates(songs, list(asked.songs.vectors)),
        only=Only(genre="Jazz"),
        query=Query(at(0), genres=("Jazz",)),
    )
    picks = jazz.rank().picks
    assert picks[0].terms[0].value == 1.0
    assert [reason.kind for reason in picks[0].reasons] == [ReasonKind.SOUNDS_ALIKE]
