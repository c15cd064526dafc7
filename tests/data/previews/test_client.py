from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from data.previews.addresses import Addresses
from data.previews.client import MAX_JSON_BYTES, HttpClient, Limits
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
from data.previews.statuses import MAX_WAIT_SECONDS, wait_seconds
from tests.data.previews.clients import TableResolver, local_client
from tests.data.previews.faults import HUGE_BYTES, Fault, FaultyServer
from tests.data.previews.servers import DeezerServer, ServedTrack
from tests.data.previews.ssrf import connections

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
SOUND = bytes(range(256)) * 40
TRACK = ServedTrack(1, "The Quiet Harbour", "Paper Lanterns", sound=SOUND)


@pytest.fixture
async def server() -> AsyncIterator[DeezerServer]:
    async with DeezerServer([TRACK]) as opened:
        yield opened


@pytest.fixture
async def client(server: DeezerServer) -> AsyncIterator[HttpClient]:
    opened = local_client(SourceName.DEEZER, server.base)
    yield opened
    await opened.close()


@asynccontextmanager
async def raw_server(answer: bytes) -> AsyncIterator[str]:
    """Says the same bytes to whoever connects, HTTP or not, and hangs up."""

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    listening = await asyncio.start_server(say, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        listening.close()


async def answer_of(raw: bytes, limits: Limits | None = None) -> bytes:
    async with raw_server(raw) as base:
        client = local_client(SourceName.DEEZER, base, limits=limits or Limits(total_seconds=1.0))
        try:
            return await client.get_bytes(f"{base}/", 1000)
        finally:
            await client.close()


async def test_json_and_bytes_come_as_they_are(server: DeezerServer, client: HttpClient) -> None:
    found = await client.get_json(f"{server.base}/search", {"q": "päper & lanterns?#", "limit": "3"})
    assert found == {"data": [], "total": 0}
    assert server.asked == ["/search?q=päper %26 lanterns?%23&limit=3"]
    shape = await client.get_json(f"{server.base}/track/1")
    assert await client.get_bytes(shape["preview"], len(SOUND)) == SOUND


async def test_it_says_who_asks_and_keeps_no_cookies(server: DeezerServer, client: HttpClient) -> None:
    await client.get_json(f"{server.base}/genre")
    sent = server.headers[0]
    assert sent["User-Agent"] == "Segue (tests)"
    assert sent["Accept-Encoding"] == "gzip"
    cookie = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\n{}"
    async with raw_server(cookie) as base:
        other = local_client(SourceName.DEEZER, base, server.base)
        await other.get_json(base)
        await other.get_json(f"{server.base}/genre")
        await other.close()
    assert "Cookie" not in server.headers[-1]


async def test_a_contact_cannot_write_headers() -> None:
    async with FaultyServer() as server:
        addresses = Addresses(SourceName.DEEZER, (), [server.base])
        client = HttpClient(addresses, TableResolver(), "me@example.org\r\nX-Evil: 1é" + "x" * 500)
        with pytest.raises(TrackMissing):
            await client.get_bytes(f"{server.base}/", 10)
        await client.close()
    assert "X-Evil" not in server.headers[0]
    assert server.headers[0]["User-Agent"].startswith("Segue (me@example.orgX-Evil: 1x")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.HTML, SourceConfused),
        (Fault.BROKEN_JSON, SourceConfused),
        (Fault.LIST, SourceConfused),
        (Fault.DEEP, SourceConfused),
        (Fault.SLOW_DRIP, SourceConfused),
        (Fault.SILENCE, SourceConfused),
        (Fault.HUGE_DECLARED, SourceConfused),
        (Fault.HUGE_UNDECLARED, SourceConfused),
        (Fault.GZIP_BOMB, SourceConfused),
        (Fault.CUT_OFF, SourceConfused),
        (Fault.SERVER_ERROR, SourceConfused),
        (Fault.BAD_GATEWAY, SourceUnavailable),
        (Fault.DOWN, SourceUnavailable),
        (Fault.EMPTY_403, SourceRefused),
        (Fault.RETRY_AFTER, SourceClosed),
    ],
)
async def test_every_fault_is_named(
    server: DeezerServer, client: HttpClient, fault: Fault, error: type[PreviewError]
) -> None:
    server.fault = fault
    with pytest.raises(error) as raised:
        await client.get_json(f"{server.base}/track/1")
    assert type(raised.value) is error
    assert server.base not in str(raised.value)
    server.fault = None
    assert (await client.get_json(f"{server.base}/track/1"))["id"] == 1


