"""Every format, those with the surest marks first: the last takes any table with an artist, a title and a date."""

from __future__ import annotations

from data.imports.formats.apple_activity import AppleActivity
from data.imports.formats.apple_daily import AppleDaily
from data.imports.formats.lastfm_csv import LastfmCsv
from data.imports.formats.listenbrainz import ListenBrainzListens
from data.imports.formats.protocol import HistoryFormat
from data.imports.formats.spotify_extended import SpotifyExtended
from data.imports.formats.spotify_year import SpotifyYear

FORMATS: tuple[HistoryFormat, ...] = (
    SpotifyExtended(),
    SpotifyYear(),
    AppleActivity(),
    AppleDaily(),
    ListenBrainzListens(),
    LastfmCsv(),
)


def recognised(head: str) -> HistoryFormat | None:
    """Whose export a text is, by its beginning."""
    return next((one for one in FORMATS if one.recognises(head)), None)
