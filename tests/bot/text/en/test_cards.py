from __future__ import annotations

import pytest

from bot.text.en import cards
from engine.songs import Song, song_id

SONG = Song(id=song_id("Björk", "Jóga"), artist="Björk", title="Jóga", year=1997)


@pytest.mark.parametrize(
    ("similarity", "words"),
    [
        (1.0, "almost the same sound"),
        (0.95, "almost the same sound"),
        (0.949, "very close"),
        (0.75, "close"),
        (0.5, "related"),
        (0.3, "a step away"),
        (0.0, "far away"),
        (-1.0, "far away"),
    ],
)
def test_a_similarity_is_told_in_words(similarity: float, words: str) -> None:
    assert cards.closeness(similarity) == words


def test_the_button_says_which_picks_come() -> None:
    assert cards.show(6, 10) == "Show 6\u201310"
    assert cards.show(6, 6) == "Show 6"


def test_a_year_is_told_where_it_is_known() -> None:
    assert cards.by_line(SONG) == "Björk \u00b7 1997"
    assert cards.by_line(Song(id=SONG.id, artist="Björk", title="Jóga")) == "Björk"


def test_a_link_says_whether_it_leads_to_the_song_or_to_a_search() -> None:
    assert cards.link("https://a.example/", exact=True) == "[listen](https://a.example/)"
    assert "find" in cards.link("https://a.example/", exact=False)


def test_a_clips_name_cannot_leave_its_frame() -> None:
    assert "`a\u2019b.mp3`" in cards.like_clip("a`b.mp3")
    assert "your clip" in cards.like_clip(" \n ")


def test_an_option_is_never_empty() -> None:
    assert cards.option_artist(Song(id=SONG.id, artist=" ", title="x")) == "\u2014"
