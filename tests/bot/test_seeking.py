"""Questions about several songs and in words, through the recommender, on songs whose right answers are known."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from bot.errors import NothingUnderstood, NoWay, OneOfSongAndClip, SameSong
from bot.questions import Answer, Mix, Named, Question, Read, SeedKind, Walk
from bot.recommender import Recommender
from bot.services import Services
from data.history import Event, EventKind
from data.ids import MemberId
from engine.ranking import Only, ReasonKind, Span
from engine.songs import SongId
from tests.bot.toy import SONGS_A_FAMILY, ToySong

ANN = MemberId(10**18 + 1)


@pytest.fixture
def recommender(services: Services) -> Recommender:
    return services.recommender


def named(song: ToySong) -> Named:
    return Named(song=song.song.id)


def mix(likes: list[ToySong], unlikes: list[ToySong] | None = None) -> Question:
    return Question(ANN, mix=Mix(tuple(map(named, likes)), tuple(map(named, unlikes or []))))


def families(answer: Answer, songs: list[ToySong]) -> list[int]:
    of = {song.song.id: song.family for song in songs}
    return [of[pick.song.id] for pick in answer.picks]


async def test_songs_of_two_families_are_answered_with_both(recommender: Recommender, songs: list[ToySong]) -> None:
    answer = await recommender.answer(mix([songs[0], songs[2 * SONGS_A_FAMILY]]))
    assert {0, 2} <= set(families(answer, songs)[:8])
    assert answer.seed.kind is SeedKind.MIX
    assert answer.seed.songs == (songs[0].song, songs[2 * SONGS_A_FAMILY].song)
    assert not {song.id for song in answer.seed.songs} & {pick.song.id for pick in answer.picks}
    named_for = [reason.subject for reason in answer.picks[0].reasons if reason.kind is ReasonKind.NEAR_MIX]
    assert set(named_for) <= {song.title for song in answer.seed.songs}


async def test_nothing_is_nearer_to_what_is_not_liked(
    recommender: Recommender, services: Services, songs: list[ToySong]
) -> None:
    question = mix([songs[0], songs[SONGS_A_FAMILY]], [songs[SONGS_A_FAMILY + 1]])
    answer = await recommender.answer(question)
    index = await services.index.current()
    picks = index.vectors_of([pick.song.id for pick in answer.picks])
    likes = index.vectors_of([songs[0].song.id, songs[SONGS_A_FAMILY].song.id])
    unlike = index.vectors_of([songs[SONGS_A_FAMILY + 1].song.id])
    assert ((picks @ likes.T).mean(axis=1) > (picks @ unlike.T)[:, 0]).all()
    assert songs[SONGS_A_FAMILY + 1].song.id not in {pick.song.id for pick in answer.picks}


async def test_a_mix_is_written_down_with_its_liked_songs(
    recommender: Recommender, services: Services, songs: list[ToySong]
) -> None:
    answer = await recommender.answer(mix([songs[0], songs[1], songs[0]], [songs[30]]))
    asked = {entry.event.song for entry in await services.history.list(ANN)}
    assert asked == {songs[0].song.id, songs[1].song.id}
    again = await recommender.recall(answer.id)
    assert (again.seed.songs, again.seed.unlikes) == ((songs[0].song, songs[1].song), (songs[30].song,))


async def test_a_song_cannot_be_liked_and_not(recommender: Recommender, songs: list[ToySong]) -> None:
    with pytest.raises(SameSong):
        await recommender.answer(mix([songs[0], songs[1]], [songs[1]]))


def walk(start: ToySong, end: ToySong, between: int = 5) -> Question:
    return Question(ANN, walk=Walk(named(start), named(end), between))


async def test_a_walk_leads_from_song_to_song(
    recommender: Recommender, services: Services, songs: list[ToySong]
) -> None:
    answer = await recommender.answer(walk(songs[0], songs[-1]))
    assert len(answer.picks) == 5
    whole = [songs[0].song, *(pick.song for pick in answer.picks), songs[-1].song]
    assert len({song.id for song in whole}) == 7
    assert all(one.artist != other.artist for one, other in pairwise(whole))
    index = await services.index.current()
    vectors = index.vectors_of([song.id for song in whole])
    for place, pick in enumerate(answer.picks):
        assert pick.similarity == pytest.approx(float(vectors[place] @ vectors[place + 1]), abs=1e-5)
        assert [(reason.kind, reason.subject) for reason in pick.reasons] == [(ReasonKind.LEADS_ON, whole[place].title)]
    again = await recommender.recall(answer.id)
    assert again.seed.songs == (songs[0].song, songs[-1].song)
    assert again.chart.end is not None
    np.testing.assert_allclose(again.chart.query, [0.8, 0.0], atol=1e-3)
    np.testing.assert_allclose(again.chart.end, [0.8 * np.cos(5), 0.8 * np.sin(5)], atol=1e-3)


async def test_nothing_blocked_or_disliked_lies_on_the_way(
    recommender: Recommender, services: Services, songs: list[ToySong]
) -> None:
    first = await recommender.answer(walk(songs[0], songs[-1], 3))
    await services.history.record(
        [
            Event(EventKind.DISLIKED, ANN, song=first.picks[0].song.id),
            Event(EventKind.BLOCKED_ARTIST, ANN, song=first.picks[1].song.id, artist=first.picks[1].song.artist_key),
        ]
    )
    again = await recommender.answer(walk(songs[0], songs[-1], 3))
    assert first.picks[0].song.id not in {pick.song.id for pick in again.picks}
    assert first.picks[1].song.artist not in {pick.song.artist for pick in again.picks}


async def test_a_walk_needs_two_songs_and_something_between(
    recommender: Recommender, services: Services, songs: list[ToySong]
) -> None:
    with pytest.raises(SameSong):
        await recommender.answer(walk(songs[0], songs[0]))
    await services.history.record(
        [Event(EventKind.BLOCKED_ARTIST, ANN, song=one.song.id, artist=one.song.artist_key) for one in songs]
    )
    with pytest.raises(NoWay):
        await recommender.answer(walk(songs[0], songs[-1]))


async def test_words_are_answered_with_songs_that_are_so(recommender: Recommender, songs: list[ToySong]) -> None:
    answer = await recommender.answer(Question(ANN, prompt="genre 3 please, xyzzy"))
    assert set(families(answer, songs)[:5]) == {3}
    assert answer.seed.read == Read(("genre 3",), (), ("xyzzy",))
    assert answer.picks[0].reasons[0].subject == "Genre 3"
    again = await recommender.recall(answer.id)
    assert (again.seed.kind, again.seed.title, again.seed.read) == (
        SeedKind.PROMPT,
        "genre 3 please, xyzzy",
        answer.seed.read,
    )


async def test_what_words_rule_out_does_not_come(recommender: Recommender, songs: list[ToySong]) -> None:
    answer = await recommender.answer(Question(ANN, prompt="plain, not genre 3"))
    assert 3 not in families(answer, songs)
    assert answer.seed.read == Read(("plain",), ("genre 3",), ())
    alone = await recommender.answer(Question(ANN, prompt="not genre 3"))
    assert alone.picks
    assert 3 not in families(alone, songs)


async def test_a_time_that_is_named_is_that_of_every_song(recommender: Recommender) -> None:
    answer = await recommender.answer(Question(ANN, prompt="plain 70s"))
    assert {pick.song.year for pick in answer.picks} == {1970}
    assert answer.only == Only(year=Span(1970, 1979))
    own = await recommender.answer(Question(ANN, prompt="plain 70s", only=Only(year=Span(1990, 1999))))
    assert {pick.song.year for pick in own.picks} == {1990}


@pytest.mark.parametrize("prompt", ["xyzzy", "the music of the", "  ", "1850s"])
async def test_nothing_understood_is_said(recommender: Recommender, services: Services, prompt: str) -> None:
    with pytest.raises(NothingUnderstood):
        await recommender.answer(Question(ANN, prompt=prompt))
    assert await services.history.list(ANN) == []


async def test_one_thing_is_asked_at_a_time(recommender: Recommender, songs: list[ToySong]) -> None:
    with pytest.raises(OneOfSongAndClip):
        await recommender.answer(Question(ANN, prompt="plain", song=SongId(songs[0].song.id)))
