"""What servers do instead of answering, and the loopback server that can do it."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, Self

from aiohttp import web

HUGE_BYTES = 2 * 1024**3
BOMB_BYTES = 64 * 1024**2
_PIECE = 64 * 1024


class Fault(StrEnum):
    """What a server does instead of answering."""

    QUOTA = "quota"
    """Deezer's code 4 inside a 200; elsewhere 429 without a Retry-After."""
    BUSY = "busy"
    """Deezer's code 700 inside a 200; elsewhere 503."""
    RETRY_AFTER = "retry_after"
    """429 with a Retry-After of ``retry_after``."""
    HTML = "html"
    BROKEN_JSON = "broken_json"
    LIST = "list"
    """JSON, but no object."""
    DEEP = "deep"
    """JSON nested a hundred thousand times."""
    SLOW_DRIP = "slow_drip"
    """A byte now and then, for ever."""
    SILENCE = "silence"
    """It takes the question and says nothing."""
    HUGE_DECLARED = "huge_declared"
    HUGE_UNDECLARED = "huge_undeclared"
    GZIP_BOMB = "gzip_bomb"
    CUT_OFF = "cut_off"
    """Fewer bytes than declared."""
    REDIRECT = "redirect"
    """302 to ``redirect_to``."""
    SERVER_ERROR = "server_error"
    BAD_GATEWAY = "bad_gateway"
    PREVIEW_404 = "preview_404"
    PREVIEW_403_ONCE = "preview_403_once"
    EMPTY_403 = "empty_403"
    EMPTY_LIST = "empty_list"
    WRONG_TRACK = "wrong_track"
    """Another track than was asked for."""
    DOWN = "down"
    """The connection is reset."""


class FaultyServer:
    """What the servers share: a port on loopback, a record of what was asked, and faults."""

    def __init__(self) -> None:
        self.fault: Fault | None = None
        self.fault_only = ""
        self.redirect_to = ""
        self.retry_after = "7200"
        self.asked: list[str] = []
        """Path and query of every request, decoded."""
        self.headers: list[Mapping[str, str]] = []
        self.sent = 0
        """Bytes of faulty answers."""
        self._app = web.Application(middlewares=[self._middleware])
        self._runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=0.05)
        self._port = 0

    @property
    def base(self) -> str:
        """Base address, such as ``http://127.0.0.1:40001``."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def port(self) -> int:
        return self._port

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop listening; later connections are refused."""
        await self._runner.cleanup()

    def api_fault(self, fault: Fault) -> web.Response | None:
        """What one API alone says in a fault."""
        statuses = {Fault.QUOTA: 429, Fault.BUSY: 503}
        return web.Response(status=statuses[fault]) if fault in statuses else None

    @web.middleware
    async def _middleware(self, request: web.Request, handler: Callable[[web.Request], Any]) -> web.StreamResponse:
        self.asked.append(str(request.rel_url.human_repr()))
        self.headers.append(dict(request.headers))
        if self.fault is None or not request.path.startswith(self.fault_only):
            return await handler(request)
        if self.fault in _STREAMS:
            return await self._stream(request, self.fault)
        return self._instead(request, self.fault) or await handler(request)

    def _instead(self, request: web.Request, fault: Fault) -> web.Response | None:
        if fault in _PLAIN:
            return _PLAIN[fault]()
        if fault is Fault.REDIRECT:
            return web.Response(status=302, headers={"Location": self.redirect_to})
        if fault is Fault.RETRY_AFTER:
            return web.Response(status=429, headers={"Retry-After": self.retry_after})
        if fault is Fault.PREVIEW_403_ONCE and request.path.startswith("/preview"):
            self.fault = None
            return web.Response(status=403)
        if fault is Fault.PREVIEW_404 and request.path.startswith("/preview"):
            return web.Response(status=404)
        return self.api_fault(fault)

    async def _stream(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        """Answer for as long as somebody listens."""
        assert request.transport is not None
        answer = web.StreamResponse(headers={"Content-Type": "application/json"})
        if fault is Fault.DOWN:
            request.transport.abort()
            return answer
        if fault is Fault.SILENCE:
            await asyncio.sleep(5.0)
        if fault in _DECLARED:
            answer.content_length = _DECLARED[fault]
        try:
            await answer.prepare(request)
            if fault is Fault.CUT_OFF:
                await answer.write(b" " * 100)
                request.transport.close()
            while fault in {Fault.HUGE_DECLARED, Fault.HUGE_UNDECLARED} and self.sent < HUGE_BYTES:
                await answer.write(b" " * _PIECE)
                self.sent += _PIECE
            while fault is Fault.SLOW_DRIP:
                await answer.write(b" ")
                self.sent += 1
                await asyncio.sleep(0.02)
        except ConnectionError:
            pass
        return answer


@cache
def gzip_bomb() -> bytes:
    """64 MiB of white space in 64 KiB."""
    packing = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    white = b" " * 1024**2
    return b"".join(packing.compress(white) for _ in range(BOMB_BYTES // len(white))) + packing.flush()


def _bomb() -> web.Response:
    return web.Response(body=gzip_bomb(), headers={"Content-Encoding": "gzip", "Content-Type": "application/json"})


_PLAIN: dict[Fault, Callable[[], web.Response]] = {
    Fault.HTML: lambda: web.Response(text="<!doctype html><title>Sign in</title>", content_type="text/html"),
    Fault.BROKEN_JSON: lambda: web.Response(text='{"data": [{"id": 1,', content_type="application/json"),
    Fault.LIST: lambda: web.json_response([1, 2, 3]),
    Fault.DEEP: lambda: web.Response(text='{"data":' + "[" * 100_000, content_type="application/json"),
    Fault.GZIP_BOMB: _bomb,
    Fault.SERVER_ERROR: lambda: web.Response(status=500),
    Fault.BAD_GATEWAY: lambda: web.Response(status=502),
    Fault.EMPTY_403: lambda: web.Response(status=403),
}
_STREAMS = {
    Fault.DOWN,
    Fault.SLOW_DRIP,
    Fault.SILENCE,
    Fault.HUGE_DECLARED,
    Fault.HUGE_UNDECLARED,
    Fault.CUT_OFF,
}
_DECLARED = {Fault.HUGE_DECLARED: HUGE_BYTES, Fault.CUT_OFF: _PIECE}
