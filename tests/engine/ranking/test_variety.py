from __future__ import annotations

from engine.ranking import Familiarity, ReasonKind
from engine.ranking.variety import MOST_VERSIONS
from tests.engine.ranking.toy_songs import Asked, at, candidates, song


def two_groups() -> Asked:
    """Six songs in a bunch, a little nearer than a seventh on the other side."""
    vectors = [at(9, 0.1 * number) for number in range(6)] + [at(-10)]
    far = [at(60), at(-60), at(0, 60)]
    return Asked(candidates([song(number) for number in range(1, 11)], vectors + far), count=3)


def test_a_pick_differs_from_those_before_it() -> None:
    assert two_groups().ids()[:2] == [1, 7]


def test_more_adventure_is_more_variety() -> None:
    def variety(familiarity: Familiarity) -> float:
        ranking = two_groups().but(familiarity=familiarity).rank()
        return next(term.weight for term in ranking.picks[0].terms if term.kind == ReasonKind.VARIETY)

    weights = [variety(one) for one in (Familiarity.FAMILIAR, Familiarity.BALANCED, Familiarity.ADVENTUROUS)]
    assert weights == sorted(weights)
    assert weights[0] < weights[1] < weights[2]


def test_two_of_an_artist_at_most_however_near() -> None:
    songs = [song(number, artist="Björk" if number < 6 else f"Other {number}") for number in range(1, 9)]
    asked = Asked(candidates(songs, [at(2.0 * number) for number in range(1, 9)]), count=8)
    picks = asked.ids()
    assert sum(number < 6 for number in picks) == 2
    assert {6, 7, 8} < set(picks)
    assert len(picks) == 5


def test_of_versions_the_best_comes() -> None:
    songs = [song(1, artist="Blur", title="Song 2 (Live)"), song(2, artist="Blur", title="Song 2"), song(3)]
    assert Asked(candidates(songs, [at(8), at(4), at(12)])).ids() == [2, 3]


def test_the_others_of_a_group_are_offered_beside_the_original() -> None:
    songs = [
        song(1, artist="Blur", title="Song 2 (Live)"),
        song(2, artist="Blur", title="Song 2"),
        song(3, artist="Blur", title="Song 2 - 2012 Remaster"),
        song(4),
    ]
    first, second = Asked(candidates(songs, [at(2), at(20), at(4), at(12)])).rank().picks
    assert [first.song, second.song] == [songs[3], songs[1]]
    assert second.versions == (songs[0], songs[2])
    assert first.versions == ()


def test_the_original_is_ranked_by_its_own_sound() -> None:
    songs = [song(1, artist="Blur", title="Song 2 (Live)"), song(2, artist="Blur", title="Song 2"), song(3)]
    assert Asked(candidates(songs, [at(2), at(70), at(12)])).ids() == [3, 2]


def test_another_version_comes_where_the_original_may_not() -> None:
    songs = [
        song(1, artist="Blur", title="Coffee & TV"),
        song(2, artist="Blur", title="Tender"),
        song(3, artist="Blur", title="Nobody Ever Called a Song Like This"),
        song(4, artist="Somebody Else", title="Nobody Ever Called a Song Like This (Cover)"),
    ]
    picks = Asked(candidates(songs, [at(2), at(20), at(80), at(8)])).rank().picks
    assert [int(pick.song.id, 16) for pick in picks] == [1, 2, 4]
    assert picks[-1].versions == (songs[2],)


def test_a_copy_under_another_spelling_is_no_second_pick() -> None:
    songs = [song(1, artist="Björk", title="Bachelorette"), song(2, artist="Bjork", title="Bachelorete"), song(3)]
    vectors = [at(8), at(9), at(30)]
    assert Asked(candidates(songs, vectors)).ids() == [1, 3]
    other_sound = [at(8), at(80), at(30)]
    assert sorted(Asked(candidates(songs, other_sound)).ids()) == [1, 2, 3]


def test_few_versions_are_offered_however_many_there_are() -> None:
    songs = [song(number, artist="Blur", title=f"Song 2 (Take {number})") for number in range(1, 30)]
    (pick,) = Asked(candidates(songs, [at(float(number)) for number in range(1, 30)])).rank().picks
    assert pick.song == songs[0]
    assert pick.versions == tuple(songs[1 : MOST_VERSIONS + 1])


def test_equal_songs_are_ordered_by_id() -> None:
    songs = [song(number) for number in (3, 1, 2)]
    assert Asked(candidates(songs, [at(5)] * 3)).ids() == [1, 2, 3]
