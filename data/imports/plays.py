"""One play, or why an entry is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ImportSource(StrEnum):
    """Whose history it is."""

    SPOTIFY = "spotify"
    LASTFM = "lastfm"
    LISTENBRAINZ = "listenbrainz"
    APPLE = "apple_music"


class Layout(StrEnum):
    """How an export is written; several of one source may tell of the same plays."""

    SPOTIFY_EXTENDED = "spotify_extended"
    SPOTIFY_YEAR = "spotify_year"
    APPLE_ACTIVITY = "apple_activity"
    APPLE_DAILY = "apple_daily"
    LISTENBRAINZ = "listenbrainz"
    LASTFM = "lastfm"

    @property
    def source(self) -> ImportSource:
        """Whose it is."""
        return _SOURCES[self]


_SOURCES = {
    Layout.SPOTIFY_EXTENDED: ImportSource.SPOTIFY,
    Layout.SPOTIFY_YEAR: ImportSource.SPOTIFY,
    Layout.APPLE_ACTIVITY: ImportSource.APPLE,
    Layout.APPLE_DAILY: ImportSource.APPLE,
    Layout.LISTENBRAINZ: ImportSource.LISTENBRAINZ,
    Layout.LASTFM: ImportSource.LASTFM,
}


class Skip(StrEnum):
    """Why an entry is no play."""

    SHORT = "short"
    """It lasted less than thirty seconds."""
    OTHER = "other"
    """A podcast, an audiobook, a film, a private session, or nothing that was played."""
    UNREADABLE = "unreadable"
    """A name or a date is missing or cannot be read, or the date is in the future or before there was any such list."""


@dataclass(frozen=True, slots=True)
class Play:
    """A song that was played.

    Attributes
    ----------
    artist, title
        As the source writes them; not empty.
    at
        Seconds since 1970, UTC.
    count
        How often; more than once where the source tells of days.
    """

    artist: str
    title: str
    at: int
    count: int = 1


Entry = Play | Skip
