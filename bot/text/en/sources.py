"""What is said of the sources where songs are found, and of songs that come from them."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.text.escape import escaped, plain
from data.previews.facts import SourceName, TrackFacts
from engine.songs import Song

NAMES = {
    SourceName.OFFLINE: "Segue's own freely licensed clips",
    SourceName.LIBRARY: "the music of whoever runs me",
    SourceName.DEEZER: "Deezer",
    SourceName.ITUNES: "Apple Music",
    SourceName.SPOTIFY: "Spotify",
    SourceName.YTDLP: "YouTube",
    SourceName.OEMBED: "the page of that link",
    SourceName.LASTFM: "Last.fm",
    SourceName.LISTENBRAINZ: "ListenBrainz",
}
_PLACES = {
    "deezer.com": "Deezer",
    "music.apple.com": "Apple Music",
    "itunes.apple.com": "Apple Music",
    "open.spotify.com": "Spotify",
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "soundcloud.com": "SoundCloud",
    "bandcamp.com": "Bandcamp",
}
_LONGEST_ARTIST, _LONGEST_ALBUM = 50, 36
"""Characters: a select's description holds a hundred."""
WHICH = "Choose the song you meant"
LISTENING = "Listening to it\u2026"


def listed(sources: Sequence[SourceName]) -> str:
    """Sources in running text."""
    names = [NAMES[source] for source in sources]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def place(address: str) -> str:
    """Whose page a link leads to; empty where it is nobody's that is known."""
    host = urlsplit(address).hostname or ""
    return next((name for site, name in _PLACES.items() if host == site or host.endswith(f".{site}")), "")


def heard_just_now(song: Song, *, kept: bool) -> str:
    """Small print: where the thirty seconds came from that were listened to just now."""
    source = f" from {NAMES[SourceName(song.source)]}" if song.source in set(SourceName) else ""
    licence = f", licensed {song.licence}" if song.licence else ""
    known = "I know it from now on" if kept else "I do not keep it"
    return f"-# heard just now: 30 seconds{source}{licence}; {known}"


def handed_on(track: TrackFacts) -> str:
    """Beside a clip that may be handed on: whose it is."""
    link = f" \u00b7 <{track.link}>" if track.link else ""
    return f"-# What I listened to: *{escaped(track.title)}* by {escaped(track.artist)}, {escaped(track.licence)}{link}"


def which_song(text: str, count: int) -> str:
    """Above the menu; the text is escaped already."""
    return f"\u201c{text}\u201d could be one of {count} songs."


def option(song: Song) -> str:
    """The smaller line of a song in the menu; never empty."""
    facts = (plain(song.artist, _LONGEST_ARTIST), plain(song.album, _LONGEST_ALBUM), str(song.year or ""))
    return " \u00b7 ".join(fact for fact in facts if fact) or "\u2014"
