"""Songs that the catalogue does not know, from servers on loopback, with the toy ear."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace

import pytest

from bot.errors import AmbiguousSong, NothingToTakeBack, QuotaReached, SoundOutOfReach, UnknownSong
from bot.questions import Answer, Fresh, Question
from bot.services import Services
from bot.settings import Previews, Settings
from data.ids import GuildId, MemberId
from data.keeping import Keep
from data.previews.facts import SourceName
from tests.bot.toy import ToyEar, ToySong, unknown_song
from tests.data.previews.servers import DeezerServer, Fault, ServedTrack

ANN, HERE, THERE = MemberId(1), GuildId(7), GuildId(8)

Open = Callable[..., AbstractAsyncContextManager[Services]]


@pytest.fixture
async def deezer(songs: list[ToySong]) -> AsyncIterator[DeezerServer]:
    tracks = [
        ServedTrack(1, "The Slow Comets", "Perihelion", isrc="GBAYE0601498", sound=unknown_song().wav()),
        ServedTrack(2, "Otto Brandt", "Homeward", sound=songs[3].wav()),
        ServedTrack(3, "Lena Frost", "Homeward", sound=songs[4].wav()),
        ServedTrack(4, songs[0].song.artist, songs[0].song.title, isrc="GBAYE0601499", sound=songs[0].wav()),
        ServedTrack(5, "Nobody", "Unheard", sound=b"<html>no music</html>"),
    ]
    async with DeezerServer(tracks) as server:
        yield server


@pytest.fixture
def opened(settings: Settings, deezer: DeezerServer) -> Open:
    @asynccontextmanager
    async def open_services(keep: Keep = Keep.SHARED, most: int = 10) -> AsyncIterator[Services]:
        previews = Previews(sources="deezer", deezer_url=deezer.base, fetched=keep, server_songs=most)
        async with await Services.open(replace(settings, previews=previews), ear=ToyEar()) as services:
            yield services

    return open_services


async def ask(services: Services, text: str, guild: GuildId | None = HERE) -> Answer:
    return await services.recommender.answer(Question(ANN, guild, text=text))


async def known(services: Services, text: str, guild: GuildId | None = HERE) -> bool:
    found = await services.recommender.suggest(text, 1, guild)
    return bool(found) and found[0].whole > 0.9


async def test_what_was_fetched_is_known_to_all(opened: Open, deezer: DeezerServer) -> None:
    async with opened() as services:
        answer = await ask(services, "the slow comets - perihelion")
        assert answer.seed.fresh is Fresh.KEPT
        assert answer.seed.song is not None
        assert answer.seed.song.source == "deezer"
        assert answer.picks
        assert answer.preview is None, "Deezer's sound may not be handed on"
        deezer.asked.clear()
        again = await ask(services, "perihelion", THERE)
        assert again.seed.fresh is None
        assert again.seed.vector.tolist() == answer.seed.vector.tolist()
        assert deezer.asked == []


async def test_what_was_fetched_for_one_server_is_unknown_to_others(opened: Open) -> None:
    async with opened(Keep.SERVER) as services:
        assert (await ask(services, "the slow comets - perihelion")).seed.fresh is Fresh.KEPT
        assert await known(services, "perihelion")
        assert not await known(services, "perihelion", THERE)
        assert not await known(services, "perihelion", None)
        near = await services.recommender.answer(Question(ANN, THERE, clip=unknown_song().wav()))
        assert near.recognised is None
        assert "Perihelion" not in {pick.song.title for pick in near.picks}


async def test_what_is_not_to_be_kept_is_forgotten(opened: Open) -> None:
    async with opened(Keep.OFF) as services:
        assert (await ask(services, "the slow comets - perihelion")).seed.fresh is Fresh.FORGOTTEN
        assert not await known(services, "perihelion")


async def test_outside_a_server_nothing_is_kept_for_a_server(opened: Open) -> None:
    async with opened(Keep.SERVER) as services:
        assert (await ask(services, "the slow comets - perihelion", None)).seed.fresh is Fresh.FORGOTTEN


async def test_a_song_that_the_catalogue_has_is_not_fetched(
    opened: Open, deezer: DeezerServer, songs: list[ToySong]
) -> None:
    async with opened() as services:
        answer = await ask(services, "GBAYE0601499")
        assert answer.seed.song == songs[0].song
        assert answer.seed.fresh is None
        assert not any(path.startswith("/preview") for path in deezer.asked)


async def test_two_songs_of_one_name_are_asked_back(opened: Open) -> None:
    async with opened() as services:
        with pytest.raises(AmbiguousSong) as told:
            await ask(services, "homeward")
        assert {song.artist for song in told.value.found} == {"Otto Brandt", "Lena Frost"}
        chosen = next(song for song in told.value.found if song.artist == "Lena Frost")
        answer = await services.recommender.answer(Question(ANN, HERE, found=chosen))
        assert answer.seed.song is not None
        assert answer.seed.song.artist == "Lena Frost"


async def test_a_song_without_sound_is_named(opened: Open) -> None:
    async with opened() as services:
        with pytest.raises(SoundOutOfReach) as told:
            await ask(services, "nobody - unheard")
        assert told.value.found.title == "Unheard"


async def test_a_source_that_is_down_is_named_beside_the_nearest_known_songs(
    opened: Open, deezer: DeezerServer
) -> None:
    deezer.fault = Fault.DOWN
    async with opened() as services:
        with pytest.raises(UnknownSong) as told:
            await ask(services, "tune amber bicycle repair")
        assert told.value.unasked == (SourceName.DEEZER,)
        assert "Tune amber birch" in {song.title for song in told.value.nearest}


async def test_without_sources_the_catalogue_alone_answers(services: Services) -> None:
    with pytest.raises(UnknownSong) as told:
        await ask(services, "the slow comets - perihelion")
    assert told.value.unasked == ()


async def test_a_server_brings_as_many_songs_as_it_may(opened: Open) -> None:
    async with opened(most=1) as services:
        assert (await ask(services, "the slow comets - perihelion")).seed.fresh is Fresh.KEPT
        assert (await ask(services, "otto brandt - homeward")).seed.fresh is Fresh.FORGOTTEN
        with pytest.raises(QuotaReached):
            await services.growing.add("lena frost - homeward", HERE)


async def test_managers_add_what_is_kept_whatever_the_setting(opened: Open) -> None:
    async with opened(Keep.OFF) as services:
        added = await services.growing.add("the slow comets - perihelion", HERE)
        assert added.new
        assert await known(services, "perihelion")
        assert not (await services.growing.add("perihelion", HERE)).new
        standing = await services.growing.standing(HERE)
        assert (standing.added, standing.asked, standing.fresh) == (1, 0, 1)
        assert (await services.growing.take_back(HERE)).title == "Perihelion"
        assert not await known(services, "perihelion")
        with pytest.raises(NothingToTakeBack):
            await services.growing.take_back(HERE)


async def test_many_fetches_at_once_are_one_song(opened: Open) -> None:
    async with opened() as services:
        asked = [
            services.recommender.answer(Question(MemberId(member), HERE, text="the slow comets - perihelion"))
            for member in range(2, 5)
        ]
        answers = await asyncio.gather(*asked)
        assert len({answer.seed.song.id for answer in answers if answer.seed.song}) == 1
        assert (await services.catalog.brought_by(HERE)).asked == 1
