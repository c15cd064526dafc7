"""From a query to ranked songs for one member."""

from dataclasses import replace

import numpy as np
import pytest

from bot.finding import Finder
from bot.services import Services
from data.history import Event, EventKind
from data.ids import AnswerId, MemberId
from engine.ranking import Familiarity, Query, ReasonKind
from engine.songs import SongId
from tests.bot.toy import SONGS_A_FAMILY, ToySong

ANN = MemberId(1)


def finder(services: Services, **changes: int) -> Finder:
    values = {"candidates": 500, "picks": 10, "recent_days": 14} | changes
    return Finder(services.catalog, services.history, **values)


def query(services: Services, song: ToySong) -> Query:
    facts = song.song
    vector = services.index.current().vectors_of([facts.id])[0]
    return Query(vector, (facts.id,), facts.title, facts.genres, facts.moods, facts.quadrant, facts.artist, facts.year)


async def picked(services: Services, finds: Finder, song: ToySong) -> list[SongId]:
    ranking = await finds.find(services.index.current(), query(services, song), ANN, Familiarity.BALANCED)
    return [pick.song.id for pick in ranking.picks]


def did(kind: EventKind, songs: list[ToySong]) -> list[Event]:
    return [Event(kind, ANN, song=one.song.id, answer=AnswerId("a" * 12)) for one in songs]


async def test_few_candidates_are_enough_when_all_are_fresh(services: Services, songs: list[ToySong]) -> None:
    few = await picked(services, finder(services, candidates=30, picks=5), songs[0])
    many = await picked(services, finder(services, candidates=60, picks=5), songs[0])
    assert len(few) == len(many) == 5


async def test_when_everything_near_was_shown_it_looks_further(services: Services, songs: list[ToySong]) -> None:
    near = songs[:SONGS_A_FAMILY]
    await services.history.record(did(EventKind.SHOWN, near))
    picks = await picked(services, finder(services, candidates=SONGS_A_FAMILY, picks=5), songs[0])
    assert len(picks) == 5
    assert not set(picks) & {one.song.id for one in near}


async def test_only_when_all_was_shown_it_repeats(services: Services, songs: list[ToySong]) -> None:
    await services.history.record(did(EventKind.SHOWN, songs))
    finds = finder(services)
    ranking = await finds.find(services.index.current(), query(services, songs[0]), ANN, Familiarity.BALANCED)
    assert ranking.relaxed
    assert len(ranking.picks) == 10


async def test_a_liked_song_is_a_reason(services: Services, songs: list[ToySong]) -> None:
    await services.history.record(did(EventKind.LIKED, [songs[25]]))
    ranking = await finder(services).find(
        services.index.current(), query(services, songs[20]), ANN, Familiarity.BALANCED
    )
    near_liked = [reason for pick in ranking.picks for reason in pick.reasons if reason.kind is ReasonKind.NEAR_LIKED]
    assert near_liked
    assert {reason.subject for reason in near_liked} == {songs[25].song.title}


async def test_likes_of_songs_that_left_the_catalogue_do_no_harm(services: Services, songs: list[ToySong]) -> None:
    gone = replace(songs[0], song=replace(songs[0].song, id=SongId("0" * 16)))
    await services.history.record(did(EventKind.LIKED, [gone]) + did(EventKind.DISLIKED, [gone]))
    assert len(await picked(services, finder(services), songs[0])) == 10


@pytest.mark.parametrize("kind", [EventKind.DISLIKED, EventKind.BLOCKED_SONG])
async def test_what_a_member_refused_never_comes(services: Services, songs: list[ToySong], kind: EventKind) -> None:
    refused = songs[1:6]
    await services.history.record(did(kind, refused))
    assert not set(await picked(services, finder(services, picks=25), songs[0])) & {one.song.id for one in refused}


async def test_an_empty_rest_is_an_empty_ranking(services: Services, songs: list[ToySong]) -> None:
    await services.history.record(did(EventKind.DISLIKED, songs[1:]))
    assert await picked(services, finder(services), songs[0]) == []


async def test_a_query_of_any_direction_is_answered(services: Services) -> None:
    vector = np.zeros(services.index.current().dimension, np.float32)
    vector[0] = 1.0
    ranking = await finder(services).find(services.index.current(), Query(vector), ANN, Familiarity.ADVENTUROUS)
    assert len(ranking.picks) == 10
