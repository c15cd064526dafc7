from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.previews.links import Kind, Link, Service, find_isrc, find_link, without_links

SPOTIFY_ID = "0123456789abcdefghijAB"
IDS = {
    Service.SPOTIFY: r"[A-Za-z0-9]{22}",
    Service.DEEZER: r"[0-9]{1,19}",
    Service.APPLE: r"[0-9]{1,19}",
    Service.YOUTUBE: r"[A-Za-z0-9_-]{11}",
    Service.SOUNDCLOUD: r"[a-z0-9_-]{1,60}/[a-z0-9_-]{1,160}",
    Service.BANDCAMP: r"[a-z0-9-]{2,63}/[a-z0-9-]{1,160}",
}
GOOD = {
    f"https://open.spotify.com/track/{SPOTIFY_ID}?si=secret": (Service.SPOTIFY, Kind.TRACK, SPOTIFY_ID),
    f"open.spotify.com/intl-de/track/{SPOTIFY_ID}": (Service.SPOTIFY, Kind.TRACK, SPOTIFY_ID),
    f"https://open.spotify.com/embed/album/{SPOTIFY_ID}": (Service.SPOTIFY, Kind.ALBUM, SPOTIFY_ID),
    f"https://open.spotify.com/playlist/{SPOTIFY_ID}": (Service.SPOTIFY, Kind.PLAYLIST, SPOTIFY_ID),
    f"https://open.spotify.com/user/some.body/playlist/{SPOTIFY_ID}": (Service.SPOTIFY, Kind.PLAYLIST, SPOTIFY_ID),
    f"spotify:track:{SPOTIFY_ID}": (Service.SPOTIFY, Kind.TRACK, SPOTIFY_ID),
    "https://spotify.link/AbCd1234": (Service.SPOTIFY, Kind.SHORT, "AbCd1234"),
    "https://www.deezer.com/track/3135556": (Service.DEEZER, Kind.TRACK, "3135556"),
    "https://www.deezer.com/de/track/3135556?utm=x": (Service.DEEZER, Kind.TRACK, "3135556"),
    "deezer.com/en/playlist/908622995": (Service.DEEZER, Kind.PLAYLIST, "908622995"),
    "https://link.deezer.com/s/30AbCdEf": (Service.DEEZER, Kind.SHORT, "30AbCdEf"),
    "https://music.apple.com/gb/album/j%C3%B3ga/144?i=1440650711": (Service.APPLE, Kind.TRACK, "1440650711"),
    "https://music.apple.com/gb/album/x/144?uo=4&i=1440650711&l=en": (Service.APPLE, Kind.TRACK, "1440650711"),
    "https://music.apple.com/gb/song/joga/1440650711": (Service.APPLE, Kind.TRACK, "1440650711"),
    "https://music.apple.com/gb/song/1440650711": (Service.APPLE, Kind.TRACK, "1440650711"),
    "https://music.apple.com/gb/album/homogenic/144": (Service.APPLE, Kind.ALBUM, "144"),
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ": (Service.YOUTUBE, Kind.TRACK, "dQw4w9WgXcQ"),
    "https://m.youtube.com/watch?list=PL1&v=dQw4w9WgXcQ&t=3": (Service.YOUTUBE, Kind.TRACK, "dQw4w9WgXcQ"),
    "https://music.youtube.com/watch?v=dQw4w9WgXcQ": (Service.YOUTUBE, Kind.TRACK, "dQw4w9WgXcQ"),
    "https://youtu.be/dQw4w9WgXcQ?si=x": (Service.YOUTUBE, Kind.TRACK, "dQw4w9WgXcQ"),
    "https://youtube.com/shorts/dQw4w9WgXcQ": (Service.YOUTUBE, Kind.TRACK, "dQw4w9WgXcQ"),
    "https://soundcloud.com/forss/flickermood?in=x": (Service.SOUNDCLOUD, Kind.TRACK, "forss/flickermood"),
    "https://on.soundcloud.com/AbCdE": (Service.SOUNDCLOUD, Kind.SHORT, "AbCdE"),
    "https://some-one.bandcamp.com/track/a-song": (Service.BANDCAMP, Kind.TRACK, "some-one/a-song"),
}
BAD = (
    f"https://open.spotify.com.example.org/track/{SPOTIFY_ID}",
    f"https://open.spotify.com@example.org/track/{SPOTIFY_ID}",
    f"https://example.org/https://open.spotify.com/track/{SPOTIFY_ID}",
    f"https://example.org?u=https://open.spotify.com/track/{SPOTIFY_ID}",
    f"https://open.spotify.com:8080/track/{SPOTIFY_ID}",
    f"https://open.spotify.com/track/{SPOTIFY_ID}X",
    f"https://evilopen.spotify.com/track/{SPOTIFY_ID}",
    f"https://evil-open.spotify.com/track/{SPOTIFY_ID}",
    f"https://оpen.spotify.com/track/{SPOTIFY_ID}",
    f"https://open\u2024spotify.com/track/{SPOTIFY_ID}",
    f"https://open.spotify.com\\@example.org/track/{SPOTIFY_ID}",
    f"https://open.spotify.com/artist/{SPOTIFY_ID}",
    "https://www.youtube.com/watch?v=dQw4w9WgXc",
    "https://youtu.be.example.org/dQw4w9WgXcQ",
    "https://www.deezer.com/track/１２３",
    "https://www.deezer.com/track/3135556x",
    "https://soundcloud.com/forss/sets/soulhack",
    "https://soundcloud.com/search/sounds",
    "https://soundcloud.com/forss",
    "https://bandcamp.com/track/a-song",
    "file:///etc/passwd",
    "http://169.254.169.254/track/1",
)


