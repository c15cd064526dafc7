"""Clients and gates for tests: a resolver that answers from a table and keeps count, a clock that is set by hand."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from aiohttp.abc import AbstractResolver, ResolveResult

from data.previews.addresses import Addresses
from data.previews.client import HttpClient, Limits
from data.previews.facts import SourceName
from data.previews.gate import Gate, Pace

QUICK = Limits(total_seconds=1.0, connect_seconds=1.0)
OFTEN = Pace(calls=10_000, seconds=1.0, failures=1000)


class TableResolver(AbstractResolver):
    """Answers from a table, each time the next of a name's answers; every look-up is kept in ``asked``."""

    def __init__(self, answers: Mapping[str, Sequence[Sequence[str]]] | None = None) -> None:
        self.asked: list[str] = []
        self._answers = {name: list(given) for name, given in (answers or {}).items()}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        given = self._answers.get(host, [[]])
        answer = given.pop(0) if len(given) > 1 else given[0]
        return [
            ResolveResult(
                hostname=host, host=address, port=port, family=_family(address), proto=0, flags=socket.AI_NUMERICHOST
            )
            for address in answer
        ]

    async def close(self) -> None:
        pass


class Seconds:
    """A clock of seconds that only a test moves; ``sleep`` moves it too."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Moments:
    """A clock of moments that only a test moves, by ``now``."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now or datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


def local_client(
    source: SourceName,
    *bases: str,
    hosts: Sequence[str] = (),
    resolver: AbstractResolver | None = None,
    limits: Limits = QUICK,
) -> HttpClient:
    """A client that may ask the servers at ``bases``, and ``hosts`` where the resolver lets it."""
    return HttpClient(Addresses(source, hosts, bases), resolver or TableResolver(), "tests", limits)


def quick_gate(source: SourceName, pace: Pace = OFTEN) -> Gate:
    """A gate that never lets anybody wait for long."""
    seconds = Seconds()
    return Gate(source, pace, clock=seconds, sleep=seconds.sleep)


def _family(address: str) -> socket.AddressFamily:
    try:
        version = ipaddress.ip_address(address).version
    except ValueError:
        return socket.AF_INET
    return socket.AF_INET6 if version == 6 else socket.AF_INET
