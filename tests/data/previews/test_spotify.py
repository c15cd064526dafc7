from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from data.previews.errors import (
    AddressRefused,
    PreviewError,
    SourceClosed,
    SourceConfused,
    SourceRefused,
    SourceUnavailable,
    TrackMissing,
)
from data.previews.facts import SourceName
from data.previews.gate import Gate
from data.previews.protocol import SongQuery
from data.previews.spotify import Spotify
from tests.data.previews.clients import OFTEN, Seconds, quick_gate
from tests.data.previews.faults import Fault
from tests.data.previews.spotify_server import CLIENT_ID, CLIENT_SECRET, SpotifyServer, SpotifyTrack

JOGA = SpotifyTrack("0123456789abcdefghijAB", ("Björk",), "Jóga", "GBAYK9800012", 305.0)
UMBRELLA = SpotifyTrack("0123456789abcdefghijAC", ("Rihanna", "JAY-Z"), "Umbrella")
PLAYLIST = "0123456789abcdefghijPL"
MANY = [SpotifyTrack(f"{number:022d}", ("Somebody",), f"Song {number}") for number in range(120)]


@pytest.fixture
async def server() -> AsyncIterator[SpotifyServer]:
    ids = [*(track.id for track in MANY), "0000000000000000000gone"]
    async with SpotifyServer([JOGA, UMBRELLA, *MANY], {PLAYLIST: ids}) as opened:
        yield opened


@pytest.fixture
async def spotify(server: SpotifyServer) -> AsyncIterator[Spotify]:
    opened = _spotify(server)
    yield opened
    await opened.close()


def _spotify(server: SpotifyServer, secret: str = CLIENT_SECRET, gate: Gate | None = None) -> Spotify:
    gate = gate or quick_gate(SourceName.SPOTIFY)
    return Spotify(CLIENT_ID, secret, gate, api=f"{server.base}/v1/", token=f"{server.base}/token")


async def test_a_link_leads_to_names_and_isrc_and_no_sound(spotify: Spotify) -> None:
    facts = await spotify.resolve(JOGA.id)
    assert (facts.artist, facts.title, facts.isrc) == ("Björk", "Jóga", "GBAYK9800012")
    assert (facts.seconds, facts.year) == (305.0, 1997)
    assert facts.link == f"https://open.spotify.com/track/{JOGA.id}"
    assert not facts.can_fetch
    with pytest.raises(TrackMissing):
        await spotify.fetch(JOGA.id)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (SongQuery("x", isrc="GBAYK9800012"), JOGA),
        (SongQuery("Björk Jóga", "Björk", "Jóga"), JOGA),
        (SongQuery("rihanna umbrella"), UMBRELLA),
    ],
)
async def test_names_and_isrcs_are_searched_for(spotify: Spotify, query: SongQuery, expected: SpotifyTrack) -> None:
    found = await spotify.search(query, 25)
    assert [facts.ref for facts in found] == [expected.id]
    assert found[0].artist == ", ".join(expected.artists)


async def test_one_token_serves_many_questions(server: SpotifyServer, spotify: Spotify) -> None:
    await asyncio.gather(*(spotify.search(SongQuery("umbrella"), 5) for _ in range(3)))
    await spotify.resolve(JOGA.id)
    assert server.asked.count("/token") <= 3
    assert await spotify.search(SongQuery("nothing of this name"), 5) == []


async def test_a_search_never_asks_for_more_than_it_may(server: SpotifyServer, spotify: Spotify) -> None:
    assert len(await spotify.search(SongQuery("somebody"), 25)) == 10
    assert "limit=10" in server.asked[-1]


async def test_a_playlist_is_read_page_by_page(server: SpotifyServer, spotify: Spotify) -> None:
    tracks = await spotify.playlist_tracks(PLAYLIST, 1_000)
    assert [track.ref for track in tracks] == [track.id for track in MANY]
    assert sum("playlists" in asked for asked in server.asked) == 3
    assert len(await spotify.playlist_tracks(PLAYLIST, 60)) == 60


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_a_playlist_for_its_owner_only_says_so(server: SpotifyServer, spotify: Spotify, status: int) -> None:
    server.refused_status = status
    with pytest.raises(SourceRefused, match="only its owner may read"):
        await spotify.playlist_tracks("0123456789abcdefghijXX", 10)