async def test_a_declared_giant_is_not_begun_and_an_undeclared_one_is_left_early(
    server: DeezerServer, client: HttpClient
) -> None:
    for fault in (Fault.HUGE_DECLARED, Fault.HUGE_UNDECLARED, Fault.SLOW_DRIP):
        server.fault = fault
        with pytest.raises(SourceConfused):
            await client.get_bytes(f"{server.base}/preview/1.mp3", MAX_JSON_BYTES)
    # What the sockets' own buffers took lies between the two.
    assert server.sent < HUGE_BYTES / 50


@pytest.mark.parametrize("given", [1000, 1001])
async def test_the_cap_holds_to_the_byte(given: int) -> None:
    plain = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
    body = b"x" * given
    packed = gzip.compress(body)
    for raw in (
        plain + b"\r\n" + body,
        plain + b"Content-Length: %d\r\n\r\n" % given + body,
        plain + b"Content-Encoding: gzip\r\n\r\n" + packed,
    ):
        if given > 1000:
            with pytest.raises(SourceConfused, match="too large"):
                await answer_of(raw)
        else:
            assert await answer_of(raw) == body


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno gzip",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 500, mtime=0)[:-9],
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nxxx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 10_000 + b"\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 206 Partial Content\r\nContent-Length: 1\r\n\r\nx",
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/9.9 999 Odd\r\n\r\n",
    ],
)
async def test_what_is_no_proper_http_is_unavailable(raw: bytes) -> None:
    with pytest.raises(SourceUnavailable):
        await answer_of(raw)


@pytest.mark.parametrize(
    "body", [b"", b"null", b'"x"', b"{'a': 1}", b'{"a": NaN}', b'{"a": 1', b"\xff\xfe{}", b"9" * 9999]
)
async def test_what_is_no_json_object_is_confusing(body: bytes) -> None:
    async with raw_server(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body) as base:
        client = local_client(SourceName.DEEZER, base)
        with pytest.raises(SourceConfused):
            await client.get_json(base)
        await client.close()


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, TrackMissing),
        (401, SourceRefused),
        (403, SourceRefused),
        (404, TrackMissing),
        (405, SourceConfused),
        (410, TrackMissing),
        (429, SourceClosed),
        (451, SourceRefused),
        (500, SourceConfused),
        (502, SourceUnavailable),
        (503, SourceUnavailable),
        (504, SourceUnavailable),
    ],
)
async def test_every_status_has_a_meaning(status: int, error: type[PreviewError]) -> None:
    with pytest.raises(error) as raised:
        await answer_of(b"HTTP/1.1 %d Odd\r\nContent-Length: 0\r\n\r\n" % status)
    assert type(raised.value) is error
    assert raised.value.reason == f"status {status}"


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("0", 0.0),
        ("7200", 7200.0),
        ("999999999", MAX_WAIT_SECONDS),
        ("9" * 5000, MAX_WAIT_SECONDS),
        (format_datetime(NOW + timedelta(hours=2), usegmt=True), 7200.0),
        (format_datetime(NOW - timedelta(hours=2), usegmt=True), 0.0),
        ("Fri, 01 May 2026 13:00:00 -0000", 3600.0),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("1.5", None),
        ("٣", None),
    ],
)
def test_retry_after_is_read_in_both_ways(told: str, seconds: float | None) -> None:
    assert wait_seconds(told, NOW) == seconds


