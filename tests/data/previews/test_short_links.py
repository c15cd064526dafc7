from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from data.previews.errors import AddressRefused, SourceConfused, TrackMissing
from data.previews.facts import SourceName
from data.previews.links import Kind, Link, Service
from data.previews.short_links import HOSTS, PLACES, Place, ShortLinks
from tests.data.previews.clients import TableResolver, local_client, quick_gate
from tests.data.previews.faults import Fault
from tests.data.previews.shortener import ShortenerServer

ATTACKS = {
    "loopback": "http://127.0.0.1:9/track/10",
    "metadata": "http://169.254.169.254/latest",
    "elsewhere": "https://www.example.org/track/10",
    "rebound": "https://www.deezer.com/track/10",
    "file": "file:///etc/passwd",
}


@pytest.fixture
async def server() -> AsyncIterator[ShortenerServer]:
    async with ShortenerServer({"AbCd": "/pages/de/track/10", "list": "/pages/playlist/7", **ATTACKS}) as opened:
        yield opened


@pytest.fixture
async def short_links(server: ShortenerServer) -> AsyncIterator[ShortLinks]:
    resolver = TableResolver({"www.deezer.com": [["127.0.0.1"]]})
    client = local_client(SourceName.OEMBED, server.base, hosts=HOSTS, resolver=resolver)
    places = {Service.DEEZER: Place(f"{server.base}/s", f"{server.base}/pages")}
    opened = ShortLinks(client, quick_gate(SourceName.OEMBED), places)
    yield opened
    await opened.close()


def short(number: str, service: Service = Service.DEEZER) -> Link:
    return Link(service, Kind.SHORT, number)


async def test_a_short_link_is_expanded_to_what_it_stands_for(short_links: ShortLinks) -> None:
    assert await short_links.expand(short("AbCd")) == Link(Service.DEEZER, Kind.TRACK, "10")
    assert await short_links.expand(short("list")) == Link(Service.DEEZER, Kind.PLAYLIST, "7")


@pytest.mark.parametrize("where", ATTACKS)
async def test_it_is_followed_to_no_other_place(short_links: ShortLinks, server: ShortenerServer, where: str) -> None:
    with pytest.raises(AddressRefused):
        await short_links.expand(short(where))
    assert server.asked == [f"/s/{where}"]


async def test_an_unknown_one_is_missing(short_links: ShortLinks) -> None:
    with pytest.raises(TrackMissing):
        await short_links.expand(short("gone"))
    with pytest.raises(TrackMissing):
        await short_links.expand(short("AbCd", Service.SPOTIFY))
    with pytest.raises(TrackMissing):
        await short_links.expand(Link(Service.DEEZER, Kind.TRACK, "10"))


async def test_a_circle_ends(short_links: ShortLinks, server: ShortenerServer) -> None:
    server.fault, server.redirect_to = Fault.REDIRECT, "/s/AbCd"
    with pytest.raises(SourceConfused):
        await short_links.expand(short("AbCd"))
    assert len(server.asked) <= 5


def test_only_listed_hosts_are_asked() -> None:
    for place in PLACES.values():
        for address in (place.short, place.pages):
            assert address.removeprefix("https://").partition("/")[0] in HOSTS
