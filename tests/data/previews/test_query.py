from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.previews.protocol import SongQuery
from data.previews.query import MAX_CHARS, read, read_page

JOGA = SongQuery("Björk Jóga", "Björk", "Jóga")


@pytest.mark.parametrize("dash", [" - ", " – ", " — ", "—", "–", "- ", " -", " ‐ ", " − ", " ~ ", " ―"])
def test_every_dash_parts_artist_and_title(dash: str) -> None:
    assert read(f"Björk{dash}Jóga") == (JOGA, SongQuery("Björk Jóga"))


@pytest.mark.parametrize(
    "junk",
    [
        " (Official Video)",
        " [Official Music Video] HD",
        " | Official Audio",
        " (Lyrics)",
        " lyrics",
        " official music video",
        " (Official Video) [4K]",
        " 🔥🎶",
        " ❤️",
    ],
)
def test_what_a_video_adds_to_a_title_is_left_out(junk: str) -> None:
    assert read(f"Björk - Jóga{junk}")[0] == JOGA


@pytest.mark.parametrize(
    "title",
    [
        "Video Killed the Radio Star",
        "Lyrics",
        "Official Girl",
        "Music",
        "The Sound of Music",
        "Wonderwall (Live)",
        "Jay-Z 99 Problems",
        "★",
        "Don't Stop Me Now",
    ],
)
def test_what_only_looks_like_that_stays(title: str) -> None:
    assert read(title) == (SongQuery(title),)


def test_a_name_with_a_hyphen_is_not_torn() -> None:
    assert read("a-ha - Take on Me")[0] == SongQuery("a-ha Take on Me", "a-ha", "Take on Me")


def test_only_the_first_dash_parts() -> None:
    assert read("Queen - Innuendo - Remastered 2011")[0].title == "Innuendo - Remastered 2011"


def test_by_may_part_a_title_from_its_artist_or_belong_to_the_title() -> None:
    assert read("Stand by Me") == (SongQuery("Stand by Me"), SongQuery("Stand by Me", "Me", "Stand"))
    assert read("Stand by Me by Ben E. King")[1] == SongQuery(
        "Stand by Me by Ben E. King", "Ben E. King", "Stand by Me"
    )


def test_quotes_hold_a_title() -> None:
    assert read('"Jóga"') == (SongQuery("Jóga"),)
    assert read("'Jóga'") == (SongQuery("Jóga"),)
    assert read('Björk "Jóga"') == (JOGA, SongQuery("Björk Jóga"))
    assert read("“Jóga” by Björk")[1] == SongQuery("Jóga by Björk", "Björk", "Jóga")


def test_links_are_not_searched_for() -> None:
    assert read("https://youtu.be/dQw4w9WgXcQ") == ()
    assert read("Björk - Jóga https://youtu.be/dQw4w9WgXcQ")[0] == JOGA


def test_an_isrc_is_read_alone_and_beside_a_name() -> None:
    assert read("gbayk9800012") == (SongQuery("GBAYK9800012", isrc="GBAYK9800012"),)
    assert read("Jóga GBAYK9800012") == (SongQuery("Jóga", isrc="GBAYK9800012"),)


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_is_read_from_nothing(text: str) -> None:
    assert read(text) == ()


def test_a_page_tells_its_author_apart() -> None:
    assert read_page("Jóga (Official Video)", "Björk") == (JOGA, SongQuery("Jóga"))
    assert read_page("Björk - Jóga", "") == (JOGA, SongQuery("Björk Jóga"))
    assert read_page("", "Björk") == ()


@given(st.text(max_size=500))
def test_no_text_is_too_much(text: str) -> None:
    readings = read(text)
    assert len(readings) <= 2
    for reading in readings:
        assert reading.text
        assert max(map(len, (reading.text, reading.artist, reading.title))) <= MAX_CHARS
        assert bool(reading.artist) == bool(reading.title)


NAMES = st.from_regex(r"[A-Z][a-z]{2,9}( [A-Z][a-z]{2,9}){0,2}", fullmatch=True).filter(
    lambda name: not {"By", "With", "On", "Full"} & set(name.split())
)


@given(NAMES, NAMES)
def test_an_artist_and_a_title_come_back_as_they_were(artist: str, title: str) -> None:
    assert read(f"{artist} - {title} (Official Video)")[0] == SongQuery(f"{artist} {title}", artist, title)
