from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.en import commands
from engine.ranking import Familiarity, Span
from engine.songs import Song, SongId


@given(st.text(max_size=300), st.text(max_size=300), st.one_of(st.none(), st.integers(1, 9999)))
def test_a_choice_fits_and_is_never_empty(title: str, artist: str, year: int | None) -> None:
    name = commands.song_choice(Song(id=SongId("0" * 16), artist=artist, title=title, year=year))
    assert 1 <= len(name) <= commands.LONGEST_CHOICE
    assert "\n" not in name


def test_a_long_title_does_not_push_the_artist_out() -> None:
    song = Song(id=SongId("0" * 16), artist="Massive Attack", title="Teardrop " * 30, year=1998)
    assert commands.song_choice(song).endswith("\u2026 \u2014 Massive Attack (1998)")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (commands.tempo_choice("slow", Span(high=99), 1_234), "slow: up to 99 bpm (1,234 songs)"),
        (commands.year_choice("since 2010", Span(low=2010), 1), "since 2010 (1 song)"),
        (commands.year_choice("90s", Span(1990, 1999), 0), "90s: 1990\u20131999 (0 songs)"),
        (commands.artist_choice("Björk"), "Björk"),
        (commands.artist_choice(" "), "\u2014"),
    ],
)
def test_how_a_text_is_understood_is_told(name: str, told: str) -> None:
    assert name == told


@given(st.text(min_size=1, max_size=60))
def test_a_choice_of_any_text_fits(typed: str) -> None:
    for name in (commands.tempo_choice(typed, Span(20, 400), 10**6), commands.artist_choice(typed * 4)):
        assert 1 <= len(name) <= commands.LONGEST_CHOICE


@pytest.mark.parametrize("familiarity", Familiarity)
def test_every_place_of_the_dial_has_a_name(familiarity: Familiarity) -> None:
    assert 1 <= len(commands.FAMILIARITY[familiarity]) <= 100
