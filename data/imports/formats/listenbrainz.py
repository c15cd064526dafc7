"""ListenBrainz' export: ``listens/2023/5.jsonl``, one listen a line; or a list of listens.

A listen counts when half of a song or four minutes of it were heard, so that there is no such thing as a short one,
unless ``duration_played`` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from data.imports.dates import Dates
from data.imports.fields import inside, milliseconds, name
from data.imports.json_entries import JsonObject, first_object, json_objects
from data.imports.limits import SHORT_MS
from data.imports.plays import Entry, Layout, Play, Skip


class ListenBrainzListens:
    """Reads listens."""

    layout = Layout.LISTENBRAINZ
    names = re.compile(r"(?:\d{1,2}|listens|[a-z0-9_.-]{0,60}listenbrainz[a-z0-9_.-]{0,60})\.jsonl?")

    def recognises(self, head: str) -> bool:
        """By the keys of its first entry."""
        first = first_object(head)
        return first is not None and isinstance(inside(first, "track_metadata"), dict)

    def entries(self, pieces: Iterable[str], dates: Dates) -> Iterator[Entry]:
        """Read a play or a skip for each listen."""
        return (listen(found, dates) for found in json_objects(pieces))


def listen(found: JsonObject, dates: Dates) -> Entry:
    """Read one listen, from a file or from the API."""
    artist = name(inside(found, "track_metadata", "artist_name"))
    title = name(inside(found, "track_metadata", "track_name"))
    listened = found.get("listened_at")
    at = dates.bounded(listened) if isinstance(listened, int | float) and not isinstance(listened, bool) else None
    if not artist or not title or at is None:
        return Skip.UNREADABLE
    seconds = milliseconds(inside(found, "track_metadata", "additional_info", "duration_played"))
    return Skip.SHORT if seconds is not None and seconds * 1000 < SHORT_MS else Play(artist, title, at)
