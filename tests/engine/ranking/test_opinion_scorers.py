from __future__ import annotations

import pytest

from engine.ranking import PenaltyKind, ReasonKind, Taste
from engine.ranking.feedback import HALF_LIFE_DAYS, STARS, Deed, Evidence
from engine.ranking.opinion_scorers import songs_spoken_against, songs_spoken_for
from engine.songs import Song, SongId
from tests.engine.ranking.toy_songs import Asked, at, candidates, fan, song, values

LIKED, OTHER = song(98, title="Liked"), song(99, title="Other")


def test_a_dislike_pulls_down_what_is_near_it_and_the_nearer_the_more() -> None:
    disliked = song(99)
    asked = fan(10).but(taste=Taste(disliked=(disliked.id,)), disliked=candidates([disliked], [at(8)]))
    held_against = values(asked, PenaltyKind.NEAR_DISLIKED)
    assert held_against[2] == pytest.approx(1.0)
    assert held_against[2] > held_against[4] > held_against[6]
    assert fan(10).ids()[0] == 1
    close = fan(3, step=10.0)
    beside = close.but(taste=Taste(disliked=(disliked.id,)), disliked=candidates([disliked], [at(10, 2)]))
    scores = {pick.song.id: pick.score for pick in close.rank().picks}
    lowered = {pick.song.id: pick.score for pick in beside.rank().picks}
    assert lowered[SongId(f"{1:016x}")] < scores[SongId(f"{1:016x}")] - 0.2


def test_a_skipped_song_comes_later_but_comes() -> None:
    asked = fan(4, step=2.0)
    skipping = asked.but(taste=Taste(skipped=(SongId(f"{1:016x}"),)))
    assert asked.ids()[0] == 1
    assert skipping.ids()[0] != 1
    assert sorted(skipping.ids()) == [1, 2, 3, 4]


def test_a_liked_song_is_not_near_itself() -> None:
    one = song(1)
    asked = Asked(
        candidates([one, song(2)], [at(5), at(20)]), taste=Taste(liked=(one.id,)), liked=candidates([one], [at(5)])
    )
    assert values(asked, ReasonKind.NEAR_LIKED)[1] == 0


def test_a_liked_song_half_way_off_is_not_near() -> None:
    liked = song(99, title="Half-way")
    asked = fan(10, step=9.0).but(taste=Taste(liked=(liked.id,)), liked=candidates([liked], [at(180, 45)]))
    assert set(values(asked, ReasonKind.NEAR_LIKED).values()) == {0.0}
    beside = values(asked.but(liked=candidates([liked], [at(18, 4)])), ReasonKind.NEAR_LIKED)
    assert beside[2] > 0.9
    assert beside[10] == 0


def said(deed: Deed, about: Song, days: float = 0.0, stars: int = 1, share: float = 1.0) -> Evidence:
    return Evidence(deed, about.artist_key, about.id, days, stars, share)


def beside(*evidence: Evidence) -> dict[int, float]:
    """Nearness to a song beside number 2 of which the evidence tells."""
    asked = fan(10, step=9.0)
    return values(
        asked.but(liked=candidates([LIKED], [at(18, 4)]), taste=Taste(evidence=evidence)), ReasonKind.NEAR_LIKED
    )


def test_an_old_like_pulls_half_as_much_as_a_new_one() -> None:
    new = beside(said(Deed.LIKED, LIKED))[2]
    old = beside(said(Deed.LIKED, LIKED, HALF_LIFE_DAYS[Deed.LIKED]))[2]
    assert new == beside()[2]
    assert old == pytest.approx(new / 2)


def test_four_stars_pull_less_than_a_like() -> None:
    assert beside(said(Deed.RATED, LIKED, stars=4))[2] == pytest.approx(STARS[4] * beside()[2])


def test_the_nearer_of_two_songs_gives_way_to_one_that_says_more() -> None:
    asked = fan(10, step=9.0).but(liked=candidates([LIKED, OTHER], [at(18, 3), at(18, -5)]))
    faint = Taste(evidence=(said(Deed.LIKED, LIKED, 10 * HALF_LIFE_DAYS[Deed.LIKED]), said(Deed.LIKED, OTHER)))
    for taste, title in ((Taste(), "Liked"), (faint, "Other")):
        pick = next(pick for pick in asked.but(taste=taste, count=10).rank().picks if pick.song.title == "Title 2")
        assert [term.subject for term in pick.terms if term.kind == ReasonKind.NEAR_LIKED] == [title]


def test_an_old_dislike_is_held_against_less_and_a_skip_is_soon_forgotten() -> None:
    asked = fan(10)
    disliked = asked.but(disliked=candidates([OTHER], [at(8)]))
    for deed, kind, about, world in (
        (Deed.DISLIKED, PenaltyKind.NEAR_DISLIKED, OTHER, disliked),
        (Deed.SKIPPED, PenaltyKind.SKIPPED, song(2), asked),
    ):
        new, old = (
            values(world.but(taste=Taste(evidence=(said(deed, about, lives * HALF_LIFE_DAYS[deed]),))), kind)[2]
            for lives in (0, 1)
        )
        assert new > 0
        assert old == pytest.approx(new / 2)


def test_what_speaks_for_a_song_is_the_deed_that_says_most() -> None:
    evidence = (
        said(Deed.MORE_LIKE, LIKED),
        said(Deed.LIKED, LIKED, 30),
        said(Deed.PLAYED, OTHER, share=0.5),
        said(Deed.ASKED, song(1)),
        said(Deed.SKIPPED, song(2)),
        Evidence(Deed.PLAYED, "an artist alone"),
    )
    assert [(found, one.deed) for found, one in songs_spoken_for(evidence).items()] == [
        (LIKED.id, Deed.LIKED),
        (OTHER.id, Deed.PLAYED),
    ]


@pytest.mark.parametrize("against", [said(Deed.DISLIKED, LIKED), said(Deed.RATED, LIKED, stars=2)])
def test_a_song_that_was_disliked_speaks_against_itself_however_often_it_was_played(against: Evidence) -> None:
    evidence = (against, said(Deed.PLAYED, LIKED), said(Deed.SKIPPED, OTHER))
    assert songs_spoken_for(evidence) == {}
    assert list(songs_spoken_against(evidence)) == [LIKED.id]
