"""From a query to ranked songs for one member."""

from dataclasses import replace

import numpy as np
import pytest

from bot.finding import Finder
from bot.services import Services
from data.evidence import EvidenceStore
from data.history import Event, EventKind
from data.ids import AnswerId, GuildId, MemberId
from engine.ranking import Familiarity, Only, Query, ReasonKind
from engine.songs import SongId
from tests.bot.toy import SONGS_A_FAMILY, ToySong

ANN = MemberId(1)


def finder(services: Services, **changes: int) -> Finder:
    values = {"candidates": 500, "picks": 10, "recent_days": 14} | changes
    return Finder(
        services.catalog,
        services.history,
        EvidenceStore(services.database),
        services.taste_model,
        services.guild_settings,
        **values,
    )


async def query(services: Services, song: ToySong) -> Query:
    facts = song.song
    vector = (await services.index.current()).vectors_of([facts.id])[0]
    return Query(vector, (facts.id,), facts.title, facts.genres, facts.moods, facts.quadrant, facts.artist, facts.year)


async def picked(services: Services, finds: Finder, song: ToySong) -> list[SongId]:
    ranking = await finds.find(await services.index.current(), await query(services, song), ANN, Familiarity.BALANCED)
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
    ranking = await finds.find(
        await services.index.current(), await query(services, songs[0]), ANN, Familiarity.BALANCED
    )
    assert ranking.relaxed
    assert len(ranking.picks) == 10


async def test_a_liked_song_is_a_reason(services: Services, songs: list[ToySong]) -> None:
    await services.history.record(did(EventKind.LIKED, [songs[25]]))
    ranking = await finder(services).find(
        await services.index.current(), await query(services, songs[20]), ANN, Familiarity.BALANCED
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


@pytest.mark.parametrize(
    ("only", "family"), [(Only(genre="genre 3"), 3), (Only(genre="Genre 5"), 5), (Only("Genre 4", "plain"), 4)]
)
async def test_only_what_is_wanted_comes_however_far_it_is(
    services: Services, songs: list[ToySong], only: Only, family: int
) -> None:
    """The nearest 5 of the whole catalogue are all of the asked song's own family."""
    index, finds = await services.index.current(), finder(services, candidates=5, picks=7)
    ranking = await finds.find(index, await query(services, songs[0]), ANN, Familiarity.BALANCED, only)
    assert len(ranking.picks) == 7
    assert {pick.song.genres for pick in ranking.picks} == {(f"Genre {family}",)}
    wanted = [one.song.id for one in songs if one.family == family]
    cosines = index.vectors_of(wanted) @ (await query(services, songs[0])).vector
    assert max(pick.similarity for pick in ranking.picks) == pytest.approx(float(cosines.max()), abs=1e-6)


async def test_nothing_comes_where_nothing_is_as_wanted(services: Services, songs: list[ToySong]) -> None:
    index, asked = await services.index.current(), await query(services, songs[0])
    ranking = await finder(services).find(index, asked, ANN, Familiarity.BALANCED, Only("Genre 3", "fancy"))
    assert ranking.picks == ()


async def test_among_the_wanted_what_was_shown_comes_last(services: Services, songs: list[ToySong]) -> None:
    family = [one for one in songs if one.family == 2]
    await services.history.record(did(EventKind.SHOWN, family[:-1]))
    index, asked = await services.index.current(), await query(services, songs[0])
    ranking = await finder(services, picks=5).find(index, asked, ANN, Familiarity.BALANCED, Only(genre="Genre 2"))
    assert ranking.picks[0].song == family[-1].song
    assert ranking.relaxed


async def test_an_empty_rest_is_an_empty_ranking(services: Services, songs: list[ToySong]) -> None:
    await services.history.record(did(EventKind.DISLIKED, songs[1:]))
    assert await picked(services, finder(services), songs[0]) == []


async def test_a_query_of_any_direction_is_answered(services: Services) -> None:
    vector = np.zeros((await services.index.current()).dimension, np.float32)
    vector[0] = 1.0
    ranking = await finder(services).find(await services.index.current(), Query(vector), ANN, Familiarity.ADVENTUROUS)
    assert len(ranking.picks) == 10


async def test_what_a_server_keeps_away_comes_there_to_nobody_and_elsewhere_to_all(
    services: Services, songs: list[ToySong]
) -> None:
    index, asked, finds = await services.index.current(), await query(services, songs[0]), finder(services, picks=25)
    here, there = GuildId(5), GuildId(6)
    await services.guild_settings.change(
        here, blocked_artists=(songs[1].song.artist.upper(),), blocked_genres=("GENRE 1",)
    )
    came = {}
    for guild in (here, there, None):
        ranking = await finds.find(index, asked, ANN, Familiarity.BALANCED, guild=guild)
        came[guild] = {pick.song.artist_key for pick in ranking.picks} | {pick.song.genres for pick in ranking.picks}
    assert not came[here] & {songs[1].song.artist_key, ("Genre 1",)}
    assert songs[1].song.artist_key in came[there]
    assert came[there] == came[None]
