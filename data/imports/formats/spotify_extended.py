"""Spotify's extended history: all years, in ``Streaming_History_Audio_2019-2021_1.json`` or ``endsong_0.json``.

An entry is a song where it has ``master_metadata_track_name``; podcasts and audiobooks have names of other kinds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from data.imports.dates import Dates
from data.imports.fields import milliseconds, name
from data.imports.json_entries import JsonObject, first_object, json_objects
from data.imports.limits import SHORT_MS
from data.imports.plays import Entry, Layout, Play, Skip

_TITLE = "master_metadata_track_name"
_ARTIST = "master_metadata_album_artist_name"


class SpotifyExtended:
    """Reads the extended history."""

    layout = Layout.SPOTIFY_EXTENDED
    names = re.compile(r"(?:endsong_\d{1,4}|streaming_history_audio_[0-9_-]{1,40})\.json")

    def recognises(self, head: str) -> bool:
        """By the keys of its first entry."""
        first = first_object(head)
        return first is not None and {"ts", "ms_played", _TITLE} <= first.keys()

    def entries(self, pieces: Iterable[str], dates: Dates) -> Iterator[Entry]:
        """Read a play or a skip for each entry."""
        return (_entry(found, dates) for found in json_objects(pieces))


def _entry(found: JsonObject, dates: Dates) -> Entry:
    # What was heard in a private session is not looked at further.
    if found.get("incognito_mode") is True:
        return Skip.OTHER
    artist, title = name(found.get(_ARTIST)), name(found.get(_TITLE))
    if not artist or not title:
        return Skip.OTHER
    at, played = dates.read(str(found.get("ts", ""))), milliseconds(found.get("ms_played"))
    if at is None or played is None:
        return Skip.UNREADABLE
    return Skip.SHORT if played < SHORT_MS else Play(artist, title, at)
