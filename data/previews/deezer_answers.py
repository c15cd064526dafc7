"""How Deezer's answers are read: errors that come with status 200, tracks, and preview addresses that end."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from data.previews import json_fields as fields
from data.previews.client import JsonObject
from data.previews.errors import SourceClosed, SourceConfused, SourceRefused, TrackMissing
from data.previews.facts import SourceName, TrackFacts

BUSY_SECONDS = 5.0
"""The quota is counted over five seconds; who returns sooner is refused again."""
_BUSY_CODES = frozenset({4, 700})
_MISSING_CODES = frozenset({500, 501, 600, 800})
"""No data, or a question that names nothing."""
_REFUSING_CODES = frozenset({200, 300})

_STILL_GOOD_SECONDS = 60.0
"""An address that ends sooner than this is not begun with."""
_END = re.compile(r"exp=([0-9]{1,12})(?:~|$)")


class DeezerBusy(SourceClosed):
    """Codes 4 and 700, which pass after five seconds and never mean absence."""

    def __init__(self, reason: str) -> None:
        super().__init__(SourceName.DEEZER, reason, BUSY_SECONDS)


def judged(found: JsonObject) -> JsonObject:
    """Let an answer pass that is no error.

    Raises
    ------
    PreviewError
        What its code means.
    """
    if not found.get("error"):
        return found
    code = fields.whole(found, "error", "code")
    reason = f"code {code}"
    if code in _BUSY_CODES:
        raise DeezerBusy(reason)
    if code in _MISSING_CODES:
        raise TrackMissing(SourceName.DEEZER, reason)
    if code in _REFUSING_CODES:
        raise SourceRefused(SourceName.DEEZER, reason)
    raise SourceConfused(SourceName.DEEZER, reason)


def facts_of(found: JsonObject) -> TrackFacts | None:
    """Read a track; ``None`` where it has no number, artist or title."""
    number = fields.whole(found, "id")
    artist, title = fields.text(found, "artist", "name"), fields.text(found, "title")
    if not number or not artist or not title:
        return None
    return TrackFacts(
        source=SourceName.DEEZER,
        ref=str(number),
        artist=artist,
        title=title,
        album=fields.text(found, "album", "title"),
        year=fields.year(found, "release_date") or fields.year(found, "album", "release_date"),
        seconds=fields.seconds(found, "duration"),
        isrc=fields.isrc(found, "isrc"),
        link=f"https://www.deezer.com/track/{number}",
        cover=fields.address(found, "album", "cover_medium"),
        explicit=fields.flag(found, "explicit_lyrics"),
        can_fetch=bool(preview_of(found)),
    )


def preview_of(found: JsonObject) -> str:
    """Read where a track's preview is; empty where it may not be heard here."""
    return "" if fields.flag(found, "readable") is False else fields.address(found, "preview")


def still_good(preview: str, now: float) -> bool:
    """Whether a preview's address ends late enough; one that does not say when is taken at its word.

    Parameters
    ----------
    now
        Seconds since 1970.
    """
    signed = dict(parse_qsl(urlsplit(preview).query)).get("hdnea", "")
    end = _END.match(signed)
    return end is None or int(end[1]) - now > _STILL_GOOD_SECONDS
