"""JSPF: XSPF as JSON. Source: https://xspf.org/jspf; ListenBrainz puts an ISRC nowhere and names in the same fields."""

from __future__ import annotations

import json
from typing import Any

from data.catalog.growing.cleaning import clean, clean_isrc
from data.catalog.growing.playlists.entries import Entry, Playlist

_ISRC = "isrc:"


def read_jspf(text: str) -> Playlist:
    """Read JSPF.

    Raises
    ------
    ValueError
        It is no JSON, or has no list of tracks.
    """
    try:
        playlist = json.loads(text)["playlist"]
        tracks = playlist["track"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("is no JSPF: there is no playlist with tracks") from error
    if not isinstance(tracks, list):
        raise ValueError("is no JSPF: its tracks are no list")
    read = Playlist()
    for track in tracks:
        if not read.take(_entry(track if isinstance(track, dict) else {})):
            break
    return read


def _entry(track: dict[str, Any]) -> Entry:
    def word(name: str) -> str:
        value = track.get(name)
        return value if isinstance(value, str) else ""

    def first(name: str) -> str:
        value = track.get(name)
        listed = value if isinstance(value, list) else [value]
        return next((one for one in listed if isinstance(one, str)), "")

    return Entry(
        first("location").strip(),
        clean(word("creator")),
        clean(word("title")),
        clean(word("album")),
        isrc_in(first("identifier")),
    )


def isrc_in(identifier: str) -> str | None:
    """The ISRC in an identifier such as ``isrc:GBAYE9700123``."""
    return (
        clean_isrc(identifier[identifier.lower().rfind(_ISRC) + len(_ISRC) :]) if _ISRC in identifier.lower() else None
    )
