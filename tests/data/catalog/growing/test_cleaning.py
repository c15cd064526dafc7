from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalog.growing.cleaning import (
    MAX_NAME_LETTERS,
    clean,
    clean_genres,
    clean_isrc,
    clean_name,
    clean_seconds,
    clean_year,
)


@given(st.text())
def test_what_is_kept_can_be_stored_and_seen(text: str) -> None:
    kept = clean(text)
    kept.encode()
    assert len(kept) <= MAX_NAME_LETTERS
    assert kept == clean(kept) == kept.strip()
    assert "\n" not in kept
    assert "\0" not in kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Jóga\t(live)\r\n", "Jóga (live)"),
        ("a\0b", "a b"),
        ("abc\u202edef", "abcdef"),
        ("half \ud800 a pair", "half a pair"),
        ("\ufeffJo\u0301ga", "Jóga"),
        ("x" * 1_000_000, "x" * MAX_NAME_LETTERS),
        ("日本語のうた", "日本語のうた"),
        ("👩\u200d🎤", "👩\u200d🎤"),
    ],
)
def test_names_are_one_line_of_visible_text(written: str, kept: str) -> None:
    assert clean(written) == kept


@pytest.mark.parametrize("name", ["Track 1", "track07", "Unknown Artist", "[unknown]", "Various Artists", "V.A.", ""])
def test_what_programs_write_is_no_name(name: str) -> None:
    assert clean_name(name) == ""


@pytest.mark.parametrize("name", ["Tracks", "1979", "Unknown Mortal Orchestra", "Various Cruelties", "Vanessa"])
def test_what_only_looks_like_it_is_one(name: str) -> None:
    assert clean_name(name) == name


def test_genres_are_told_apart_and_counted() -> None:
    assert clean_genres(("Rock; Trip Hop", "rock\0Jazz", "Pop/Rock", "Other", "17")) == (
        "Rock", "Trip Hop", "rock", "Jazz", "Pop/Rock",
    )  # fmt: skip
    assert len(clean_genres(tuple(f"Genre {n}" for n in range(100)))) == 6
    assert clean_genres(("x" * 10_000,)) == ("x" * 40,)


@pytest.mark.parametrize(
    ("date", "year"),
    [("1997-09-16", 1997), ("16/09/1997", 1997), ("", None), ("0000", None), ("99999", None), ("3000", None)],
)
def test_a_year_is_one_that_can_be(date: str, year: int | None) -> None:
    assert clean_year(date) == year


def test_codes_and_lengths_that_make_no_sense_are_left() -> None:
    assert clean_isrc("gb-aye 97 00123") == "GBAYE9700123"
    assert clean_isrc("not a code") is None
    assert clean_seconds(201.234) == 201.23
    assert [clean_seconds(one) for one in (None, 0.0, -1.0, float("nan"), float("inf"), 1e9)] == [None] * 6
