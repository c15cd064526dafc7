from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.songs import Song, SongId, artist_key, song_id, version_key

# What is blank names nobody.
names = st.text(min_size=1, max_size=30).filter(str.strip)


@given(names, names)
def test_an_id_is_sixteen_hexadecimal_digits_and_stable(artist: str, title: str) -> None:
    identity = song_id(artist, title, 212.4)
    assert len(identity) == 16
    assert set(identity) <= set("0123456789abcdef")
    assert identity == song_id(artist, title, 212.4)


def test_an_id_forgets_spelling_but_not_the_song() -> None:
    assert song_id("Björk", "Jóga") == song_id("BJORK", "joga")
    assert song_id("Björk", "Jóga") != song_id("Björk", "Hunter")
    assert song_id("Björk", "Jóga") != song_id("Jóga", "Björk")


def test_an_id_tells_versions_of_other_length_apart_and_forgives_a_second() -> None:
    assert song_id("Björk", "Jóga", 305.0) == song_id("Björk", "Jóga", 306.0)
    assert song_id("Björk", "Jóga", 305.0) != song_id("Björk", "Jóga", 250.0)
    assert song_id("Björk", "Jóga", 305.0) != song_id("Björk", "Jóga")


def test_an_isrc_decides_alone() -> None:
    assert song_id("Björk", "Jóga", isrc="GB-BLQ-97-00001") == song_id(
        "Bjork", "Joga (live)", 300.0, isrc="gbblq9700001"
    )
    assert song_id("Björk", "Jóga", isrc="GBBLQ9700001") != song_id("Björk", "Jóga", isrc="GBBLQ9700002")


@pytest.mark.parametrize("isrc", ["", "  ", "unknown", "GBBLQ97", "GBBLQ9700001X"])
def test_a_code_that_is_no_isrc_is_not_an_identity(isrc: str) -> None:
    """Two songs whose source fills the field with nonsense stay two songs."""
    assert song_id("Björk", "Jóga", isrc=isrc) == song_id("Björk", "Jóga")
    assert song_id("Björk", "Jóga", isrc=isrc) != song_id("Blur", "Beetlebum", isrc=isrc)


def test_names_of_punctuation_alone_stay_apart() -> None:
    assert song_id("!!!", "???") != song_id("!!!", "...")
    assert song_id("!!!", "???") != song_id("+/-", "???")


@given(names, names)
def test_a_song_knows_its_keys(artist: str, title: str) -> None:
    song = Song(id=SongId("0" * 16), artist=artist, title=title)
    assert song.artist_key == artist_key(artist) != ""
    assert song.version_key == version_key(artist, title)
