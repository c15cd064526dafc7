from __future__ import annotations

import random

import numpy as np
import pytest

from bot.questions import Question
from bot.services import Services
from bot.variety import Variety
from data.history import Event, EventKind
from data.ids import GuildId, MemberId
from engine.ranking import ReasonKind
from tests.bot.toy import FAMILIES, ToySong

HERE = GuildId(7)

pytestmark = pytest.mark.asyncio(loop_scope="session")


def variety(services: Services) -> Variety:
    return Variety(services.catalog, services.history, picks=10, generator=random.Random(3))


async def test_picks_lie_farther_apart_than_songs_drawn_at_random(
    shared_services: Services, member: MemberId, songs: list[ToySong]
) -> None:
    index = await shared_services.index.current()
    ranking = await variety(shared_services).of_catalogue(Question(member), index, new=True)
    vectors = index.vectors_of([pick.song.id for pick in ranking.picks[:FAMILIES]])
    everyone = index.vectors_of(list(index.ids))
    inside = (vectors @ vectors.T)[np.triu_indices(FAMILIES, 1)].mean()
    assert inside < (everyone @ everyone.T)[np.triu_indices(len(everyone), 1)].mean() - 0.04
    assert {term.kind for pick in ranking.picks for term in pick.terms} == {ReasonKind.VARIETY}


async def test_what_was_met_or_refused_does_not_come(
    shared_services: Services, member: MemberId, songs: list[ToySong]
) -> None:
    index = await shared_services.index.current()
    shown = [one.song.id for one in songs[:30]]
    await shared_services.history.record([Event(EventKind.SHOWN, member, song=song) for song in shown])
    refused = songs[40].song
    await shared_services.history.record(
        [Event(EventKind.BLOCKED_ARTIST, member, song=refused.id, artist=refused.artist_key)]
    )
    new = await variety(shared_services).of_catalogue(Question(member), index, new=True)
    assert not {pick.song.id for pick in new.picks} & set(shown)
    again = await variety(shared_services).of_catalogue(Question(member), index, new=False)
    assert {pick.song.id for pick in again.picks} & set(shown)
    assert again.relaxed
    assert refused.artist_key not in {pick.song.artist_key for pick in (*new.picks, *again.picks)}


async def test_a_server_that_brought_few_songs_has_no_variety(shared_services: Services, member: MemberId) -> None:
    index = await shared_services.index.current()
    assert (await variety(shared_services).of_server(Question(member, HERE), index)).picks == ()
    assert (await variety(shared_services).of_server(Question(member), index)).picks == ()
