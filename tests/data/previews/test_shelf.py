from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.previews.facts import SourceName
from data.previews.protocol import SongQuery
from data.previews.shelf import Shelf
from tests.data.previews.facts_made import track

SONGS = [
    track("Björk", "Jóga", SourceName.LIBRARY, isrc="GBAYK9800012"),
    track("Björk", "Hunter", SourceName.LIBRARY),
    track("Massive Attack", "Teardrop", SourceName.LIBRARY),
    track("U2", "One", SourceName.LIBRARY),
    track("夜の人", "夜に駆ける", SourceName.LIBRARY),
]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        (SongQuery("joga"), "Jóga"),
        (SongQuery("Björk Jóga", "Björk", "Jóga"), "Jóga"),
        (SongQuery("terdrop"), "Teardrop"),
        (SongQuery("massive attack teardrop"), "Teardrop"),
        (SongQuery("one"), "One"),
        (SongQuery("夜に駆ける"), "夜に駆ける"),
        (SongQuery("anything", isrc="GBAYK9800012"), "Jóga"),
    ],
)
def test_the_song_that_is_meant_comes_first(query: SongQuery, title: str) -> None:
    assert Shelf(SONGS).search(query, 5)[0].title == title


def test_an_artist_finds_all_songs_of_hers() -> None:
    assert {found.title for found in Shelf(SONGS).search(SongQuery("björk"), 5)} == {"Jóga", "Hunter"}


def test_nothing_like_it_is_nothing() -> None:
    shelf = Shelf(SONGS)
    assert shelf.search(SongQuery("paranoid android"), 5) == []
    assert shelf.search(SongQuery("GBAYK9800013", isrc="GBAYK9800013"), 5) == []
    assert shelf.search(SongQuery("!?"), 5) == []
    assert Shelf(()).search(SongQuery("joga"), 5) == []


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=8), st.text(min_size=1, max_size=20))
def test_it_finds_only_what_it_holds(names: list[tuple[str, str]], text: str) -> None:
    songs = [track(artist, title) for artist, title in names]
    found = Shelf(songs).search(SongQuery(text), 3)
    assert len(found) <= 3
    assert all(one in songs for one in found)
