from __future__ import annotations

import pytest

from bot.errors import UnknownSong, UnknownWord
from bot.judging import Judging
from bot.questions import FeedbackKind, Question
from bot.services import Services
from data.errors import HistoryPaused
from data.ids import GuildId, MemberId
from tests.bot.toy import ToySong

ANNA, HERE = MemberId(1), GuildId(7)


@pytest.fixture
def judging(services: Services) -> Judging:
    return services.judging


def about(song: ToySong) -> Question:
    return Question(ANNA, HERE, song=song.song.id)


async def test_the_newest_stars_count(services: Services, judging: Judging, songs: list[ToySong]) -> None:
    first = await judging.rate(about(songs[0]), 2)
    second = await judging.rate(Question(ANNA, text=f"{songs[0].song.artist} {songs[0].song.title}"), 5)
    third = await judging.rate(about(songs[0]), 5)
    assert [(one.before, one.changed) for one in (first, second, third)] == [(None, True), (2, True), (5, False)]
    taste = await services.history.taste(ANNA, recent_days=1)
    assert (taste.liked, taste.disliked) == ((songs[0].song.id,), ())


@pytest.mark.parametrize("stars", [0, 6, -1])
async def test_there_are_one_to_five_stars(judging: Judging, songs: list[ToySong], stars: int) -> None:
    with pytest.raises(ValueError, match="rated"):
        await judging.rate(about(songs[0]), stars)


async def test_a_song_and_an_artist_are_blocked_once(
    services: Services, judging: Judging, songs: list[ToySong]
) -> None:
    blocked = await judging.block_song(about(songs[0]))
    again = await judging.block_song(about(songs[0]))
    assert (blocked.kind, blocked.changed, again.changed) == (FeedbackKind.BLOCK_SONG, True, False)
    artist = songs[7].song.artist
    one, other = [await judging.block_artist(typed, ANNA, HERE) for typed in (artist, f"the {artist.upper()}")]
    assert (one.artist, one.changed, other.changed) == (artist, True, False)
    taste = await services.history.taste(ANNA, recent_days=1)
    assert (taste.blocked_songs, taste.blocked_artists) == ((songs[0].song.id,), (songs[7].song.artist_key,))
    held = await services.opinions.blocks(ANNA, 0, 5)
    assert held.opinions[0].song is not None
    assert held.opinions[0].song.artist == artist


async def test_what_is_not_known_is_not_written_down(services: Services, judging: Judging) -> None:
    with pytest.raises(UnknownSong):
        await judging.rate(Question(ANNA, text="zzqx vvkj wwpy"), 5)
    with pytest.raises(UnknownWord):
        await judging.block_artist("zzqx vvkj", ANNA, HERE)
    assert await services.history.list(ANNA) == []


async def test_who_paused_is_told(services: Services, judging: Judging, songs: list[ToySong]) -> None:
    await services.member_settings.change(ANNA, paused=True)
    with pytest.raises(HistoryPaused):
        await judging.rate(about(songs[0]), 5)
