from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data.previews.deezer import MAX_LIST, PACE, Deezer, DeezerGenre
from data.previews.errors import SourceClosed, SourceConfused, SourceRefused, TrackMissing
from data.previews.facts import SourceName
from data.previews.gate import Gate
from data.previews.protocol import SongQuery
from tests.data.previews.clients import OFTEN, Moments, Seconds, local_client, quick_gate
from tests.data.previews.faults import Fault
from tests.data.previews.servers import DeezerServer, ServedTrack

FIXTURES = Path(__file__).parent / "fixtures"
SOUND = b"ID3" + bytes(1000)
LANTERNS = ServedTrack(1, "The Quiet Harbour", "Paper Lanterns", isrc="GBAAA2100001", sound=SOUND, genre=132)
LIVE = ServedTrack(2, "The Quiet Harbour", "Paper Lanterns (Live)", explicit=True, sound=SOUND)
CLOSED = ServedTrack(3, "Low Water", "Not Here", readable=False, sound=SOUND)
SILENT = ServedTrack(4, "Low Water", "Nothing to Hear")
MANY = [ServedTrack(1000 + i, "Choir", f"Verse {i}", sound=SOUND) for i in range(250)]


@pytest.fixture
async def server() -> AsyncIterator[DeezerServer]:
    tracks = [LANTERNS, LIVE, CLOSED, SILENT, *MANY]
    playlists = {7: [track.id for track in MANY], 8: [1, 1, 2], 9: []}
    async with DeezerServer(tracks, playlists) as opened:
        yield opened


@pytest.fixture
def moments() -> Moments:
    return Moments()


@pytest.fixture
async def deezer(server: DeezerServer, moments: Moments) -> AsyncIterator[Deezer]:
    client = local_client(SourceName.DEEZER, server.base)
    opened = Deezer(client, quick_gate(SourceName.DEEZER), server.base, moments)
    yield opened
    await opened.close()


def shape(name: str) -> dict[str, Any]:
    return json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))


def test_the_server_speaks_as_the_recorded_shapes_do() -> None:
    served = DeezerServer().shape(LANTERNS, whole=True)
    assert served.keys() <= shape("deezer_track").keys()
    listed = DeezerServer().shape(LANTERNS, whole=False)
    assert listed.keys() <= shape("deezer_search")["data"][0].keys()


def test_the_pace_stays_under_what_deezer_allows() -> None:
    assert PACE.seconds == 5.0
    assert 2 * PACE.calls < 50


async def test_a_search_by_artist_and_title_asks_for_both(server: DeezerServer, deezer: Deezer) -> None:
    query = SongQuery('paper "lanterns" by the quiet harbour', 'The Quiet "Harbour"', "Paper Lanterns")
    found = await deezer.search(query, 25)
    assert [track.ref for track in found] == ["1", "2"]
    assert server.asked == ['/search?q=artist:"The Quiet Harbour" track:"Paper Lanterns"&limit=25']


async def test_what_the_parts_do_not_find_the_text_may(server: DeezerServer, deezer: Deezer) -> None:
    found = await deezer.search(SongQuery("paper lanterns", "Lanterns Paper Co", "Paper"), 1)
    assert [track.ref for track in found] == ["1"]
    assert server.asked[1] == "/search?q=paper lanterns&limit=1"


async def test_an_isrc_names_one_track(server: DeezerServer, deezer: Deezer) -> None:
    found = await deezer.search(SongQuery("GBAAA2100001", isrc="GBAAA2100001"), 25)
    assert [track.ref for track in found] == ["1"]
    assert server.asked == ["/track/isrc:GBAAA2100001"]
    assert await deezer.search(SongQuery("GBAAA2199999", isrc="GBAAA2199999"), 25) == ()
    assert await deezer.search(SongQuery("x", isrc="../playlist/7"), 25) == []
    assert server.asked[2] == "/search?q=x&limit=25"


async def test_facts_are_told_as_they_are(deezer: Deezer, server: DeezerServer) -> None:
    facts = await deezer.resolve("1")
    assert facts.artist == "The Quiet Harbour"
    assert (facts.title, facts.album, facts.year, facts.seconds) == ("Paper Lanterns", "An album", 2001, 200)
    assert (facts.isrc, facts.explicit, facts.can_fetch) == ("GBAAA2100001", False, True)
    assert facts.link == "https://www.deezer.com/track/1"
    assert facts.cover == f"{server.base}/cover/1.jpg"


async def test_what_may_not_be_heard_here_is_found_but_not_fetched(deezer: Deezer) -> None:
    for ref in ("3", "4"):
        assert not (await deezer.resolve(ref)).can_fetch
        with pytest.raises(TrackMissing):
            await deezer.fetch(ref)


