from __future__ import annotations

import ipaddress
import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.previews import covers, deezer, itunes, oembed
from data.previews.addresses import Addresses, CheckedResolver, NotPublic, Origin, is_public
from data.previews.errors import AddressRefused
from data.previews.facts import SourceName
from tests.data.previews.clients import TableResolver
from tests.data.previews.ssrf import ADDRESSES, ANSWERS

EVERY_HOST = (*deezer.HOSTS, *itunes.HOSTS, *oembed.HOSTS, *covers.HOSTS)
ALL = Addresses(SourceName.DEEZER, EVERY_HOST)


@pytest.mark.parametrize(
    "address",
    [
        "https://api.deezer.com/track/1",
        "https://api.deezer.com/search?q=a&limit=25",
        "https://cdnt-preview.dzcdn.net/a.mp3?hdnea=exp=1~acl=/a.mp3*~hmac=0f",
        "https://a.b.mzstatic.com/cover.jpg",
        "https://open.spotify.com/oembed?url=https%3A%2F%2Fopen.spotify.com%2Ftrack%2F1",
    ],
)
def test_listed_addresses_pass_as_they_are_written(address: str) -> None:
    assert str(ALL.check(address)) == address


@pytest.mark.parametrize(
    "address", ["https://api.deezer.com", "https://api.deezer.com:443", "https://api.deezer.com?a"]
)
def test_a_listed_host_passes_without_a_path_and_with_the_usual_port(address: str) -> None:
    assert ALL.check(address).host == "api.deezer.com"


def test_signatures_are_not_escaped_again() -> None:
    signed = "https://cdnt-preview.dzcdn.net/a%2Fb.mp3?hdnea=exp=1~acl=/a*~data=u,i=0~hmac=0f&x=%C3%B3+%2b"
    assert ALL.check(signed).raw_path_qs == signed.removeprefix("https://cdnt-preview.dzcdn.net")


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_attempt_passes_the_list(address: str) -> None:
    with pytest.raises(AddressRefused):
        ALL.check(address.replace("{port}", "8080"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_trust_in_a_base_reaches_no_other_address(address: str) -> None:
    trusting = Addresses(SourceName.DEEZER, EVERY_HOST, ["http://127.0.0.1:8081", "https://music.lan"])
    with pytest.raises(AddressRefused):
        trusting.check(address.replace("{port}", "8080"))


def test_a_refusal_tells_no_address() -> None:
    with pytest.raises(AddressRefused) as refused:
        ALL.check("https://evil.example/?key=secret")
    assert "evil" not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_base_is_trusted_at_its_scheme_host_and_port() -> None:
    trusting = Addresses(SourceName.DEEZER, ["api.deezer.com"], ["http://127.0.0.1:8080/deezer", "http://[::1]:81"])
    assert trusting.check("http://127.0.0.1:8080/anything?x=1").port == 8080
    assert trusting.check("http://[::1]:81/").host == "::1"
    for other in (
        "https://127.0.0.1:8080/",
        "http://127.0.0.1:8081/",
        "http://127.0.0.1/",
        "http://127.0.0.2:8080/",
        "http://127.1:8080/",
        "http://2130706433:8080/",
        "http://localhost:8080/",
        "http://u@127.0.0.1:8080/",
    ):
        with pytest.raises(AddressRefused):
            trusting.check(other)


def test_a_base_that_is_listed_anyhow_earns_no_trust() -> None:
    usual = Addresses(SourceName.DEEZER, ["api.deezer.com"], ["https://api.deezer.com"])
    assert not usual.trusts("api.deezer.com", 443)


@pytest.mark.parametrize("base", ["", "api.deezer.com", "ftp://a.b", "https://u:p@a.b", "https://A.b", "https://a.b\n"])
def test_a_base_that_is_none_is_named_at_once(base: str) -> None:
    with pytest.raises(ValueError, match="base address"):
        Origin.of(base)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_what_passes_is_https_and_listed(text: str) -> None:
    for address in (text, f"https://{text}", f"https://api.deezer.com{text}", f"https://{text}.dzcdn.net/"):
        try:
            url = ALL.check(address)
        except AddressRefused:
            continue
        assert url.scheme == "https"
        assert url.port == 443
        assert url.user is None
        assert url.host is not None
        assert url.host == "api.deezer.com" or url.host.endswith(".dzcdn.net")


@pytest.mark.parametrize("answer", ANSWERS, ids=" ".join)
async def test_answers_that_are_not_wholly_public_are_refused(answer: tuple[str, ...]) -> None:
    resolver = TableResolver({"api.deezer.com": [answer]})
    with pytest.raises(NotPublic):
        await CheckedResolver(resolver, ALL).resolve("api.deezer.com", 443)
    assert resolver.asked == ["api.deezer.com"]


async def test_public_answers_pass_unchanged() -> None:
    answer = ("93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822", "::ffff:93.184.216.34")
    resolver = TableResolver({"api.deezer.com": [answer]})
    found = await CheckedResolver(resolver, ALL).resolve("api.deezer.com", 443, socket.AF_UNSPEC)
    assert tuple(result["host"] for result in found) == answer


async def test_a_name_without_an_address_leads_nowhere() -> None:
    with pytest.raises(OSError, match="without an address"):
        await CheckedResolver(TableResolver(), ALL).resolve("api.deezer.com", 443)


async def test_names_that_are_not_listed_are_not_looked_up() -> None:
    resolver = TableResolver({"evil.example": [("93.184.216.34",)]})
    checked = CheckedResolver(resolver, ALL)
    for host, port in (("evil.example", 443), ("api.deezer.com", 80)):
        with pytest.raises(NotPublic):
            await checked.resolve(host, port)
    assert resolver.asked == []


async def test_the_name_of_a_base_may_lead_anywhere_but_only_at_its_port() -> None:
    trusting = Addresses(SourceName.DEEZER, [], ["http://music.lan:8080"])
    checked = CheckedResolver(TableResolver({"music.lan": [("10.0.0.5",)]}), trusting)
    assert (await checked.resolve("music.lan", 8080))[0]["host"] == "10.0.0.5"
    with pytest.raises(NotPublic):
        await checked.resolve("music.lan", 8081)


@settings(deadline=None)
@given(st.ip_addresses())
def test_public_is_never_more_than_python_calls_global(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if is_public(str(ip)):
        inner = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
        assert (inner or ip).is_global
        assert not ip.is_multicast
