"""Which addresses may be asked: names on a source's list, reached only where they lead into the public network.

An address comes from a source's answer, from a redirect, or is built from an id; none is believed. It passes twice:
first as text, by :meth:`Addresses.check`, before anything is done with it; then by what its name resolves to, in
:class:`CheckedResolver`, whose answer is what the connection is opened to, so that no second look-up can differ. The
only exception is a base address from the settings, trusted by its exact scheme, host and port.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from data.previews.errors import AddressRefused
from data.previews.facts import SourceName

MAX_ADDRESS_CHARS = 4096
HTTPS_PORT = 443
_DEFAULT_PORTS = {"http": 80, "https": HTTPS_PORT}

_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?(?:[/?][!-\[\]-~]*)?"
)
"""Printable ASCII without a backslash, and nothing before the host that could be taken for it by another parser."""
_NAME = re.compile(r"(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")

_CLOSED_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
"""IANA's registry of special-purpose IPv4 addresses, and multicast."""
_UNICAST_V6 = ipaddress.IPv6Network("2000::/3")
"""All that IANA has given out for the public network; loopback, local, mapped and multicast lie outside it."""
_CLOSED_V6 = tuple(
    ipaddress.IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
"""Protocol assignments with Teredo, documentation, 6to4 and AS112, all of which lie inside the unicast block."""
_WITH_V4_INSIDE = (ipaddress.IPv6Network("::ffff:0:0/96"), ipaddress.IPv6Network("64:ff9b::/96"))
"""Mapped addresses and NAT64: as public as the IPv4 address in their last four bytes."""
_V4_BITS = 0xFFFFFFFF


class NotPublic(OSError):
    """A name that leads, wholly or in part, to addresses outside the public network."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port: as far as the trust in a base address goes."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, base: str) -> Self:
        """Read it from a base address of the settings.

        Raises
        ------
        ValueError
            It is no plain ``http`` or ``https`` address.
        """
        if _ADDRESS.fullmatch(base) is None:
            message = "a base address looks like https://api.example.org, in lower case and without a name before it"
            raise ValueError(message)
        parts = urlsplit(base)
        return cls(parts.scheme, parts.hostname or "", parts.port or _DEFAULT_PORTS[parts.scheme])


class Addresses:
    """The addresses that one source may be asked at.

    Parameters
    ----------
    hosts
        Exact names, such as ``api.deezer.com``, or all names under one: ``.dzcdn.net``. Asked by ``https`` at its
        default port only.
    bases
        Base addresses from the settings. One whose host is not on the list, or whose scheme or port is another, is
        trusted at exactly that scheme, host and port, whatever it resolves to.
    """

    def __init__(self, source: SourceName, hosts: Sequence[str], bases: Sequence[str] = ()) -> None:
        self.source = source
        self._names = frozenset(host for host in hosts if not host.startswith("."))
        self._suffixes = tuple(host for host in hosts if host.startswith("."))
        self._trusted = frozenset(
            origin for origin in map(Origin.of, bases) if not self._lists(origin.scheme, origin.host, origin.port)
        )

    def check(self, address: str) -> URL:
        """Let an address pass, as it is written, or refuse it.

        Raises
        ------
        AddressRefused
            It is not plainly an address on the list.
        """
        match = _ADDRESS.fullmatch(address) if len(address) <= MAX_ADDRESS_CHARS else None
        if match is None:
            raise AddressRefused(self.source, "not a plain address")
        port = int(match["port"]) if match["port"] else _DEFAULT_PORTS[match["scheme"]]
        host = match["host"].strip("[]")
        if Origin(match["scheme"], host, port) not in self._trusted and not self._lists(match["scheme"], host, port):
            raise AddressRefused(self.source, "an address that is not on the list")
        # Signed addresses must go out byte for byte.
        return URL(address, encoded=True)

    def may_resolve(self, host: str, port: int) -> bool:
        """Whether a name can have come out of :meth:`check` at all."""
        return self.trusts(host, port) or self._lists("https", host, port)

    def trusts(self, host: str, port: int) -> bool:
        """Whether a base address of the settings is at this host and port."""
        return any(origin.host == host and origin.port == port for origin in self._trusted)

    def _lists(self, scheme: str, host: str, port: int) -> bool:
        if scheme != "https" or port != HTTPS_PORT or _NAME.fullmatch(host) is None:
            return False
        return host in self._names or host.endswith(self._suffixes)


class CheckedResolver(AbstractResolver):
    """Another resolver, whose answers pass only as a whole and only if every address in them is public.

    Parameters
    ----------
    resolver
        Asked once for each connection.
    """

    def __init__(self, resolver: AbstractResolver, addresses: Addresses) -> None:
        self._resolver = resolver
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Look a name up.

        Raises
        ------
        NotPublic
            The name is not on the list, or one of its addresses is not public.
        OSError
            It leads nowhere.
        """
        if not self._addresses.may_resolve(host, port):
            message = "a name that is not on the list"
            raise NotPublic(message)
        found = await self._resolver.resolve(host, port, family)
        if not found:
            message = "a name without an address"
            raise OSError(message)
        if not self._addresses.trusts(host, port) and not all(is_public(result["host"]) for result in found):
            message = "a name that leads out of the public network"
            raise NotPublic(message)
        return found

    async def close(self) -> None:
        """Leave the other resolver open: it belongs to who made it."""


def is_public(address: str) -> bool:
    """Whether an IP address is in the public network; ``False`` for what is none.

    Mapped and NAT64 addresses are judged by the IPv4 address that they hold; 6to4 and Teredo are never public.

    References
    ----------
    IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890).
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id is not None:
            return False
        if any(ip in network for network in _WITH_V4_INSIDE):
            ip = ipaddress.IPv4Address(int(ip) & _V4_BITS)
        else:
            return ip in _UNICAST_V6 and not any(ip in network for network in _CLOSED_V6)
    return not any(ip in network for network in _CLOSED_V4)
