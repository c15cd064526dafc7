"""Which sources there are and how they are asked: plain values, from the operator's settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from data.previews.facts import SourceName

DEEZER_URL = "https://api.deezer.com"
ITUNES_URL = "https://itunes.apple.com"
SPOTIFY_URL = "https://api.spotify.com/v1/"
SPOTIFY_TOKEN_URL = "https://accounts.spotify.com/api/token"  # noqa: S105 - an address
SPOTIFY_PAGES_URL = "https://open.spotify.com"
YOUTUBE_URL = "https://www.youtube.com"
SOUNDCLOUD_URL = "https://soundcloud.com"


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """Which sources there are, and how they are asked.

    Attributes
    ----------
    names
        In the order in which they are believed and listened to.
    library
        The folder of the source ``library``; without one that source is left out.
    country
        Whose iTunes store is asked, two letters.
    contact
        Where the operator can be reached, told to the sources.
    scratch
        A folder that is there, for what yt-dlp writes; the system's where there is none.
    spotify_id, spotify_secret
        What Spotify knows the operator by; without both, its links are read by their pages' titles.
    spotify_pages_url, youtube_url, soundcloud_url
        Whose pages are asked for their titles.
    """

    names: tuple[SourceName, ...]
    library: Path | None = None
    country: str = "us"
    deezer_url: str = DEEZER_URL
    itunes_url: str = ITUNES_URL
    find_seconds: float = 5.0
    contact: str = ""
    scratch: Path | None = None
    spotify_id: str = ""
    spotify_secret: str = field(default="", repr=False)
    spotify_url: str = SPOTIFY_URL
    spotify_token_url: str = SPOTIFY_TOKEN_URL
    spotify_pages_url: str = SPOTIFY_PAGES_URL
    youtube_url: str = YOUTUBE_URL
    soundcloud_url: str = SOUNDCLOUD_URL
