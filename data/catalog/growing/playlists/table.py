"""CSV with a header: as Exportify and its like write it, or plain columns artist and title.

Source: Exportify (https://github.com/watsonbox/exportify) names its columns "Track Name", "Artist Name(s)", "Album
Name", "ISRC"; several artists stand behind commas, and first is who leads. Other programs' names are near to these.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.catalog.growing.cleaning import clean, clean_isrc
from data.catalog.growing.playlists.entries import Entry, Playlist

NO_HEADER = "has no header with an artist and a title"
MAX_CELL_LETTERS = 10_000

_NAMES: Mapping[str, Sequence[str]] = {
    "artist": ("artist name(s)", "artist", "artist name", "artists", "track artist", "creator", "artist(s)"),
    "title": ("track name", "title", "track", "song", "name", "track title", "song name"),
    "album": ("album name", "album", "album title", "release"),
    "isrc": ("isrc", "track isrc"),
    "location": ("path", "file", "location", "filename", "file name"),
}


@dataclass(frozen=True, slots=True)
class _Columns:
    artist: int | None
    title: int | None
    album: int | None
    isrc: int | None
    location: int | None

    @property
    def say_enough(self) -> bool:
        return (
            (self.artist is not None and self.title is not None) or self.isrc is not None or self.location is not None
        )


def read_table(text: str) -> Playlist:
    """Read CSV with commas, semicolons or tabs.

    Raises
    ------
    ValueError
        There is no header that names an artist and a title, an ISRC or a file; or it is no CSV.
    """
    head = text.lstrip("\ufeff").partition("\n")[0]
    between = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=between)
    playlist = Playlist()
    try:
        columns = _columns([cell.strip().casefold() for cell in next(rows, [])])
        if not columns.say_enough:
            raise ValueError(NO_HEADER)
        for row in rows:
            if any(row) and not playlist.take(_entry(row, columns)):
                break
    except csv.Error as error:
        raise ValueError(f"is no table: {error}") from error
    return playlist


def _columns(header: list[str]) -> _Columns:
    def place(names: Sequence[str]) -> int | None:
        return next((header.index(name) for name in names if name in header), None)

    return _Columns(**{column: place(names) for column, names in _NAMES.items()})


def _entry(row: list[str], columns: _Columns) -> Entry:
    def cell(place: int | None) -> str:
        return row[place][:MAX_CELL_LETTERS] if place is not None and place < len(row) else ""

    return Entry(
        location=cell(columns.location).strip(),
        artist=clean(cell(columns.artist).replace("; ", ", ")),
        title=clean(cell(columns.title)),
        album=clean(cell(columns.album)),
        isrc=clean_isrc(cell(columns.isrc)),
    )
