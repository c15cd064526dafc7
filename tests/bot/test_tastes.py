from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.errors import NotSharing, TooLittleKnown
from bot.services import Services
from data.history import Event, EventKind
from data.ids import MemberId
from data.tables import ImportRow, PlayRow
from engine.taste.match import COMMON_SONGS
from tests.bot.toy import ToySong

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def like(services: Services, member: MemberId, songs: list[ToySong]) -> None:
    await services.history.record([Event(EventKind.LIKED, member, song=one.song.id) for one in songs])


def family(songs: list[ToySong], number: int) -> list[ToySong]:
    return [song for song in songs if song.family == number]


async def test_a_portrait_tells_what_was_liked_and_when(
    shared_services: Services, member: MemberId, other: MemberId, songs: list[ToySong]
) -> None:
    morning = datetime(2026, 11, 30, 7, 30, tzinfo=UTC)
    await shared_services.history.record(
        [Event(EventKind.LIKED, member, song=one.song.id, at=morning) for one in family(songs, 2)[:3]]
    )
    async with shared_services.database.write() as session:
        clock = [0] * 24
        clock[23] = 5
        session.add(ImportRow(id="i", member=member, source="x", at=morning, report=f'{{"clock": {clock}}}'))
        await session.flush()
        played = family(songs, 4)[0].song
        session.add(
            PlayRow(import_id="i", artist=played.artist_key, song=played.id, member=member, count=5, last_at=morning)
        )
    portrait = await shared_services.tastes.portrait(member)
    assert {song.id for song in portrait.profile.songs} == {*(one.song.id for one in family(songs, 2)[:3]), played.id}
    assert {one.name for one in portrait.shares.genres} == {"Genre 2", "Genre 4"}
    assert {one.name for one in portrait.shares.eras} == {"1980s", "2000s"}
    assert (portrait.habits.clock[7], portrait.habits.clock[23], sum(portrait.habits.clock)) == (3, 5, 8)
    assert (portrait.habits.deeds, portrait.habits.plays) == (3, 5)
    assert len(portrait.places) == len(portrait.songs) == 4
    assert len(portrait.background) == len(songs)


async def test_who_likes_nothing_that_is_known_has_no_portrait(
    shared_services: Services, member: MemberId, other: MemberId
) -> None:
    with pytest.raises(TooLittleKnown):
        await shared_services.tastes.portrait(member)


async def test_nobody_is_compared_who_did_not_agree(
    shared_services: Services, member: MemberId, other: MemberId, songs: list[ToySong]
) -> None:
    for one in (member, other):
        await like(shared_services, one, family(songs, 1)[:4])
    with pytest.raises(NotSharing) as refused:
        await shared_services.tastes.compare(member, other)
    assert not refused.value.other
    await shared_services.tastes.share(member, on=True)
    with pytest.raises(NotSharing) as refused:
        await shared_services.tastes.compare(member, other)
    assert refused.value.other
    await shared_services.tastes.share(other, on=True)
    assert (await shared_services.tastes.compare(member, other)).match.percent == 100
    await shared_services.tastes.share(other, on=False)
    with pytest.raises(NotSharing):
        await shared_services.tastes.compare(member, other)


async def test_of_whom_too_little_is_known_nothing_is_said(
    shared_services: Services, member: MemberId, other: MemberId, songs: list[ToySong]
) -> None:
    for one in (member, other):
        await shared_services.tastes.share(one, on=True)
    await like(shared_services, member, family(songs, 1)[:4])
    with pytest.raises(TooLittleKnown) as refused:
        await shared_services.tastes.compare(member, other)
    assert refused.value.other


async def test_labels_that_are_told_of_the_other_are_those_of_several_songs(
    shared_services: Services, member: MemberId, other: MemberId, songs: list[ToySong]
) -> None:
    await like(shared_services, member, family(songs, 0)[:4])
    await like(shared_services, other, [*family(songs, 3)[:COMMON_SONGS], family(songs, 5)[0]])
    for one in (member, other):
        await shared_services.tastes.share(one, on=True)
    match = (await shared_services.tastes.compare(member, other)).match
    assert "Genre 3" in match.more_second
    assert "Genre 5" not in (*match.shared, *match.more_first, *match.more_second)
