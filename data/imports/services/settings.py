"""How the services of listening histories are asked: plain values, from the operator's settings."""

from __future__ import annotations

from dataclasses import dataclass, field

LASTFM_URL = "https://ws.audioscrobbler.com/2.0/"
LISTENBRAINZ_URL = "https://api.listenbrainz.org"


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """How the services of listening histories are asked.

    Attributes
    ----------
    lastfm_key
        Without one Last.fm is not asked.
    listenbrainz_token
        ListenBrainz answers without one, too.
    ask_listenbrainz
        Whether it is asked at all.
    contact
        Where the operator can be reached, told to the services.
    """

    lastfm_key: str = field(default="", repr=False)
    listenbrainz_token: str = field(default="", repr=False)
    ask_listenbrainz: bool = True
    lastfm_url: str = LASTFM_URL
    listenbrainz_url: str = LISTENBRAINZ_URL
    contact: str = ""
