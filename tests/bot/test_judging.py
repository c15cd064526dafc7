from __future__ import annotations

import pytest

from bot.errors import UnknownSong, UnknownWord
from bot.judging import Judging
from bot.questions import FeedbackKind, Question
from bot.services import Services
from data.errors import HistoryPaused
from data.ids import GuildId, MemberId
from tests.bot.toy import ToySong

HERE = GuildId(7)

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def judging(shared_services: Services) -> Judging:
    return shared_services.judging


def about(member: MemberId, song: ToySong) -> Question:
    return Question(member, HERE, song=song.song.id)


async def test_the_newest_stars_count(
    member: MemberId, shared_services: Services, judging: Judging, songs: list[ToySong]
) -> None:
    first = await judging.rate(about(member, songs[0]), 2)
    second = await judging.rate(Question(member, text=f"{songs[0].song.artist} {songs[0].song.title}"), 5)
    third = await judging.rate(about(member, songs[0]), 5)
    assert [(one.before, one.changed) for one in (first, second, third)] == [(None, True), (2, True), (5, False)]
    taste = await shared_services.history.taste(member, recent_days=1)
    assert (taste.liked, taste.disliked) == ((songs[0].song.id,), ())


@pytest.mark.parametrize("stars", [0, 6, -1])
async def test_there_are_one_to_five_stars(
    member: MemberId, judging: Judging, songs: list[ToySong], stars: int
) -> None:
    with pytest.raises(ValueError, match="rated"):
        await judging.rate(about(member, songs[0]), stars)


async def test_a_song_and_an_artist_are_blocked_once(
    member: MemberId, shared_services: Services, judging: Judging, songs: list[ToySong]
) -> None:
    blocked = await judging.block_song(about(member, songs[0]))
    again = await judging.block_song(about(member, songs[0]))
    assert (blocked.kind, blocked.changed, again.changed) == (FeedbackKind.BLOCK_SONG, True, False)
    artist = songs[7].song.artist
    one, other = [await judging.block_artist(typed, member, HERE) for typed in (artist, f"the {artist.upper()}")]
    assert (one.artist, one.changed, other.changed) == (artist, True, False)
    taste = await shared_services.history.taste(member, recent_days=1)
    assert (taste.blocked_songs, taste.blocked_artists) == ((songs[0].song.id,), (songs[7].song.artist_key,))
    held = await shared_services.opinions.blocks(member, 0, 5)
    assert held.opinions[0].song is not None
    assert held.opinions[0].song.artist == artist


async def test_what_is_not_known_is_not_written_down(
    member: MemberId, shared_services: Services, judging: Judging
) -> None:
    with pytest.raises(UnknownSong):
        await judging.rate(Question(member, text="zzqx vvkj wwpy"), 5)
    with pytest.raises(UnknownWord):
        await judging.block_artist("zzqx vvkj", member, HERE)
    assert await shared_services.history.list(member) == []


async def test_who_paused_is_told(
    member: MemberId, shared_services: Services, judging: Judging, songs: list[ToySong]
) -> None:
    await shared_services.member_settings.change(member, paused=True)
    with pytest.raises(HistoryPaused):
        await judging.rate(about(member, songs[0]), 5)
