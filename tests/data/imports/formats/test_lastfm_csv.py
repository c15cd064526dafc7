from __future__ import annotations

import pytest

from data.imports.dates import Dates
from data.imports.formats.lastfm_csv import LastfmCsv
from data.imports.plays import Play, Skip
from tests.data.imports.exports import NOW, PLAYS, at, lastfm_bare, table

FORMAT = LastfmCsv()
ARTIST, ALBUM, TITLE = "Massive Attack", "Mezzanine", "Teardrop"
MOMENT = at("2023-01-15 13:45")


def read(data: bytes) -> list[object]:
    text = data.decode()
    assert FORMAT.recognises(text)
    return list(FORMAT.entries([text], Dates(NOW)))


@pytest.mark.parametrize(
    "rows",
    [
        [("artist", "album", "title", "date"), (ARTIST, ALBUM, TITLE, "15 Jan 2023 13:45")],
        [("Artist", "Album", "Song", "Timestamp"), (ARTIST, ALBUM, TITLE, "1673790300")],
        [("Date", "Track", "Artist", "Album"), ("2023-01-15 13:45", TITLE, ARTIST, ALBUM)],
        [("time", "artist_name", "track_name"), ("2023-01-15T13:45:00Z", ARTIST, TITLE)],
        [("uts", "utc_time", "artist", "track"), ("1673790300", "15 Jan 2023, 13:45", ARTIST, TITLE)],
        [(ARTIST, ALBUM, TITLE, "15 Jan 2023 13:45")],
        [(ARTIST, TITLE, "15 Jan 2023, 13:45")],
        [(ARTIST, ALBUM, TITLE, "2023-01-15 13:45:00")],
        [("1673790300", ARTIST, TITLE, ALBUM)],
        [("1673790300000", ARTIST, TITLE)],
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_columns_in_any_order(rows: list[tuple[str, ...]], delimiter: str) -> None:
    assert read(table(rows, delimiter)) == [Play(ARTIST, TITLE, MOMENT)]


def test_lastexports_columns_between_tabs() -> None:
    assert read(table([("1673790300", TITLE, ARTIST, ALBUM, "", "", "")], "\t")) == [Play(ARTIST, TITLE, MOMENT)]


def test_a_table_without_a_header_loses_no_row() -> None:
    assert len(read(lastfm_bare(PLAYS))) == len(PLAYS)


def test_a_play_of_a_player_without_a_clock_is_told_apart() -> None:
    rows = [(ARTIST, ALBUM, TITLE, "01 Jan 1970 00:00"), (ARTIST, ALBUM, TITLE, "15 Jan 2023 13:45")]
    assert read(table(rows)) == [Skip.UNREADABLE, Play(ARTIST, TITLE, MOMENT)]


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"just,some,words\n", b"artist,track\nA,B\n", b"a,b,c\n1,2,3\n", b"A,B,C,15 Jan 2023 13:45\nA,B\n"],
)
def test_a_table_without_dates_is_none(data: bytes) -> None:
    assert not FORMAT.recognises(data.decode())
