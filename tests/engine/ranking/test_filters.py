from __future__ import annotations

import pytest

from engine.ranking import Only, Query, ReasonKind, Taste
from engine.songs import SongId
from tests.engine.ranking.toy_songs import Asked, at, candidates, fan, song

ONE, TWO = SongId(f"{1:016x}"), SongId(f"{2:016x}")


def test_disliked_blocked_and_asked_songs_never_come() -> None:
    asked = fan(6)
    assert 1 not in asked.but(taste=Taste(disliked=(ONE,))).ids()
    assert 1 not in asked.but(taste=Taste(blocked_songs=frozenset({ONE}))).ids()
    assert 1 not in asked.but(query=Query(at(0), songs=(ONE,))).ids()
    assert asked.ids()[0] == 1


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
        1: {"genres": ("Pop/Rock",), "quadrant": "Q4"},
        2: {"genres": ("Jazz", "Blues"), "moods": ("calm", "wistful")},
        3: {"genres": ("Jazz",), "quadrant": "Q1", "moods": ("Good-natured",)},
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
    ],
)
def test_only_what_was_wanted_comes(only: Only, left: list[int]) -> None:
    assert sorted(labelled().but(only=only).ids()) == left


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
