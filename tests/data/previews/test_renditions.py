from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.previews.renditions import Rendition, asked_for, renditions


@pytest.mark.parametrize(
    ("artist", "title", "album"),
    [
        ("Oasis", "Wonderwall", ""),
        ("Oasis", "Wonderwall - Remastered 2014", ""),
        ("Oasis", "Wonderwall (Radio Edit)", ""),
        ("Oasis", "Live Forever", "Definitely Maybe"),
        ("Drake", "Karaoke", ""),
        ("Eric Prydz", "Call on Me (Original Mix)", ""),
        ("The Beatles", "Now and Then (1995 Mix)", ""),
        ("The Rolling Stones", "Cover of the Rolling Stone", ""),
        ("The Cure", "Lullaby", ""),
        ("Slowdive", "Slowed Down Heart", ""),
    ],
)
def test_a_song_itself_is_no_rendition(artist: str, title: str, album: str) -> None:
    assert renditions(artist, title, album) == frozenset()


@pytest.mark.parametrize(
    ("artist", "title", "album", "expected"),
    [
        ("Oasis", "Wonderwall (Live at Knebworth)", "", Rendition.LIVE),
        ("Oasis", "Wonderwall - Live", "", Rendition.LIVE),
        ("Queen", "Bohemian Rhapsody", "Live at Wembley '86", Rendition.LIVE),
        ("Ameritz Karaoke", "Wonderwall", "", Rendition.KARAOKE),
        ("Somebody", "Wonderwall (Karaoke Version)", "", Rendition.KARAOKE),
        ("Somebody", "Wonderwall (Made Famous by Oasis)", "", Rendition.COVER),
        ("The Oasis Tribute Band", "Wonderwall", "", Rendition.COVER),
        ("Vitamin String Quartet", "Wonderwall", "", Rendition.COVER),
        ("Somebody", "Wonderwall (sped up)", "", Rendition.SPED_UP),
        ("Somebody", "Wonderwall (slowed + reverb)", "", Rendition.SLOWED),
        ("Somebody", "Nightcore - Wonderwall", "", Rendition.NIGHTCORE),
        ("Somebody", "Wonderwall (Somebody Else Remix)", "", Rendition.REMIX),
        ("Somebody", "Wonderwall (Deep House Mix)", "", Rendition.REMIX),
        ("Somebody", "Wonderwall (Instrumental)", "", Rendition.INSTRUMENTAL),
        ("8-Bit Universe", "Wonderwall", "", Rendition.CHIPTUNE),
        ("Rockabye Baby!", "Wonderwall", "Lullaby Renditions of Oasis", Rendition.LULLABY),
        ("Oasis", "Wonderwall (Acoustic)", "", Rendition.ACOUSTIC),
        ("Oasis", "Wonderwall (Demo)", "", Rendition.DEMO),
    ],
)
def test_what_is_made_of_a_song_is_told(artist: str, title: str, album: str, expected: Rendition) -> None:
    assert expected in renditions(artist, title, album)


@pytest.mark.parametrize("kind", Rendition)
def test_each_kind_can_be_asked_for(kind: Rendition) -> None:
    assert kind in asked_for(f"oasis wonderwall {kind.value.replace('_', ' ')}")
    assert kind in asked_for(f"Oasis - Wonderwall ({kind.value.replace('_', ' ')})")


def test_a_plain_question_asks_for_none() -> None:
    assert asked_for("Oasis - Wonderwall") == frozenset()
    assert asked_for("live") == frozenset()


@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=400))
def test_no_name_is_too_much(artist: str, title: str, album: str) -> None:
    assert renditions(artist, title, album) <= frozenset(Rendition)
    assert asked_for(title) <= frozenset(Rendition)
