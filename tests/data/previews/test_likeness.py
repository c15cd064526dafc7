from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalog.search import SURE
from data.previews.likeness import RELATED, likeness
from data.previews.query import read


@pytest.mark.parametrize(
    "text",
    [
        "Jóga",
        "joga",
        "bjork joga",
        "joga bjork",
        "Björk - Jóga",
        "Jóga - Björk",
        "joga by bjork",
        "Bjrok - Joga",
        "j ó g a",
    ],
)
def test_every_way_to_write_a_name_is_like_it(text: str) -> None:
    assert likeness(read(text), "Björk", "Jóga").whole >= SURE


@pytest.mark.parametrize("text", ["björk", "massive attack - jóga", "hunter by björk", "björk hunter"])
def test_half_a_name_is_not(text: str) -> None:
    like = likeness(read(text), "Björk", "Jóga")
    assert like.whole < SURE
    assert like.score >= like.whole


def test_what_is_asked_for_by_its_artist_is_related() -> None:
    assert likeness(read("björk"), "Björk", "Jóga").score >= RELATED
    assert likeness(read("paranoid android"), "Björk", "Jóga").score < RELATED


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_it_is_a_share(text: str, artist: str, title: str) -> None:
    like = likeness(read(text), artist, title)
    assert 0.0 <= like.whole <= like.score <= 1.0


@given(
    st.from_regex(r"[a-z]{3,9}( [a-z]{3,9})?", fullmatch=True),
    st.from_regex(r"[a-z]{3,9}( [a-z]{3,9})?", fullmatch=True),
)
def test_a_name_is_most_like_itself(artist: str, title: str) -> None:
    assert likeness(read(f"{artist} - {title}"), artist, title).whole >= 0.98
