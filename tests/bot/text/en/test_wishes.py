from __future__ import annotations

import pytest

from bot.text.en.wishes import described, small_print, tempo, years
from engine.ranking import Only, Span


@pytest.mark.parametrize(
    ("span", "fast", "when"),
    [
        (Span(100, 130), "100\u2013130 bpm", "100\u2013130"),
        (Span(99, 99), "99 bpm", "99"),
        (Span(high=99), "up to 99 bpm", "before 100"),
        (Span(low=130), "130 bpm and faster", "since 130"),
    ],
)
def test_a_span_is_told_in_words(span: Span, fast: str, when: str) -> None:
    assert (tempo(span), years(span)) == (fast, when)


@pytest.mark.parametrize(
    ("wanted", "line"),
    [
        (Only(), ""),
        (Only(genre="Jazz"), "-# only Jazz"),
        (Only(mood="calm"), "-# only calm"),
        (Only("R&B", "*fun*"), "-# only R&B, \\*fun\\*"),
        (Only(instrument="piano", tempo=Span(high=99)), "-# only with piano, up to 99 bpm"),
        (Only(year=Span(1990, 1999), avoid="*Björk*"), "-# only 1990\u20131999, nothing by \\*Björk\\*"),
        (Only(only_new=True, clean=True), "-# only new to you, nothing marked explicit"),
    ],
)
def test_what_every_pick_had_to_be_is_said(wanted: Only, line: str) -> None:
    assert small_print(wanted, unmarked=False) == line


def test_that_nobody_says_of_a_song_whether_it_is_explicit_is_said_where_it_matters() -> None:
    assert small_print(Only(clean=True), unmarked=True) == "-# nothing marked explicit (of some nobody says)"
    assert small_print(Only("Jazz"), unmarked=True) == "-# only Jazz"


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Only(), ""),
        (Only(only_new=True), ""),
        (Only("Jazz", "calm"), "is Jazz and calm"),
        (Only("Jazz", year=Span(1994, 1994)), "is Jazz and came out in 1994"),
        (
            Only(year=Span(high=1979), avoid="U2", clean=True),
            "came out before 1980, is not by U2 and is not marked explicit",
        ),
    ],
)
def test_what_there_is_nothing_of_is_told(wanted: Only, words: str) -> None:
    assert described(wanted) == words
