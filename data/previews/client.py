"""One bounded way out: every request of every source goes through it, and every failure comes back as one of ours."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, NoReturn
from urllib.parse import urlencode, urljoin

import aiohttp
from aiohttp.abc import AbstractResolver
from aiohttp.http_exceptions import HttpProcessingError

from data.previews.addresses import Addresses, CheckedResolver, NotPublic
from data.previews.errors import (
    AddressRefused,
    PreviewError,
    SourceConfused,
    SourceUnavailable,
)
from data.previews.facts import SourceName
from data.previews.statuses import REDIRECTS, failure
from data.times import Clock, utc_now

JsonObject = dict[str, Any]

MAX_REDIRECTS = 3
MAX_JSON_BYTES = 1024 * 1024
"""A page of 100 playlist tracks is about 150 KB."""
MAX_CONNECTIONS = 8
_CONTACT_CHARS = 100
_GZIP = 16 + zlib.MAX_WBITS
"""How zlib is told that a gzip head is to be expected."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one request may take, redirects included.

    Attributes
    ----------
    total_seconds
        From the look-up of the name to the last byte; this is what ends an answer that drips.
    connect_seconds
        Until the connection stands.
    busy_seconds
        How long a source that answers 429 without a time is left alone.
    """

    total_seconds: float = 4.0
    connect_seconds: float = 2.0
    busy_seconds: float = 60.0


class HttpClient:
    """Asks a source's addresses, and no others.

    It keeps no cookies, takes no proxy from the environment, follows redirects by hand so that each passes the list,
    and unpacks what it receives itself so that no more is ever unpacked than may be.

    Parameters
    ----------
    addresses
        Which addresses; its source is the one that errors name.
    resolver
        Looks names up; its answers are checked. It is not closed with the client.
    contact
        Where the operator can be reached, told to the source in the User-Agent.
    clock
        For a ``Retry-After`` that names a date.
    headers
        Sent with every request, redirects included: a key goes to the listed addresses and to no others.
    """

    def __init__(
        self,
        addresses: Addresses,
        resolver: AbstractResolver,
        contact: str,
        limits: Limits | None = None,
        *,
        clock: Clock = utc_now,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._addresses = addresses
        self._resolver = CheckedResolver(resolver, addresses)
        self._limits = limits or Limits()
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None
        told = "".join(letter for letter in contact if letter.isascii() and letter.isprintable())[:_CONTACT_CHARS]
        self._headers = {**(headers or {}), "User-Agent": f"Segue ({told})" if told else "Segue"}

    @property
    def source(self) -> SourceName:
        """Who is asked."""
        return self._addresses.source

    def allows(self, address: str) -> bool:
        """Whether an address may be asked at all, as far as its text tells."""
        try:
            self._addresses.check(address)
        except AddressRefused:
            return False
        return True

    async def get_json(self, address: str, params: Mapping[str, str] | None = None) -> JsonObject:
        """Ask for a JSON object of at most 1 MiB.

        Parameters
        ----------
        params
            The query, not yet escaped.

        Raises
        ------
        PreviewError
            Whatever went wrong: ``TrackMissing`` for 400 and 404, ``SourceRefused`` for 401 and 403, ``SourceClosed``
            where it says to wait, ``SourceConfused`` for an answer that is none, ``AddressRefused``; and
            ``SourceUnavailable`` itself where trying again may help.
        """
        whole = f"{address}?{urlencode(params)}" if params else address
        body = await self._read(whole, "gzip", MAX_JSON_BYTES)
        try:
            answer = json.loads(body.decode("utf-8-sig"), parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            raise self._confused("HTML in place of JSON" if body.lstrip()[:1] == b"<" else "broken JSON") from None
        if not isinstance(answer, dict):
            raise self._confused("JSON that is not an object")
        return answer

    async def get_bytes(self, address: str, max_bytes: int) -> bytes:
        """Ask for a file of at most ``max_bytes``.

        Raises
        ------
        PreviewError
            As :meth:`get_json` does.
        """
        return await self._read(address, "identity", max_bytes)

    async def follow(self, address: str) -> str:
        """Where a short link leads: the last address on its way, whose content is not read.

        Raises
        ------
        PreviewError
            As :meth:`get_json` does.
        """
        async with self._asked(address, "identity") as response:
            return str(response.url)

    async def close(self) -> None:
        """Let go of connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _read(self, address: str, encoding: str, max_bytes: int) -> bytes:
        async with self._asked(address, encoding) as response:
            return await self._body(response, max_bytes)

    @asynccontextmanager
    async def _asked(self, address: str, encoding: str) -> AsyncIterator[aiohttp.ClientResponse]:
        """Ask, follow, judge the status, and name whatever goes wrong until the answer is read."""
        try:
            async with asyncio.timeout(self._limits.total_seconds):
                response = await self._follow(address, encoding)
                try:
                    self._judge(response)
                    yield response
                finally:
                    # What was not read is never read: the connection goes with it.
                    response.close()
        except PreviewError:
            raise
        except TimeoutError:
            raise self._confused("too slow") from None
        except (aiohttp.ClientError, HttpProcessingError, OSError, ValueError) as error:
            raise self._named(error) from None

    async def _follow(self, address: str, encoding: str) -> aiohttp.ClientResponse:
        for _ in range(1 + MAX_REDIRECTS):
            url = self._addresses.check(address)
            response = await self._opened().get(url, allow_redirects=False, headers={"Accept-Encoding": encoding})
            location = response.headers.get("Location", "")
            if response.status not in REDIRECTS:
                return response
            response.close()
            if not location:
                raise self._confused("a redirect to nowhere")
            try:
                address = urljoin(address, location)
            except ValueError:
                raise AddressRefused(self.source, "a redirect to no plain address") from None
        raise self._confused("too many redirects")

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=self._resolver, use_dns_cache=False, limit=MAX_CONNECTIONS),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._limits.connect_seconds),
                headers=self._headers,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
            )
        return self._session

    def _judge(self, response: aiohttp.ClientResponse) -> None:
        if response.status != HTTPStatus.OK:
            told = response.headers.get("Retry-After", "")
            raise failure(self.source, response.status, told, self._clock(), self._limits.busy_seconds)

    async def _body(self, response: aiohttp.ClientResponse, max_bytes: int) -> bytes:
        """Read an answer, counting what it unpacks to; what goes past the limit is neither unpacked nor read."""
        if (response.content_length or 0) > max_bytes:
            raise self._confused("too large")
        packing = response.headers.get("Content-Encoding", "identity").lower()
        if packing not in {"identity", "gzip", "x-gzip"}:
            raise self._confused("packed in a way that was not asked for")
        unpacking = None if packing == "identity" else zlib.decompressobj(_GZIP)
        body = bytearray()
        async for chunk in response.content.iter_any():
            try:
                body += chunk if unpacking is None else unpacking.decompress(chunk, max_bytes - len(body) + 1)
            except zlib.error:
                raise self._confused("broken packing") from None
            if len(body) > max_bytes:
                raise self._confused("too large")
        if unpacking is not None and not unpacking.eof:
            raise self._confused("cut off")
        return bytes(body)

    def _named(self, error: Exception) -> PreviewError:
        kind = type(error).__name__
        if isinstance(error.__cause__, NotPublic):
            return AddressRefused(self.source, str(error.__cause__))
        if isinstance(error, aiohttp.ClientSSLError):
            return self._confused(f"a connection that is not safe ({kind})")
        if isinstance(error, aiohttp.ClientConnectionError | OSError):
            return SourceUnavailable(self.source, f"out of reach ({kind})")
        return self._confused(f"an answer that breaks off or is no HTTP ({kind})")

    def _confused(self, reason: str) -> SourceConfused:
        return SourceConfused(self.source, reason)


def _refuse_constant(name: str) -> NoReturn:
    message = f"{name} is not JSON"
    raise ValueError(message)
