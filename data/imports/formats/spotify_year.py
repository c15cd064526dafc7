"""Spotify's account data: the last year, in ``StreamingHistory_music_0.json`` and its like.

Each entry has ``endTime`` (UTC, to the minute), ``artistName``, ``trackName`` and ``msPlayed``. Podcasts stand in files
of their own, and in older exports among the songs, where nothing tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from data.imports.dates import Dates
from data.imports.fields import milliseconds, name
from data.imports.json_entries import JsonObject, first_object, json_objects
from data.imports.limits import SHORT_MS
from data.imports.plays import Entry, Layout, Play, Skip


class SpotifyYear:
    """Reads the account data."""

    layout = Layout.SPOTIFY_YEAR
    names = re.compile(r"streaminghistory(?:_music)?_?\d{0,4}\.json")

    def recognises(self, head: str) -> bool:
        """By the keys of its first entry."""
        first = first_object(head)
        return first is not None and {"endTime", "artistName", "trackName"} <= first.keys()

    def entries(self, pieces: Iterable[str], dates: Dates) -> Iterator[Entry]:
        """Read a play or a skip for each entry."""
        return (_entry(found, dates) for found in json_objects(pieces))


def _entry(found: JsonObject, dates: Dates) -> Entry:
    artist, title = name(found.get("artistName")), name(found.get("trackName"))
    at, played = dates.read(str(found.get("endTime", ""))), milliseconds(found.get("msPlayed"))
    if not artist or not title or at is None or played is None:
        return Skip.UNREADABLE
    return Skip.SHORT if played < SHORT_MS else Play(artist, title, at)
