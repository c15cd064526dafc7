"""Facts for tests, as short as a test needs them."""

from __future__ import annotations

from typing import Any

from data.previews.facts import SourceName, TrackFacts


def track(artist: str, title: str, source: SourceName = SourceName.DEEZER, **facts: Any) -> TrackFacts:
    """A track that can be heard, unless told otherwise."""
    told = {"ref": f"{artist}|{title}", "can_fetch": True, "seconds": 200.0, **facts}
    return TrackFacts(source=source, artist=artist, title=title, **told)
