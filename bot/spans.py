"""A tempo and a time as members write them: "100-130", "slow", "90s", "before 1980"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from bot.errors import SpanKind, UnclearSpan
from engine.ranking import Span

SLOWEST_FAST, SLOWEST_MEDIUM = 130, 100
"""Beats in a minute: a quarter of the songs that ship are slower than medium, a third are fast."""
TEMPI = {
    "slow": Span(high=SLOWEST_MEDIUM - 1),
    "medium": Span(SLOWEST_MEDIUM, SLOWEST_FAST - 1),
    "fast": Span(low=SLOWEST_FAST),
}
TEMPO_TOLERANCE = 0.04
"""Part of a single tempo by which a song may be off it, as the ear may (:mod:`engine.music.tempo`)."""
LEAST_BPM, MOST_BPM = 20, 400
FIRST_YEAR, LAST_YEAR = 1000, 2999
_FIRST_OLD_DECADE = 30
"""Of two digits: "30s" are the 1930s, "20s" the 2020s."""

_BPM = re.compile(r"(\d{2,3})(?:[.,]\d+)?\s*(?:bpm)?")
_YEAR = re.compile(r"(\d{4})")
_DECADE = re.compile(r"(?:the\s+)?'?(\d{2}|\d{3}0)\s*'?s")
_TO = re.compile(r"\s*(?:-|\u2013|\u2014|\.\.+|\bto\b|\band\b)\s*")
_BETWEEN = re.compile(r"(?:between|from)\s+")
_AROUND = re.compile(r"(?:about|around|circa|ca\.?|~)\s*")
_BELOW = re.compile(r"(?:before|below|under|less than|slower than|older than|<)\s*")
_UP_TO = re.compile(r"(?:until|till|up to|at most|<=|\u2264)\s*")
_ABOVE = re.compile(r"(?:after|above|over|more than|faster than|newer than|>)\s*")
_FROM = re.compile(r"(?:since|from|at least|>=|\u2265)\s*")
_AND_MORE = re.compile(r"\s*(?:\+|and (?:up|later|more|faster)|or (?:later|more|faster)|-|\u2013)")

_Term = Callable[[str], Span | None]
"""What one word or number stands for; ``None`` where it is none."""


def tempo_span(typed: str) -> Span:
    """Beats in a minute: "slow", "medium" or "fast", a number, a range, a bound.

    A single number allows for a few beats on both sides. Half and double tempo are not the same.

    Raises
    ------
    UnclearSpan
        It is none of these.

    >>> tempo_span("100-130 bpm"), tempo_span("120")
    (Span(low=100, high=130), Span(low=115, high=125))
    """
    text = _plain(typed)
    single = _tempo(_AROUND.sub("", text, count=1))
    if single is not None and single.low is not None and single.low == single.high:
        off = round(single.low * TEMPO_TOLERANCE)
        return Span(single.low - off, single.low + off)
    return _span(text, _tempo) or _unclear(SpanKind.TEMPO, typed)


def year_span(typed: str) -> Span:
    """Years: one, a decade, a range of either, a bound.

    Raises
    ------
    UnclearSpan
        It is none of these.

    >>> year_span("90s"), year_span("before 1980")
    (Span(low=1990, high=1999), Span(low=None, high=1979))
    """
    return _span(_plain(typed), _years) or _unclear(SpanKind.YEAR, typed)


def _unclear(kind: SpanKind, typed: str) -> Span:
    raise UnclearSpan(kind, typed)


def _plain(typed: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", typed).casefold().replace("\u2019", "'").split())


def _tempo(text: str) -> Span | None:
    if text in TEMPI:
        return TEMPI[text]
    found = _BPM.fullmatch(text)
    if found is None or not LEAST_BPM <= int(found[1]) <= MOST_BPM:
        return None
    return Span(int(found[1]), int(found[1]))


def _years(text: str) -> Span | None:
    year, decade = _YEAR.fullmatch(text), _DECADE.fullmatch(text)
    if decade is not None:
        first = int(decade[1])
        if first % 10:
            return None
        if len(decade[1]) == 2:  # noqa: PLR2004 - digits
            first += 1900 if first >= _FIRST_OLD_DECADE else 2000
        return Span(first, first + 9) if FIRST_YEAR <= first <= LAST_YEAR else None
    if year is None or not FIRST_YEAR <= int(year[1]) <= LAST_YEAR:
        return None
    return Span(int(year[1]), int(year[1]))


def _span(text: str, term: _Term) -> Span | None:
    """One term, a bound, or a range; a range that is written backwards is turned round."""
    whole = term(text)
    if whole is not None:
        return whole
    return _bounded(text, term) or _range(text, term)


def _bounded(text: str, term: _Term) -> Span | None:
    for bound, made in _BOUNDS:
        found = bound.match(text)
        span = None if found is None else term(text[found.end() :])
        if span is not None:
            return made(span)
    more = _AND_MORE.search(text)
    span = None if more is None or more.end() != len(text) else term(text[: more.start()])
    return None if span is None else _from(span)


def _below(span: Span) -> Span:
    return Span(high=None if span.low is None else span.low - 1)


def _up_to(span: Span) -> Span:
    return Span(high=span.high)


def _above(span: Span) -> Span:
    return Span(low=None if span.high is None else span.high + 1)


def _from(span: Span) -> Span:
    return Span(low=span.low)


_BOUNDS = ((_UP_TO, _up_to), (_FROM, _from), (_BELOW, _below), (_ABOVE, _above))
"""Those whose sign begins as another's stand before it."""


def _range(text: str, term: _Term) -> Span | None:
    begun = _BETWEEN.match(text)
    parts = _TO.split(text[begun.end() :] if begun else text)
    ends = [end for end in map(term, parts) if end is not None]
    if len(parts) != 2 or len(ends) != 2:  # noqa: PLR2004 - two ends
        return None
    lows = [end.low for end in ends if end.low is not None]
    highs = [end.high for end in ends if end.high is not None]
    return Span(min(lows) if len(lows) == len(ends) else None, max(highs) if len(highs) == len(ends) else None)
