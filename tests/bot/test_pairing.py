from __future__ import annotations

from bot.questions import Question
from bot.services import Services
from data.history import Event, EventKind
from tests.bot.test_tastes import ANNA, BEN, family, like
from tests.bot.toy import ToySong


async def test_the_songs_for_two_name_nothing_of_the_other(services: Services, songs: list[ToySong]) -> None:
    own, theirs = family(songs, 0)[:4], family(songs, 3)[:4]
    await like(services, ANNA, own)
    await like(services, BEN, theirs)
    blocked = family(songs, 0)[5].song
    await services.history.record([Event(EventKind.BLOCKED_SONG, BEN, song=blocked.id)])
    for member in (ANNA, BEN):
        await services.tastes.share(member, on=True)
    compared = await services.tastes.compare(ANNA, BEN)
    answer = await services.pairing.songs(Question(ANNA), BEN, compared)
    stored = await services.answers.get(answer.id)
    assert stored is not None
    assert stored.member == ANNA
    assert str(BEN) not in stored.payload
    assert not any(one.song.title in stored.payload for one in theirs)
    assert not {one.song.artist_key for one in theirs} & {pick.song.artist_key for pick in answer.picks}
    refused = {*(one.song.id for one in (*own, *theirs)), blocked.id}
    assert len(answer.picks) == 5
    assert not refused & {pick.song.id for pick in answer.picks}
    assert {term.subject for pick in answer.picks for term in pick.terms} <= {"", *(one.song.title for one in own)}


async def test_they_are_no_mix_of_the_day_and_new_to_who_asks(services: Services, songs: list[ToySong]) -> None:
    for member, number in ((ANNA, 0), (BEN, 1)):
        await like(services, member, family(songs, number)[:3])
        await services.tastes.share(member, on=True)
    compared = await services.tastes.compare(ANNA, BEN)
    first = await services.pairing.songs(Question(ANNA), BEN, compared)
    await services.recommender.mark_shown(first, first.picks)
    second = await services.pairing.songs(Question(ANNA), BEN, compared)
    assert not {pick.song.id for pick in first.picks} & {pick.song.id for pick in second.picks}
    assert EventKind.DISCOVERED not in {entry.event.kind for entry in await services.history.list(ANNA)}
