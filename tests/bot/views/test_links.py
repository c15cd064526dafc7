from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.links import SEARCH, Link, listen
from tests.bot.views.conftest import song


def test_a_song_with_a_link_is_heard_there() -> None:
    there = "https://freemusic.example/track/12"
    assert listen(replace(song(1), link=there)) == Link(there, exact=True)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "http://plain.example/",
        "javascript:alert(1)",
        "https://user@evil.example/",
        "https://evil.example/) [free](https://x.example",
        "https://evil.example/a b",
        "https://ev\u0456l.example/",
        "https:///nohost",
        "https://long.example/" + "a" * 400,
    ],
)
def test_any_other_link_gives_way_to_a_search(link: str) -> None:
    assert listen(replace(song(1), link=link)) == Link(f"{SEARCH}Band+1+Song+1", exact=False)


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_search_link_never_breaks_out_of_markdown(title: str, artist: str) -> None:
    link = listen(replace(song(1), title=title, artist=artist)).address
    assert link.startswith(SEARCH)
    assert link.isascii()
    assert not set("()<>[]\\ \n\"'`|*") & set(link)
    assert len(link) <= 240