async def test_after_a_search_the_sound_is_one_question_away(server: DeezerServer, deezer: Deezer) -> None:
    await deezer.search(SongQuery("paper lanterns"), 25)
    server.asked.clear()
    assert await deezer.fetch("1") == SOUND
    assert len(server.asked) == 1
    assert server.asked[0].startswith("/preview/1.mp3")


async def test_an_address_that_ends_soon_is_asked_for_again(
    server: DeezerServer, deezer: Deezer, moments: Moments
) -> None:
    await deezer.resolve("1")
    moments.now += timedelta(seconds=server.preview_seconds - 30)
    server.asked.clear()
    assert await deezer.fetch("1") == SOUND
    assert server.asked[0] == "/track/1"


async def test_an_address_that_ended_all_the_same_is_asked_for_again_once(server: DeezerServer, deezer: Deezer) -> None:
    await deezer.resolve("1")
    server.fault = Fault.PREVIEW_403_ONCE
    server.asked.clear()
    assert await deezer.fetch("1") == SOUND
    assert [asked.partition("?")[0] for asked in server.asked] == ["/preview/1.mp3", "/track/1", "/preview/1.mp3"]
    server.fault, server.fault_only = Fault.EMPTY_403, "/preview"
    server.asked.clear()
    with pytest.raises(SourceRefused):
        await deezer.fetch("1")
    assert len(server.asked) == 3


async def test_a_preview_that_is_gone_is_missing(server: DeezerServer, deezer: Deezer) -> None:
    server.fault = Fault.PREVIEW_404
    with pytest.raises(TrackMissing):
        await deezer.fetch("1")


@pytest.mark.parametrize("fault", [Fault.QUOTA, Fault.BUSY])
async def test_busy_is_never_absence(server: DeezerServer, deezer: Deezer, fault: Fault) -> None:
    server.fault = fault
    with pytest.raises(SourceClosed) as closed:
        await deezer.search(SongQuery("paper lanterns"), 25)
    assert closed.value.seconds == 5.0
    server.fault = None
    with pytest.raises(SourceClosed, match="left alone"):
        await deezer.resolve("1")
    assert len(server.asked) == 1


async def test_who_is_patient_waits_five_seconds_and_asks_again(server: DeezerServer) -> None:
    seconds = Seconds()

    async def sleep(given: float) -> None:
        server.fault = None
        await seconds.sleep(given)

    gate = Gate(SourceName.DEEZER, replace(OFTEN, patience_seconds=30.0), clock=seconds, sleep=sleep)
    deezer = Deezer(local_client(SourceName.DEEZER, server.base), gate, server.base)
    server.fault = Fault.QUOTA
    assert (await deezer.resolve("1")).title == "Paper Lanterns"
    assert seconds.slept[0] >= 5.0
    await deezer.close()


async def test_absence_is_an_empty_search_and_a_missing_track(deezer: Deezer) -> None:
    assert list(await deezer.search(SongQuery("no such song"), 25)) == []
    assert list(await deezer.search(SongQuery("  "), 25)) == []
    for ref in ("999", "", "x", "../1", "1?x", "٣", "9" * 40):
        with pytest.raises(TrackMissing):
            await deezer.resolve(ref)


async def test_another_track_than_asked_for_is_not_believed(server: DeezerServer, deezer: Deezer) -> None:
    server.fault = Fault.WRONG_TRACK
    with pytest.raises(SourceConfused):
        await deezer.resolve("1")
    with pytest.raises(SourceConfused):
        await deezer.fetch("1")


async def test_a_list_is_read_page_by_page_and_not_past_its_limit(server: DeezerServer, deezer: Deezer) -> None:
    tracks = await deezer.playlist_tracks("7", MAX_LIST)
    assert [track.title for track in tracks] == [track.title for track in MANY]
    assert [asked.partition("?")[2] for asked in server.asked] == [
        "index=0&limit=100",
        "index=100&limit=100",
        "index=200&limit=100",
    ]
    server.asked.clear()
    assert len(await deezer.playlist_tracks("7", 130)) == 130
    assert [asked.partition("?")[2] for asked in server.asked] == ["index=0&limit=100", "index=100&limit=30"]


async def test_lists_hold_each_track_once(deezer: Deezer) -> None:
    assert [track.ref for track in await deezer.playlist_tracks("8", 100)] == ["1", "2"]
    assert await deezer.playlist_tracks("9", 100) == ()
    assert await deezer.playlist_tracks("7", 0) == ()
    for unknown in ("55", "x", "7/../../track/1"):
        with pytest.raises(TrackMissing):
            await deezer.playlist_tracks(unknown, 100)


async def test_charts_are_by_genre(deezer: Deezer) -> None:
    assert [track.ref for track in await deezer.chart_tracks(132, 100)] == ["1"]
    assert len(await deezer.chart_tracks(0, 50)) == 50
    assert await deezer.genres() == (DeezerGenre(0, "All"), DeezerGenre(132, "Pop"))