async def test_429_and_503_close_the_source_for_as_long_as_they_say() -> None:
    for status in (429, 503):
        with pytest.raises(SourceClosed) as closed:
            await answer_of(b"HTTP/1.1 %d Odd\r\nRetry-After: 40\r\nContent-Length: 0\r\n\r\n" % status)
        assert closed.value.seconds == 40.0
    with pytest.raises(SourceClosed) as closed:
        await answer_of(b"HTTP/1.1 429 Odd\r\n\r\n", Limits(total_seconds=1.0, busy_seconds=9.0))
    assert closed.value.seconds == 9.0


async def test_redirects_are_followed_inside_the_list_and_not_for_ever(server: DeezerServer) -> None:
    async with FaultyServer() as entrance:
        client = local_client(SourceName.DEEZER, server.base, entrance.base)
        entrance.fault = Fault.REDIRECT
        entrance.redirect_to = f"{server.base}/track/1"
        assert (await client.get_json(f"{entrance.base}/x"))["id"] == 1
        assert await client.follow(f"{entrance.base}/x") == f"{server.base}/track/1"
        entrance.redirect_to = "/again"
        entrance.asked.clear()
        with pytest.raises(SourceConfused, match="redirects"):
            await client.get_json(f"{entrance.base}/x")
        assert entrance.asked == ["/x", "/again", "/again", "/again"]
        await client.close()


async def test_a_checked_name_is_looked_up_once_and_connected_to_as_answered() -> None:
    async with FaultyServer() as server:
        base = f"http://music.example:{server.port}"
        resolver = TableResolver({"music.example": [("127.0.0.1",), ("127.0.0.2",)]})
        client = local_client(SourceName.DEEZER, base, resolver=resolver)
        with connections() as opened, pytest.raises(TrackMissing):
            await client.get_bytes(f"{base}/", 10)
        await client.close()
    assert resolver.asked == ["music.example"]
    assert opened == [("127.0.0.1", server.port)]


async def test_a_name_that_cannot_be_looked_up_is_out_of_reach() -> None:
    client = local_client(SourceName.DEEZER, hosts=["api.deezer.com"])
    with pytest.raises(SourceUnavailable) as raised:
        await client.get_bytes("https://api.deezer.com/", 10)
    assert not isinstance(raised.value, AddressRefused)
    await client.close()


async def test_nothing_is_read_from_the_environment(
    server: DeezerServer, client: HttpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert (await client.get_json(f"{server.base}/track/1"))["id"] == 1


async def test_a_connection_is_used_again_and_an_unread_one_is_not(server: DeezerServer, client: HttpClient) -> None:
    with connections() as opened:
        for _ in range(3):
            await client.get_json(f"{server.base}/track/1")
        assert len(opened) == 1
        server.fault = Fault.HUGE_UNDECLARED
        with pytest.raises(SourceConfused):
            await client.get_json(f"{server.base}/track/1")
        server.fault = None
        await client.get_json(f"{server.base}/track/1")
    assert len(opened) == 2


def test_an_address_can_be_judged_without_asking() -> None:
    client = local_client(SourceName.DEEZER, hosts=["api.deezer.com"])
    assert client.allows("https://api.deezer.com/track/1")
    assert not client.allows("")
    assert not client.allows("https://127.0.0.1/")


async def test_many_ask_at_once(server: DeezerServer, client: HttpClient) -> None:
    calls: list[Callable[[], Awaitable[object]]] = [lambda: client.get_json(f"{server.base}/track/1")] * 40
    assert len(await asyncio.gather(*(call() for call in calls))) == 40


async def test_closing_twice_is_closing_once(client: HttpClient, server: DeezerServer) -> None:
    await client.get_json(f"{server.base}/track/1")
    await client.close()
    await client.close()
