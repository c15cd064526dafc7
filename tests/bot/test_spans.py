"""A tempo and a time, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SpanKind, UnclearSpan
from bot.explain import explain
from bot.spans import LEAST_BPM, MOST_BPM, TEMPI, tempo_span, year_span
from engine.ranking import Span


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("slow", Span(high=99)),
        (" MEDIUM ", Span(100, 129)),
        ("fast", Span(low=130)),
        ("slow to medium", Span(high=129)),
        ("120", Span(115, 125)),
        ("120bpm", Span(115, 125)),
        ("~120.4 BPM", Span(115, 125)),
        ("about 120", Span(115, 125)),
        ("１２０", Span(115, 125)),
        ("100-130", Span(100, 130)),
        ("100 \u2013 130 bpm", Span(100, 130)),
        ("130 to 100", Span(100, 130)),
        ("between 100 and 130", Span(100, 130)),
        ("under 100", Span(high=99)),
        ("<=100", Span(high=100)),
        ("over 140", Span(low=141)),
        ("140+", Span(low=140)),
        ("at least 140", Span(low=140)),
    ],
)
def test_a_tempo_is_read(typed: str, span: Span) -> None:
    assert tempo_span(typed) == span


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("1994", Span(1994, 1994)),
        ("1990-1999", Span(1990, 1999)),
        ("1999 to 1990", Span(1990, 1999)),
        ("90s", Span(1990, 1999)),
        ("the '90s", Span(1990, 1999)),
        ("1990\u2019s", Span(1990, 1999)),
        ("00s", Span(2000, 2009)),
        ("30s", Span(1930, 1939)),
        ("80s-90s", Span(1980, 1999)),
        ("before 1980", Span(high=1979)),
        ("before the 80s", Span(high=1979)),
        ("until 1980", Span(high=1980)),
        ("since 2010", Span(low=2010)),
        ("from 2010", Span(low=2010)),
        ("after the 90s", Span(low=2000)),
        ("2010 or later", Span(low=2010)),
        ("from 1990 to 1995", Span(1990, 1995)),
    ],
)
def test_a_time_is_read(typed: str, span: Span) -> None:
    assert year_span(typed) == span


@pytest.mark.parametrize(
    "typed", ["", "7", "1000", "fastish", "slow-fast", "under slow", "1-2-3", "120 and", "-", "12O", "120 " * 15]
)
def test_what_is_no_tempo_is_answered_with_what_is(typed: str) -> None:
    with pytest.raises(UnclearSpan) as unclear:
        tempo_span(typed)
    assert (unclear.value.kind, unclear.value.text) == (SpanKind.TEMPO, typed)
    assert "`100-130`" in explain(unclear.value).sentence


@pytest.mark.parametrize("typed", ["", "94", "95s", "1995s", "0000", "3001", "before", "90", "199x", "**@everyone**"])
def test_what_is_no_time_is_answered_with_what_is(typed: str) -> None:
    with pytest.raises(UnclearSpan) as unclear:
        year_span(typed)
    sentence = explain(unclear.value).sentence
    assert "`before 1980`" in sentence
    assert "@everyone" not in sentence


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(typed: str) -> None:
    for read in (tempo_span, year_span):
        try:
            assert read(typed)
        except UnclearSpan:
            continue


@given(st.integers(LEAST_BPM, MOST_BPM), st.integers(LEAST_BPM, MOST_BPM))
def test_a_range_holds_its_ends_whichever_comes_first(one: int, other: int) -> None:
    span = tempo_span(f"{one}-{other}")
    assert (span.low, span.high) == (min(one, other), max(one, other))


def test_the_words_for_tempi_leave_no_gap_and_do_not_overlap() -> None:
    for bpm in range(LEAST_BPM, MOST_BPM):
        assert sum(span.holds(bpm) for span in TEMPI.values()) == 1