@pytest.mark.parametrize("ref", ["", "..", "0123456789abcdefghijA/", "0123456789abcdefghijABC", "../me"])
async def test_what_is_no_id_is_not_asked_about(server: SpotifyServer, spotify: Spotify, ref: str) -> None:
    for ask in (spotify.resolve(ref), spotify.playlist_tracks(ref, 10)):
        with pytest.raises(TrackMissing):
            await ask
    assert server.asked == []


async def test_a_track_that_is_gone_is_missing(spotify: Spotify) -> None:
    with pytest.raises(TrackMissing):
        await spotify.resolve("0123456789abcdefghijZZ")


async def test_a_wrong_secret_is_refused(server: SpotifyServer) -> None:
    spotify = _spotify(server, "wrong")
    with pytest.raises(SourceRefused):
        await spotify.resolve(JOGA.id)
    await spotify.close()


async def test_hours_of_waiting_close_the_gate_and_are_not_slept_through(server: SpotifyServer) -> None:
    clock = Seconds()
    gate = Gate(SourceName.SPOTIFY, OFTEN, clock=clock, sleep=clock.sleep)
    spotify = _spotify(server, gate=gate)
    server.fault, server.fault_only = Fault.RETRY_AFTER, "/v1"
    with pytest.raises(SourceClosed) as closed:
        await spotify.resolve(JOGA.id)
    assert closed.value.seconds == 7200.0
    asked = len(server.asked)
    server.fault = None
    with pytest.raises(SourceClosed):
        await spotify.resolve(JOGA.id)
    assert len(server.asked) == asked
    clock.now += 7201.0
    assert (await spotify.resolve(JOGA.id)).title == "Jóga"
    await spotify.close()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.HTML, SourceConfused),
        (Fault.BROKEN_JSON, SourceConfused),
        (Fault.LIST, SourceConfused),
        (Fault.DEEP, SourceConfused),
        (Fault.SERVER_ERROR, SourceConfused),
        (Fault.BAD_GATEWAY, SourceUnavailable),
        (Fault.GZIP_BOMB, SourceConfused),
        (Fault.HUGE_DECLARED, SourceConfused),
        (Fault.HUGE_UNDECLARED, SourceConfused),
        (Fault.CUT_OFF, SourceConfused),
        (Fault.REDIRECT, AddressRefused),
        (Fault.EMPTY_403, SourceRefused),
        (Fault.QUOTA, SourceClosed),
        (Fault.DOWN, SourceUnavailable),
    ],
)
@pytest.mark.parametrize("place", ["/v1", "/token"])
async def test_whatever_it_answers_is_bounded_and_named(
    server: SpotifyServer, spotify: Spotify, fault: Fault, error: type[PreviewError], place: str
) -> None:
    server.redirect_to = "http://127.0.0.1:9/metadata"
    server.fault, server.fault_only = fault, place
    with pytest.raises(SourceUnavailable if place == "/token" else error):
        await spotify.resolve(JOGA.id)
    assert server.sent < 64 * 1024**2


async def test_an_answer_that_drips_is_cut(server: SpotifyServer) -> None:
    spotify = Spotify(
        CLIENT_ID,
        CLIENT_SECRET,
        quick_gate(SourceName.SPOTIFY),
        api=f"{server.base}/v1/",
        token=f"{server.base}/token",
        timeout_seconds=0.3,
    )
    server.fault = Fault.SLOW_DRIP
    with pytest.raises(SourceConfused):
        await spotify.resolve(JOGA.id)
    await spotify.close()


async def test_what_was_searched_for_is_not_logged(
    server: SpotifyServer, spotify: Spotify, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    server.fault, server.fault_only = Fault.SERVER_ERROR, "/v1"
    with pytest.raises(SourceConfused) as raised:
        await spotify.search(SongQuery("a private thought"), 5)
    assert "private" not in caplog.text + str(raised.value)
