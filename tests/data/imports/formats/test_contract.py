"""What every format must do."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.imports.dates import Dates
from data.imports.errors import HistoryRefused
from data.imports.formats.all import FORMATS, recognised
from data.imports.formats.protocol import HistoryFormat
from data.imports.plays import Layout, Play, Skip
from tests.data.imports.exports import EXPORTS, NAMES, NOW, PLAYS, Made

DATES = Dates(NOW)
each = pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.layout)


def text_of(one: HistoryFormat) -> str:
    return EXPORTS[one.layout](PLAYS).decode()


def cut(text: str, size: int) -> Iterator[str]:
    return (text[start : start + size] for start in range(0, len(text), size))


def test_every_layout_has_one_format() -> None:
    assert sorted(one.layout for one in FORMATS) == sorted(Layout)


@each
def test_its_own_export_is_recognised_and_nobody_elses(one: HistoryFormat) -> None:
    assert recognised(text_of(one)) is one
    assert recognised(text_of(one)[:1500]) is one


@each
def test_its_files_are_known_by_their_names(one: HistoryFormat) -> None:
    assert one.names.fullmatch(NAMES[one.layout].rpartition("/")[2].casefold())


@each
def test_every_play_is_read(one: HistoryFormat) -> None:
    read = list(one.entries([text_of(one)], DATES))
    slack = 3600 if one.layout is Layout.APPLE_DAILY else 60
    for found, made in zip(read, PLAYS, strict=True):
        assert isinstance(found, Play)
        assert (found.artist, found.title, found.count) == (made.artist, made.title, 1)
        assert 0 <= made.at - found.at < slack


@each
def test_where_the_text_is_cut_does_not_matter(one: HistoryFormat) -> None:
    text = text_of(one)
    whole = list(one.entries([text], DATES))
    for size in (7, 64, 1000):
        if isinstance(one, type(FORMATS[-1])) and size < len(text):
            continue  # the columns are judged by the first piece, which a reader gives it large
        assert list(one.entries(cut(text, size), DATES)) == whole


@each
def test_the_future_and_the_time_before_such_lists_are_no_plays(one: HistoryFormat) -> None:
    plays = [Made("A", "B", NOW + 3 * 24 * 3600), Made("A", "B", 5_000_000), *PLAYS]
    read = list(one.entries([EXPORTS[one.layout](plays).decode()], DATES))
    assert read[:2] == [Skip.UNREADABLE, Skip.UNREADABLE]


@each
def test_a_play_under_thirty_seconds_is_a_skip_where_the_export_tells(one: HistoryFormat) -> None:
    read = list(one.entries([EXPORTS[one.layout]([Made("A", "B", PLAYS[0].at, 29_999)]).decode()], DATES))
    tells = one.layout not in {Layout.LASTFM, Layout.LISTENBRAINZ}
    assert (read == [Skip.SHORT]) is tells


@each
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_whatever_is_changed_it_is_read_or_refused(one: HistoryFormat, data: st.DataObject) -> None:
    text = text_of(one)
    place = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 30))
    put = data.draw(st.text(max_size=10))
    changed = text[:place] + put + text[place + length :]
    try:
        for entry in one.entries([changed], DATES):
            assert isinstance(entry, Play | Skip)
            if isinstance(entry, Play):
                assert entry.artist and entry.title and entry.count > 0
                entry.title.encode()
    except HistoryRefused:
        pass


@pytest.mark.parametrize("value", [None, 17, [], {}, True, "", "\ud800", -1, 1e300, "x" * 10_000])
@pytest.mark.parametrize("layout", [Layout.SPOTIFY_YEAR, Layout.SPOTIFY_EXTENDED, Layout.LISTENBRAINZ])
def test_a_field_of_any_kind_harms_nobody(layout: Layout, value: object) -> None:
    one = next(one for one in FORMATS if one.layout is layout)
    raw = EXPORTS[layout](PLAYS[:1]).decode()
    entry = json.loads(raw) if layout is Layout.LISTENBRAINZ else json.loads(raw)[0]
    for key in entry:
        (read,) = one.entries([json.dumps([{**entry, key: value}])], DATES)
        if isinstance(read, Play):
            assert len(read.artist) <= 300
            assert len(read.title) <= 300
            (read.artist + read.title).encode()
