from __future__ import annotations

import pytest

from bot.questions import Question
from bot.services import Services
from data.history import Event, EventKind
from data.ids import MemberId
from tests.bot.test_tastes import family, like
from tests.bot.toy import ToySong

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_songs_for_two_name_nothing_of_the_other(
    shared_services: Services, member: MemberId, other: MemberId, songs: list[ToySong]
) -> None:
    own, theirs = family(songs, 0)[:4], family(songs, 3)[:4]
    await like(shared_services, member, own)
    await like(shared_services, other, theirs)
    blocked = family(songs, 0)[5].song
    await shared_services.history.record([Event(EventKind.BLOCKED_SONG, other, song=blocked.id)])
    for one in (member, other):
        await shared_services.tastes.share(one, on=True)
    compared = await shared_services.tastes.compare(member, other)
    answer = await shared_services.pairing.songs(Question(member), other, compared)
    stored = await shared_services.answers.get(answer.id)
    assert stored is not None
    assert stored.member == member
    assert str(other) not in stored.payload
    assert not any(one.song.title in stored.payload for one in theirs)
    assert not {one.song.artist_key for one in theirs} & {pick.song.artist_key for pick in answer.picks}
    refused = {*(one.song.id for one in (*own, *theirs)), blocked.id}
    assert len(answer.picks) == 5
    assert not refused & {pick.song.id for pick in answer.picks}
    assert {term.subject for pick in answer.picks for term in pick.terms} <= {"", *(one.song.title for one in own)}


async def test_they_are_no_mix_of_the_day_and_new_to_who_asks(
    shared_services: Services, member: MemberId, other: MemberId, songs: list[ToySong]
) -> None:
    for one, number in ((member, 0), (other, 1)):
        await like(shared_services, one, family(songs, number)[:3])
        await shared_services.tastes.share(one, on=True)
    compared = await shared_services.tastes.compare(member, other)
    first = await shared_services.pairing.songs(Question(member), other, compared)
    await shared_services.recommender.mark_shown(first, first.picks)
    second = await shared_services.pairing.songs(Question(member), other, compared)
    assert not {pick.song.id for pick in first.picks} & {pick.song.id for pick in second.picks}
    assert EventKind.DISCOVERED not in {entry.event.kind for entry in await shared_services.history.list(member)}
