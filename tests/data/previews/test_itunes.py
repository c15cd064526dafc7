from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from data.previews.errors import SourceClosed, SourceConfused, TrackMissing
from data.previews.facts import SourceName
from data.previews.gate import Gate
from data.previews.itunes import BLOCKED_SECONDS, PACE, Itunes
from data.previews.protocol import SongQuery
from tests.data.previews.clients import OFTEN, Seconds, local_client
from tests.data.previews.faults import Fault
from tests.data.previews.servers import ItunesServer, ServedTrack

FIXTURES = Path(__file__).parent / "fixtures"
SOUND = b"....ftypM4A " + bytes(1000)
LANTERNS = ServedTrack(1, "The Quiet Harbour", "Paper Lanterns", explicit=True, sound=SOUND)
SILENT = ServedTrack(2, "Low Water", "Nothing to Hear")


@pytest.fixture
async def server() -> AsyncIterator[ItunesServer]:
    async with ItunesServer([LANTERNS, SILENT]) as opened:
        yield opened


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
async def itunes(server: ItunesServer, seconds: Seconds) -> AsyncIterator[Itunes]:
    gate = Gate(SourceName.ITUNES, OFTEN, clock=seconds, sleep=seconds.sleep)
    opened = Itunes(local_client(SourceName.ITUNES, server.base), gate, base=server.base)
    yield opened
    await opened.close()


def test_the_server_speaks_as_the_recorded_shape_does() -> None:
    recorded = json.loads((FIXTURES / "itunes_search.json").read_text("utf-8"))["results"][0]
    assert ItunesServer().shape(LANTERNS).keys() <= recorded.keys()


def test_the_pace_stays_under_what_apple_allows() -> None:
    assert 2 * PACE.calls * 60 / PACE.seconds <= 20


async def test_facts_are_told_as_they_are(server: ItunesServer, itunes: Itunes) -> None:
    (facts,) = await itunes.search(SongQuery("lanterns", "The Quiet Harbour", "Paper Lanterns"), 25)
    assert server.asked == ["/search?term=The Quiet Harbour Paper Lanterns&media=music&entity=song&limit=25&country=us"]
    assert (facts.ref, facts.artist, facts.title) == ("us:1", "The Quiet Harbour", "Paper Lanterns")
    assert (facts.album, facts.year, facts.seconds, facts.explicit) == ("An album", 2001, 200.0, True)
    assert facts.link == "https://music.apple.com/us/song/1"
    assert facts.cover == f"{server.base}/cover/1/600x600bb.jpg"
    assert facts.can_fetch
    assert facts.isrc is None


async def test_a_number_belongs_to_a_country(server: ItunesServer, itunes: Itunes) -> None:
    assert (await itunes.resolve("us:1")).title == "Paper Lanterns"
    with pytest.raises(TrackMissing):
        await itunes.resolve("de:1")
    assert server.asked[1] == "/lookup?id=1&entity=song&country=de"
    for ref in ("1", "usa:1", "us:x", "us:", "us:1&country=de", "US:1"):
        with pytest.raises(TrackMissing):
            await itunes.resolve(ref)
    assert len(server.asked) == 2


async def test_after_a_search_the_sound_is_one_question_away(server: ItunesServer, itunes: Itunes) -> None:
    await itunes.search(SongQuery("paper lanterns"), 25)
    assert await itunes.fetch("us:1") == SOUND
    assert len(server.asked) == 2


async def test_without_a_search_the_address_is_asked_for(itunes: Itunes) -> None:
    assert await itunes.fetch("us:1") == SOUND
    with pytest.raises(TrackMissing):
        await itunes.fetch("us:2")


async def test_an_isrc_alone_is_not_asked_for(server: ItunesServer, itunes: Itunes) -> None:
    assert await itunes.search(SongQuery("GBAAA2100001", isrc="GBAAA2100001"), 25) == ()
    assert await itunes.search(SongQuery(" "), 25) == ()
    assert server.asked == []


async def test_a_refusal_without_a_word_closes_it_for_half_an_hour(
    server: ItunesServer, itunes: Itunes, seconds: Seconds
) -> None:
    server.fault = Fault.EMPTY_403
    with pytest.raises(SourceClosed) as closed:
        await itunes.search(SongQuery("paper lanterns"), 25)
    assert closed.value.seconds == BLOCKED_SECONDS
    server.fault = None
    with pytest.raises(SourceClosed):
        await itunes.fetch("us:1")
    assert len(server.asked) == 1
    seconds.now += BLOCKED_SECONDS
    assert await itunes.fetch("us:1") == SOUND


@pytest.mark.parametrize("fault", [Fault.EMPTY_403, Fault.QUOTA, Fault.RETRY_AFTER])
async def test_an_empty_list_after_a_refusal_is_never_absence(
    server: ItunesServer, itunes: Itunes, seconds: Seconds, fault: Fault
) -> None:
    server.fault = fault
    with pytest.raises(SourceClosed):
        await itunes.search(SongQuery("paper lanterns"), 25)
    seconds.now += 24 * 3600
    server.fault = Fault.EMPTY_LIST
    with pytest.raises(SourceConfused):
        await itunes.search(SongQuery("paper lanterns"), 25)
    with pytest.raises(SourceConfused):
        await itunes.resolve("us:1")
    server.fault = None
    assert len(await itunes.search(SongQuery("paper lanterns"), 25)) == 1
    assert await itunes.search(SongQuery("no such song"), 25) == []


async def test_another_track_than_asked_for_is_not_believed(server: ItunesServer, itunes: Itunes) -> None:
    server.fault = Fault.WRONG_TRACK
    with pytest.raises(SourceConfused):
        await itunes.resolve("us:1")
