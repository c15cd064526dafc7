from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.en import commands
from engine.ranking import Familiarity
from engine.songs import Song, SongId


@given(st.text(max_size=300), st.text(max_size=300), st.one_of(st.none(), st.integers(1, 9999)))
def test_a_choice_fits_and_is_never_empty(title: str, artist: str, year: int | None) -> None:
    name = commands.song_choice(Song(id=SongId("0" * 16), artist=artist, title=title, year=year))
    assert 1 <= len(name) <= commands.LONGEST_CHOICE
    assert "\n" not in name


def test_a_long_title_does_not_push_the_artist_out() -> None:
    song = Song(id=SongId("0" * 16), artist="Massive Attack", title="Teardrop " * 30, year=1998)
    assert commands.song_choice(song).endswith("\u2026 \u2014 Massive Attack (1998)")


@pytest.mark.parametrize("familiarity", Familiarity)
def test_every_place_of_the_dial_has_a_name(familiarity: Familiarity) -> None:
    assert 1 <= len(commands.FAMILIARITY[familiarity]) <= 100
