"""M3U and M3U8: a file a line, and before it what it is called.

Source: the format has no standard; ``#EXTM3U``, ``#EXTINF:SECONDS,Artist - Title`` and the later ``#EXTART``,
``#EXTALB`` are what Winamp and its successors write. HTTP Live Streaming uses the same suffix for something else (RFC
8216) and is told by its ``#EXT-X-`` tags.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from data.catalog.growing.cleaning import clean
from data.catalog.growing.playlists.entries import MAX_ENTRIES, Entry, Playlist

_DASH = re.compile(r"\s+[-\u2013\u2014]\s+")
_LINES_AN_ENTRY = 8
"""No entry has more lines of its own; it bounds what is read of a file of comments."""


@dataclass(slots=True)
class _Said:
    artist: str = ""
    title: str = ""
    album: str = ""


def is_stream(text: str) -> bool:
    """Whether this is a list of the pieces of one stream, and no playlist."""
    return "#EXT-X-" in text[:4_096]


def read_m3u(text: str) -> Playlist:
    """Read M3U; a line that names no file but a song beside ``#EXTINF`` counts by its name."""
    playlist = Playlist()
    said = _Said()
    for line in islice(text.splitlines(), MAX_ENTRIES * _LINES_AN_ENTRY):
        stripped = line.strip().lstrip("\ufeff")
        if not stripped:
            continue
        if stripped.startswith("#"):
            _read_comment(stripped, said)
            continue
        if not playlist.take(Entry(stripped, said.artist, said.title, said.album)):
            break
        said = _Said(album=said.album)
    return playlist


def _read_comment(line: str, said: _Said) -> None:
    tag, colon, value = line.partition(":")
    match tag.upper():
        case "#EXTINF" if colon:
            name = value.partition(",")[2]
            artist, dash, title = _split(name)
            said.title = clean(title if dash else name)
            said.artist = clean(artist) if dash else said.artist
        case "#EXTART":
            said.artist = clean(value)
        case "#EXTALB":
            said.album = clean(value)
        case _:
            pass


def _split(name: str) -> tuple[str, ...]:
    found = _DASH.search(name)
    return (name, "", "") if found is None else (name[: found.start()], "-", name[found.end() :])