@pytest.mark.parametrize("text", GOOD)
def test_each_kind_of_link_is_parsed(text: str) -> None:
    service, kind, number = GOOD[text]
    found = find_link(text)
    assert found is not None
    assert (found.service, found.kind, found.id) == (service, kind, number)
    assert found.country == ("gb" if service is Service.APPLE else "")


@pytest.mark.parametrize(
    "around", ["{}", "listen: <{}>!", "(see {})", "[this]({})", "это {}, слышал?", "听{} 吧", "||{}||"]
)
def test_a_link_is_found_inside_a_message(around: str) -> None:
    found = find_link(around.format("https://youtu.be/dQw4w9WgXcQ"))
    assert found == Link(Service.YOUTUBE, Kind.TRACK, "dQw4w9WgXcQ")


@pytest.mark.parametrize("text", BAD)
def test_what_only_looks_like_a_link_is_none(text: str) -> None:
    assert find_link(text) is None


def test_the_first_link_counts() -> None:
    found = find_link("https://www.deezer.com/track/1 or https://youtu.be/dQw4w9WgXcQ")
    assert found is not None
    assert found.service is Service.DEEZER


def test_a_link_past_the_longest_message_is_not_looked_for() -> None:
    assert find_link(" " * 4_000 + "https://youtu.be/dQw4w9WgXcQ") is None


PIECES = st.one_of(
    st.sampled_from([*GOOD, *BAD, "https://", "@", "\\", "\u202e", "/", "?v=", ".", "spotify:", " "]),
    st.text(max_size=20),
)


@given(st.lists(PIECES, max_size=8).map("".join))
def test_whatever_is_written_ids_are_strict_and_nothing_else_survives(text: str) -> None:
    found = find_link(text)
    without_links(text)
    find_isrc(text)
    if found is None:
        return
    pattern = r"[A-Za-z0-9]{4,32}" if found.kind is Kind.SHORT else IDS[found.service]
    assert re.fullmatch(pattern, found.id, re.ASCII)
    assert re.fullmatch(r"(?:[a-z]{2})?", found.country, re.ASCII)
    assert found.id.rpartition("/")[2] in text


@given(
    st.from_regex(r"[a-z]{1,8}(-|\.)?", fullmatch=True),
    st.from_regex(r"(\.[a-z]{2,5}|@[a-z]{2,5}|:[0-9]{1,5})", fullmatch=True),
)
def test_no_host_beside_the_listed_one_is_believed(before: str, after: str) -> None:
    assert find_link(f"https://{before}open.spotify.com/track/{SPOTIFY_ID}") is None
    assert find_link(f"https://open.spotify.com{after}/track/{SPOTIFY_ID}") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GBAYK9800012", "GBAYK9800012"),
        ("try gb-ayk-98-00012 please", "GBAYK9800012"),
        ("GBAYK98000123", None),
        ("XGBAYK9800012", None),
        ("https://example.org/GBAYK9800012", None),
        ("https://youtu.be/GBAYK980001", None),
        ("Björk - Jóga", None),
    ],
)
def test_an_isrc_is_found_anywhere_but_in_a_link(text: str, expected: str | None) -> None:
    assert find_isrc(text) == expected


def test_words_are_left_without_links() -> None:
    assert without_links("Björk - Jóga <https://example.org/x?y=1> GBAYK9800012") == "Björk - Jóga"
    assert without_links("AC/DC - T.N.T. (Live)") == "AC/DC - T.N.T. (Live)"


def test_a_link_is_written_without_an_address() -> None:
    assert Link(Service.SPOTIFY, Kind.TRACK, SPOTIFY_ID).uri == f"spotify:track:{SPOTIFY_ID}"
    assert Link(Service.SOUNDCLOUD, Kind.TRACK, "forss/flickermood").uri == "soundcloud:forss/flickermood"
