"""Questions in, answers out, on a toy catalogue whose right answers are known."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from bot.errors import (
    AlreadyAsking,
    AnswerGone,
    NothingOfThat,
    NothingToRecommend,
    OneOfSongAndClip,
    QueueFull,
    UnknownPick,
    UnknownSong,
)
from bot.questions import Answer, FeedbackKind, Question, SeedKind
from bot.recommender import Recommender
from bot.services import Services
from bot.settings import Finding, Settings
from data.history import Event, EventKind
from data.ids import AnswerId, ChannelId, GuildId, MemberId
from data.times import utc_now
from engine.errors import AudioError, AudioProblem
from engine.ranking import Only, Span
from engine.songs import SongId
from tests.bot.toy import SONGS_A_FAMILY, ToyEar, ToySong, unknown_song

ANN, BEN = MemberId(10**18 + 1), MemberId(10**18 + 2)
GUILD, CHANNEL = GuildId(5), ChannelId(6)


@pytest.fixture
def recommender(services: Services) -> Recommender:
    return services.recommender


def ask(song: ToySong, member: MemberId = ANN) -> Question:
    return Question(member, GUILD, CHANNEL, song=song.song.id)


def family_of(answer: Answer, songs: list[ToySong], first: int) -> list[int]:
    families = {song.song.id: song.family for song in songs}
    return [families[pick.song.id] for pick in answer.picks[:first]]


async def test_a_song_is_answered_with_its_family(recommender: Recommender, songs: list[ToySong]) -> None:
    answer = await recommender.answer(ask(songs[0]))
    assert family_of(answer, songs, 5) == [0] * 5
    assert songs[0].song.id not in {pick.song.id for pick in answer.picks}
    assert answer.seed.kind is SeedKind.SONG
    assert answer.seed.song == songs[0].song
    assert answer.recognised is None
    assert answer.device == "toy"
    assert not answer.relaxed


async def test_a_clip_of_a_known_song_is_named_and_answered_like_the_song(
    recommender: Recommender, songs: list[ToySong]
) -> None:
    answer = await recommender.answer(Question(ANN, clip=songs[3].wav(4.0), clip_name="my\nclip.wav"))
    assert answer.recognised == songs[3].song
    assert answer.seed.kind is SeedKind.CLIP
    assert answer.seed.song is None
    assert answer.seed.title == "my clip.wav"
    assert answer.seed.genres == songs[3].song.genres
    assert songs[3].song.id not in {pick.song.id for pick in answer.picks}
    assert family_of(answer, songs, 5) == [0] * 5


async def test_a_clip_of_another_song_is_not_named(recommender: Recommender) -> None:
    answer = await recommender.answer(Question(ANN, clip=unknown_song().wav(), clip_name="x.wav"))
    assert answer.recognised is None
    assert answer.seed.genres == ("Chords",), "only what the ear is sure of"
    assert len(answer.picks) >= 5


async def test_a_text_that_names_one_song_is_that_song(recommender: Recommender, songs: list[ToySong]) -> None:
    answer = await recommender.answer(Question(ANN, text=f"{songs[12].song.title} by {songs[12].song.artist}"))
    assert answer.seed.song == songs[12].song


async def test_only_what_is_wanted_comes_and_the_answer_remembers_it(
    recommender: Recommender, songs: list[ToySong]
) -> None:
    answer = await recommender.answer(replace(ask(songs[0]), only=Only("Genre 4", "plain")))
    assert answer.only == Only("Genre 4", "plain")
    assert len(answer.picks) == SONGS_A_FAMILY
    assert family_of(answer, songs, SONGS_A_FAMILY) == [4] * SONGS_A_FAMILY
    assert (await recommender.recall(answer.id)).only == answer.only


async def test_a_clip_is_answered_with_what_is_wanted_too(recommender: Recommender, songs: list[ToySong]) -> None:
    answer = await recommender.answer(Question(ANN, clip=songs[3].wav(), only=Only("Genre 2")))
    assert answer.recognised == songs[3].song
    assert family_of(answer, songs, 5) == [2] * 5


async def test_when_all_that_is_wanted_was_refused_it_is_said_so(
    recommender: Recommender, services: Services, songs: list[ToySong]
) -> None:
    wanted = [one.song.id for one in songs if one.family == 4]
    await services.history.record([Event(EventKind.DISLIKED, ANN, song=song) for song in wanted])
    with pytest.raises(NothingOfThat) as nothing:
        await recommender.answer(replace(ask(songs[0]), only=Only("Genre 4")))
    assert (nothing.value.songs, nothing.value.moods) == (SONGS_A_FAMILY, ("plain",))


async def test_all_that_may_be_wanted_is_remembered(recommender: Recommender, songs: list[ToySong]) -> None:
    only = Only(year=Span(1960, 1985), avoid=songs[0].song.artist, only_new=True, clean=True)
    answer = await recommender.answer(replace(ask(songs[0]), only=only))
    assert {pick.song.year for pick in answer.picks} <= {1960, 1970, 1980}
    assert songs[0].song.artist not in {pick.song.artist for pick in answer.picks}
    assert (await recommender.recall(answer.id)).only == only


async def test_only_new_songs_come_until_all_of_them_were_met(recommender: Recommender, songs: list[ToySong]) -> None:
    seen: set[SongId] = {songs[0].song.id}
    question = replace(ask(songs[0]), only=Only("Genre 0", only_new=True))
    with pytest.raises(NothingOfThat) as nothing:
        while True:
            answer = await recommender.answer(question)
            assert not answer.relaxed
            shown = answer.picks[:4]
            assert not seen & {pick.song.id for pick in answer.picks}
            await recommender.mark_shown(answer, shown)
            seen |= {pick.song.id for pick in shown}
    assert len(seen) == SONGS_A_FAMILY
    assert (nothing.value.songs, nothing.value.without) == (SONGS_A_FAMILY, ())


async def test_an_id_that_nobody_knows_is_an_unknown_song(recommender: Recommender) -> None:
    with pytest.raises(UnknownSong):
        await recommender.answer(Question(ANN, song=SongId("0" * 16)))


@pytest.mark.parametrize(("given", "both"), [({}, False), ({"text": "x", "clip": b"x"}, True)])
async def test_neither_and_both_are_refused(recommender: Recommender, given: dict, both: bool) -> None:
    with pytest.raises(OneOfSongAndClip) as refused:
        await recommender.answer(Question(ANN, **given))
    assert refused.value.both is both


@pytest.mark.parametrize(
    ("clip", "problem"),
    [(b"", AudioProblem.EMPTY), (b"no music at all" * 100, AudioProblem.NOT_AUDIO)],
)
async def test_a_bad_clip_is_refused_and_the_next_question_answered(
    recommender: Recommender, services: Services, songs: list[ToySong], clip: bytes, problem: AudioProblem
) -> None:
    with pytest.raises(AudioError) as refused:
        await recommender.answer(Question(ANN, clip=clip))
    assert refused.value.problem is problem
    assert await services.history.list(ANN) == []
    assert (await recommender.answer(ask(songs[0]))).picks


async def test_the_chart_shows_the_catalogue_the_query_and_every_pick(
    recommender: Recommender, songs: list[ToySong]
) -> None:
    answer = await recommender.answer(ask(songs[0]))
    assert answer.chart.background.shape == (len(songs), 2)
    assert answer.chart.picks.shape == (len(answer.picks), 2)
    np.testing.assert_allclose(answer.chart.query, [0.8, 0.0], atol=1e-3)
    clip = await recommender.answer(Question(ANN, clip=songs[SONGS_A_FAMILY].wav()))
    np.testing.assert_allclose(clip.chart.query, [0.8 * np.cos(1), 0.8 * np.sin(1)], atol=0.05)
    for part in (answer.chart.background, answer.chart.query, answer.chart.picks):
        assert part.dtype == np.float32


async def test_an_answer_is_recalled_as_it_was(recommender: Recommender, songs: list[ToySong]) -> None:
    answer = await recommender.answer(replace(ask(songs[0]), count=7))
    again = await recommender.recall(answer.id)
    assert again.picks == answer.picks
    assert (again.member, again.guild, again.count, again.device) == (ANN, GUILD, 7, "toy")
    np.testing.assert_array_equal(again.seed.vector, answer.seed.vector)
    np.testing.assert_array_equal(again.chart.query, answer.chart.query)
    np.testing.assert_array_equal(again.chart.picks, answer.chart.picks)


async def test_an_answer_outlives_the_process(settings: Settings, songs: list[ToySong]) -> None:
    async with await Services.open(settings, ear=ToyEar()) as first:
        answer = await first.recommender.answer(Question(ANN, clip=songs[3].wav()))
    async with await Services.open(settings, ear=ToyEar()) as second:
        again = await second.recommender.recall(answer.id)
        assert again.picks == answer.picks
        assert again.recognised == songs[3].song
        assert (await second.recommender.feedback(answer.id, 0, BEN, FeedbackKind.LIKE)).changed


@pytest.mark.parametrize("forged", ["", "abcdefghijkl", "x" * 200, "'; drop table answers; --"])
async def test_an_answer_that_never_was_is_gone(recommender: Recommender, forged: str) -> None:
    with pytest.raises(AnswerGone):
        await recommender.recall(AnswerId(forged))
    with pytest.raises(AnswerGone):
        await recommender.feedback(AnswerId(forged), 0, ANN, FeedbackKind.LIKE)


async def test_asking_is_written_down_with_the_answer(
    recommender: Recommender, services: Services, songs: list[ToySong]
) -> None:
    answer = await recommender.answer(ask(songs[0]))
    (entry,) = await services.history.list(ANN)
    assert entry.event.kind is EventKind.ASKED
    assert entry.event.song == songs[0].song.id
    assert entry.event.answer == answer.id
    assert entry.event.guild == GUILD
    stored = await services.answers.get(answer.id)
    assert stored is not None
    assert stored.channel == CHANNEL


async def test_what_was_shown_does_not_come_again_soon(recommender: Recommender, songs: list[ToySong]) -> None:
    first = await recommender.answer(ask(songs[0]))
    await recommender.mark_shown(first, first.picks[:5])
    second = await recommender.answer(ask(songs[0]))
    assert not {pick.song.id for pick in first.picks[:5]} & {pick.song.id for pick in second.picks[:5]}
    other = await recommender.answer(ask(songs[0], BEN))
    assert [pick.song.id for pick in other.picks] == [pick.song.id for pick in first.picks]


async def test_when_all_was_shown_songs_come_again(settings: Settings, songs: list[ToySong]) -> None:
    async with await Services.open(settings, ear=ToyEar()) as services:
        for _ in range(20):
            answer = await services.recommender.answer(ask(songs[0]))
            await services.recommender.mark_shown(answer, answer.picks)
            if answer.relaxed:
                break
        assert answer.relaxed
        assert answer.picks


async def test_what_was_shown_long_ago_comes_again(settings: Settings, songs: list[ToySong]) -> None:
    now = utc_now()
    times = {"now": now}
    settings = replace(settings, finding=Finding(recent_days=3))
    async with await Services.open(settings, ear=ToyEar(), clock=lambda: times["now"]) as services:
        first = await services.recommender.answer(ask(songs[0]))
        await services.recommender.mark_shown(first, first.picks[:5])
        times["now"] = now + timedelta(days=4)
        again = await services.recommender.answer(ask(songs[0]))
        assert [pick.song.id for pick in again.picks] == [pick.song.id for pick in first.picks]


async def test_feedback_counts_once_and_changes_what_comes(recommender: Recommender, songs: list[ToySong]) -> None:
    answer = await recommender.answer(ask(songs[0]))
    disliked = answer.picks[1].song
    first = await recommender.feedback(answer.id, 1, ANN, FeedbackKind.DISLIKE)
    second = await recommender.feedback(answer.id, 1, ANN, FeedbackKind.DISLIKE)
    assert (first.song, first.kind, first.changed) == (disliked, FeedbackKind.DISLIKE, True)
    assert not second.changed
    assert disliked.id not in {pick.song.id for pick in (await recommender.answer(ask(songs[0]))).picks}


async def test_feedback_belongs_to_whoever_presses(
    recommender: Recommender, services: Services, songs: list[ToySong]
) -> None:
    answer = await recommender.answer(ask(songs[0]))
    assert (await recommender.feedback(answer.id, 0, BEN, FeedbackKind.LIKE)).changed
    assert (await recommender.feedback(answer.id, 0, ANN, FeedbackKind.LIKE)).changed
    assert (await services.history.taste(BEN, recent_days=1)).liked == (answer.picks[0].song.id,)


async def test_a_blocked_artist_never_comes(recommender: Recommender, songs: list[ToySong]) -> None:
    answer = await recommender.answer(ask(songs[0]))
    artist = answer.picks[0].song.artist
    await recommender.feedback(answer.id, 0, ANN, FeedbackKind.BLOCK_ARTIST)
    for seed in songs[:3]:
        again = await recommender.answer(ask(seed))
        assert artist not in {pick.song.artist for pick in again.picks}


@pytest.mark.parametrize("pick", [-1, 25, 10**9])
async def test_a_pick_that_is_not_there_is_refused(
    recommender: Recommender, services: Services, songs: list[ToySong], pick: int
) -> None:
    answer = await recommender.answer(ask(songs[0]))
    with pytest.raises(UnknownPick):
        await recommender.feedback(answer.id, pick, ANN, FeedbackKind.LIKE)
    assert len(await services.history.list(ANN)) == 1


async def test_when_everything_is_blocked_it_says_so(recommender: Recommender, songs: list[ToySong]) -> None:
    for _ in range(100):
        try:
            answer = await recommender.answer(ask(songs[0]))
        except NothingToRecommend:
            break
        for pick in range(len(answer.picks)):
            await recommender.feedback(answer.id, pick, ANN, FeedbackKind.BLOCK_ARTIST)
    else:
        pytest.fail("something was left after a hundred rounds")


async def test_one_question_of_a_member_at_once(recommender: Recommender, songs: list[ToySong]) -> None:
    first, second = await asyncio.gather(
        recommender.answer(Question(ANN, clip=songs[0].wav())),
        recommender.answer(ask(songs[1])),
        return_exceptions=True,
    )
    assert isinstance(first, Answer)
    assert isinstance(second, AlreadyAsking)


async def test_more_than_the_queue_holds_is_refused_at_once(recommender: Recommender, songs: list[ToySong]) -> None:
    questions = [ask(song, MemberId(number)) for number, song in enumerate(songs[:8])]
    outcomes = await asyncio.gather(*map(recommender.answer, questions), return_exceptions=True)
    assert sum(isinstance(outcome, Answer) for outcome in outcomes) == 3
    assert sum(isinstance(outcome, QueueFull) for outcome in outcomes) == 5


async def test_a_ticket_serves_several_clips_of_one_message(recommender: Recommender, songs: list[ToySong]) -> None:
    with recommender.admission.admit(ANN) as ticket:
        answers = [await recommender.answer(ask(song), ticket) for song in songs[:3]]
        with pytest.raises(AlreadyAsking):
            await recommender.answer(ask(songs[0]))
    assert len({answer.id for answer in answers}) == 3


async def test_a_ticket_of_somebody_else_admits_nobody(recommender: Recommender, songs: list[ToySong]) -> None:
    with recommender.admission.admit(BEN) as ticket, recommender.admission.admit(ANN), pytest.raises(AlreadyAsking):
        await recommender.answer(ask(songs[0], ANN), ticket)


async def test_suggestions_fit_what_is_typed(recommender: Recommender) -> None:
    assert (await recommender.suggest("amber bir"))[0].song.title == "Tune amber birch"
    assert len(await recommender.suggest("tune", limit=4)) == 4


async def test_while_nothing_is_typed_any_songs_are_suggested(recommender: Recommender) -> None:
    assert len(await recommender.suggest("", limit=7)) == 7
    assert len(await recommender.suggest("   ")) == 25
