"""What every source of previews promises, whatever the world behind it does.

A source joins by one line in ``SOURCES``: a context manager that opens it with one song that it knows.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from data.previews import deezer, itunes
from data.previews.covers import Covers
from data.previews.deezer import Deezer
from data.previews.errors import AddressRefused, PreviewError, TrackMissing
from data.previews.facts import SourceName, TrackFacts
from data.previews.itunes import Itunes
from data.previews.library import Library
from data.previews.oembed import Bases, Oembed
from data.previews.offline import LIST, Offline
from data.previews.protocol import PreviewSource, SongQuery
from data.previews.spotify import Spotify
from tests.data.previews.clients import TableResolver, local_client, quick_gate
from tests.data.previews.faults import Fault, FaultyServer
from tests.data.previews.servers import DeezerServer, ItunesServer, OembedServer, ServedTrack
from tests.data.previews.spotify_server import CLIENT_ID, CLIENT_SECRET, SpotifyServer, SpotifyTrack
from tests.data.previews.ssrf import ADDRESSES, ANSWERS, connections
from tests.data.previews.test_library import InThisProcess

SOUND = b"ID3" + bytes(5000)
TRACK = ServedTrack(1, "The Quiet Harbour", "Paper Lanterns", isrc="GBAAA2100001", sound=SOUND)
QUERY = SongQuery("the quiet harbour paper lanterns", "The Quiet Harbour", "Paper Lanterns")
ROW = "ref,file,artist,title,album,licence\nlanterns,a.opus,The Quiet Harbour,Paper Lanterns,,CC0-1.0\n"
VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"


@dataclass(frozen=True, slots=True)
class Opened:
    """A source that knows one song, "Paper Lanterns" by The Quiet Harbour.

    Attributes
    ----------
    ref, unknown
        The source's id of it, and one of the right shape that is nobody's.
    sound
        The preview's bytes; ``None`` where the source has none.
    searches
        Whether it can be searched.
    server
        What stands behind it; ``None`` where there is no network.
    """

    source: PreviewSource
    ref: str
    unknown: str
    sound: bytes | None = SOUND
    searches: bool = True
    server: FaultyServer | None = None


@asynccontextmanager
async def open_deezer() -> AsyncIterator[Opened]:
    async with DeezerServer([TRACK]) as server:
        client = local_client(SourceName.DEEZER, server.base, hosts=deezer.HOSTS)
        source = Deezer(client, quick_gate(SourceName.DEEZER), server.base)
        yield Opened(source, "1", "2", server=server)
        await source.close()


@asynccontextmanager
async def open_itunes() -> AsyncIterator[Opened]:
    async with ItunesServer([TRACK]) as server:
        client = local_client(SourceName.ITUNES, server.base, hosts=itunes.HOSTS)
        source = Itunes(client, quick_gate(SourceName.ITUNES), base=server.base)
        yield Opened(source, "us:1", "us:2", server=server)
        await source.close()


@asynccontextmanager
async def open_oembed() -> AsyncIterator[Opened]:
    async with OembedServer({VIDEO: {"title": "The Quiet Harbour - Paper Lanterns (Official Video)"}}) as server:
        client = local_client(SourceName.OEMBED, server.base)
        source = Oembed(client, quick_gate(SourceName.OEMBED), Bases(server.base, server.base, server.base))
        yield Opened(source, "youtube:abcdefghijk", "youtube:aaaaaaaaaaa", None, searches=False, server=server)
        await source.close()


Opener = Callable[[], AbstractAsyncContextManager[Opened]]


@asynccontextmanager
async def open_offline() -> AsyncIterator[Opened]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / LIST).write_text(ROW, "utf-8")
        (Path(folder) / "a.opus").write_bytes(SOUND)
        source = Offline(Path(folder))
        yield Opened(source, "lanterns", "nobody")
        await source.close()


@asynccontextmanager
async def open_library() -> AsyncIterator[Opened]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "The Quiet Harbour - Paper Lanterns.mp3").write_bytes(SOUND)
        source = Library(Path(folder), open_reader=InThisProcess)
        found = await source.search(QUERY, 1)
        yield Opened(source, found[0].ref, "0" * 32)
        await source.close()


@asynccontextmanager
async def open_spotify() -> AsyncIterator[Opened]:
    track = SpotifyTrack("0123456789abcdefghijAB", ("The Quiet Harbour",), "Paper Lanterns", "GBAAA2100001")
    async with SpotifyServer([track]) as server:
        source = Spotify(
            CLIENT_ID,
            CLIENT_SECRET,
            quick_gate(SourceName.SPOTIFY),
            api=f"{server.base}/v1/",
            token=f"{server.base}/token",
            timeout_seconds=0.4,
        )
        yield Opened(source, track.id, "0" * 22, None, server=server)
        await source.close()


SOURCES: dict[str, Opener] = {
    "deezer": open_deezer,
    "itunes": open_itunes,
    "oembed": open_oembed,
    "library": open_library,
    "offline": open_offline,
    "spotify": open_spotify,
}
NETWORKED = ("deezer", "itunes", "oembed", "spotify")


@pytest.fixture(params=SOURCES)
async def opened(request: pytest.FixtureRequest) -> AsyncIterator[Opened]:
    async with SOURCES[request.param]() as source:
        yield source


@pytest.fixture(params=NETWORKED)
async def networked(request: pytest.FixtureRequest) -> AsyncIterator[Opened]:
    async with SOURCES[request.param]() as source:
        yield source


def is_the_song(facts: TrackFacts, opened: Opened) -> bool:
    names = (facts.artist, facts.title) == ("The Quiet Harbour", "Paper Lanterns")
    return names and facts.source is opened.source.name and facts.ref == opened.ref


async def test_a_song_is_found_and_its_ref_resolves(opened: Opened) -> None:
    found = await opened.source.search(QUERY, 25)
    assert [is_the_song(facts, opened) for facts in found] == [True] * opened.searches
    assert is_the_song(await opened.source.resolve(opened.ref), opened)


async def test_the_limit_holds_and_nonsense_finds_nothing(opened: Opened) -> None:
    assert len(await opened.source.search(QUERY, 1)) <= 1
    for text in ("zzzz qqqq", "", " ", "\x00", '"', "%" * 5000, "夜" * 5000):
        assert list(await opened.source.search(SongQuery(text), 25)) == []


async def test_sound_is_given_where_it_is_promised(opened: Opened) -> None:
    facts = await opened.source.resolve(opened.ref)
    assert facts.can_fetch == (opened.sound is not None)
    if opened.sound is None:
        with pytest.raises(TrackMissing):
            await opened.source.fetch(opened.ref)
    else:
        assert await opened.source.fetch(opened.ref) == opened.sound


async def test_what_is_not_there_is_missing(opened: Opened) -> None:
    odd = ("", " ", "\x00", "../../etc/passwd", "http://127.0.0.1/", "a" * 10_000, "1\n", "\ud800", "-1", "1;drop")
    for ref in (opened.unknown, *odd):
        with pytest.raises(TrackMissing):
            await opened.source.resolve(ref)
        with pytest.raises(TrackMissing):
            await opened.source.fetch(ref)


async def test_many_may_ask_at_once(opened: Opened) -> None:
    answers = await asyncio.gather(*(opened.source.resolve(opened.ref) for _ in range(20)))
    assert all(is_the_song(facts, opened) for facts in answers)


async def test_it_can_be_closed_twice(opened: Opened) -> None:
    await opened.source.resolve(opened.ref)
    await opened.source.close()
    await opened.source.close()


@pytest.mark.parametrize("fault", Fault)
async def test_in_every_fault_it_answers_or_raises_its_own_error(networked: Opened, fault: Fault) -> None:
    assert networked.server is not None
    networked.server.fault = fault
    networked.server.redirect_to = "http://169.254.169.254/latest/meta-data/"
    asked = (networked.source.search(QUERY, 25), networked.source.resolve(networked.ref))
    for answer in await asyncio.gather(*asked, networked.source.fetch(networked.ref), return_exceptions=True):
        if isinstance(answer, BaseException):
            assert isinstance(answer, PreviewError)
            assert answer.source is networked.source.name
            assert "127.0.0.1" not in str(answer)


@pytest.mark.parametrize("fault", [Fault.QUOTA, Fault.BUSY, Fault.EMPTY_403, Fault.HTML, Fault.DOWN, Fault.RETRY_AFTER])
async def test_a_source_that_cannot_be_asked_never_says_that_there_is_nothing(networked: Opened, fault: Fault) -> None:
    assert networked.server is not None
    networked.server.fault = fault
    with pytest.raises(PreviewError) as raised:
        await networked.source.resolve(networked.ref)
    assert not isinstance(raised.value, TrackMissing)
    if networked.searches:
        with pytest.raises(PreviewError) as raised:
            await networked.source.search(QUERY, 25)
        assert not isinstance(raised.value, TrackMissing)


async def test_a_server_that_is_gone_is_unavailable(networked: Opened) -> None:
    assert networked.server is not None
    await networked.server.close()
    with pytest.raises(PreviewError):
        await networked.source.resolve(networked.ref)


def test_there_are_enough_attempts() -> None:
    assert len(set(ADDRESSES)) >= 60
    assert len(set(ANSWERS)) >= 30


@pytest.fixture
async def secret() -> AsyncIterator[FaultyServer]:
    """What an attempt would like to reach on this machine."""
    async with FaultyServer() as listening:
        yield listening


async def test_no_redirect_leads_astray(networked: Opened, secret: FaultyServer) -> None:
    assert networked.server is not None
    networked.server.fault = Fault.REDIRECT
    for address in ADDRESSES:
        if any(letter in address for letter in "\r\n"):
            continue  # No server can say it in a header.
        networked.server.redirect_to = address.replace("{port}", str(secret.port))
        with connections() as opened, pytest.raises(PreviewError) as raised:
            await networked.source.resolve(networked.ref)
        assert isinstance(raised.value, AddressRefused), address
        assert {host[1] for host in opened} <= {networked.server.port}, address
    assert secret.asked == []


async def test_no_preview_leads_astray(secret: FaultyServer) -> None:
    async with DeezerServer([TRACK]) as server:
        resolver = TableResolver()
        client = local_client(SourceName.DEEZER, server.base, hosts=deezer.HOSTS, resolver=resolver)
        source = Deezer(client, quick_gate(SourceName.DEEZER), server.base)
        for address in ADDRESSES:
            server.preview_base = address.replace("{port}", str(secret.port))
            with connections() as opened, pytest.raises(PreviewError):
                await source.fetch("1")
            assert {host[1] for host in opened} <= {server.port}, address
        await source.close()
    assert secret.asked == []
    assert resolver.asked == []


async def test_no_next_page_leads_astray(secret: FaultyServer) -> None:
    tracks = [ServedTrack(i, "Choir", f"Verse {i}") for i in range(1, 151)]
    async with DeezerServer(tracks, {7: [track.id for track in tracks]}) as server:
        source = Deezer(local_client(SourceName.DEEZER, server.base), quick_gate(SourceName.DEEZER), server.base)
        with connections() as opened:
            assert len(await source.playlist_tracks("7", 150)) == 150
        await source.close()
    # The server names 169.254.169.254 as the next page.
    assert {host[1] for host in opened} == {server.port}


async def test_no_cover_leads_astray(secret: FaultyServer, tmp_path: Path) -> None:
    resolver = TableResolver()
    covers = Covers(tmp_path, local_client(SourceName.DEEZER, hosts=[".dzcdn.net"], resolver=resolver))
    with connections() as opened:
        for address in ADDRESSES:
            assert await covers.get(address.replace("{port}", str(secret.port))) is None
    await covers.close()
    assert opened == []
    assert resolver.asked == []
    assert secret.asked == []


@pytest.mark.parametrize("answer", ANSWERS, ids=" ".join)
async def test_no_answer_of_a_resolver_leads_astray(answer: tuple[str, ...]) -> None:
    resolver = TableResolver({"api.deezer.com": [answer]})
    source = Deezer(
        local_client(SourceName.DEEZER, hosts=deezer.HOSTS, resolver=resolver), quick_gate(SourceName.DEEZER)
    )
    with connections() as opened, pytest.raises(AddressRefused):
        await source.resolve("1")
    await source.close()
    assert opened == []
    assert resolver.asked == ["api.deezer.com"]


async def test_a_name_that_turns_round_between_questions_is_caught_each_time() -> None:
    resolver = TableResolver({"api.deezer.com": [("127.0.0.1",), ("10.0.0.1",), ("::1",)]})
    client = local_client(SourceName.DEEZER, hosts=deezer.HOSTS, resolver=resolver)
    source = Deezer(client, quick_gate(SourceName.DEEZER))
    with connections() as opened:
        for _ in range(3):
            with pytest.raises(AddressRefused):
                await source.resolve("1")
    await source.close()
    assert opened == []
