"""Exports as the services write them, made from a few plays."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from data.imports.plays import Layout

NOW = int(datetime(2026, 6, 1, tzinfo=UTC).timestamp())


@dataclass(frozen=True, slots=True)
class Made:
    """A play as it is written into an export.

    Attributes
    ----------
    at
        Seconds since 1970.
    """

    artist: str
    title: str
    at: int
    ms: int = 200_000


def at(text: str) -> int:
    """A moment such as ``2023-01-15 13:45``, UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


PLAYS = (
    Made("Massive Attack", "Teardrop", at("2023-01-15 13:45")),
    Made("Massive Attack", "Teardrop", at("2023-02-15 13:50")),
    Made("Björk", "Jóga", at("2023-03-15 23:10")),
    Made('A "quoted", name', "Line; and, comma", at("2024-03-15 00:10")),
    Made("東京事変", "群青日和", at("2024-12-31 23:59")),
)


def spotify_year(plays: Sequence[Made]) -> bytes:
    return _json(
        [
            {"endTime": f"{_moment(one):%Y-%m-%d %H:%M}", "artistName": one.artist, "trackName": one.title,
             "msPlayed": one.ms}
            for one in plays
        ]
    )  # fmt: skip


def extended(one: Made, **facts: object) -> dict[str, Any]:
    """One entry of the extended history, with all that stands beside a play."""
    return {
        "ts": f"{_moment(one):%Y-%m-%dT%H:%M:%SZ}",
        "platform": "android",
        "ms_played": one.ms,
        "conn_country": "SE",
        "ip_addr": "192.0.2.1",
        "master_metadata_track_name": one.title,
        "master_metadata_album_artist_name": one.artist,
        "master_metadata_album_album_name": "An album",
        "spotify_track_uri": "spotify:track:4uLU6hMCjMI75M1A2tKUQC",
        "episode_name": None,
        "episode_show_name": None,
        "spotify_episode_uri": None,
        "audiobook_title": None,
        "reason_start": "trackdone",
        "reason_end": "trackdone",
        "shuffle": False,
        "skipped": False,
        "offline": False,
        "offline_timestamp": None,
        "incognito_mode": False,
    } | facts


def spotify_extended(plays: Sequence[Made]) -> bytes:
    return _json([extended(one) for one in plays])


def listen(one: Made) -> dict[str, Any]:
    """One listen, as the export and the API tell it."""
    info = {"media_player": "x", "duration_ms": one.ms, "artist_names": [one.artist]}
    return {
        "user_name": "somebody",
        "listened_at": one.at,
        "recording_msid": "00000000-0000-0000-0000-000000000000",
        "track_metadata": {
            "artist_name": one.artist,
            "track_name": one.title,
            "release_name": "",
            "additional_info": info,
        },
    }


def listenbrainz(plays: Sequence[Made]) -> bytes:
    return b"".join(json.dumps(listen(one)).encode() + b"\n" for one in plays)


def lastfm(plays: Sequence[Made]) -> bytes:
    header = ("uts", "utc_time", "artist", "artist_mbid", "album", "album_mbid", "track", "track_mbid")
    rows = [(one.at, f"{_moment(one):%d %b %Y, %H:%M}", one.artist, "", "An album", "", one.title, "") for one in plays]
    return table([header, *rows])


def lastfm_bare(plays: Sequence[Made]) -> bytes:
    """Without a header: artist, album, title, date."""
    return table([(one.artist, "An album", one.title, f"{_moment(one):%d %b %Y %H:%M}") for one in plays])


def apple_activity(plays: Sequence[Made]) -> bytes:
    header = (
        "Album Name", "Apple ID Number", "Artist Name", "Container Artist Name", "Event End Timestamp",
        "Event Start Timestamp", "Event Type", "Item Type", "Media Type", "Play Duration Milliseconds", "Song Name",
    )  # fmt: skip
    rows = [
        ("An album", "1", one.artist, "", f"{_moment(one):%Y-%m-%dT%H:%M:%S.000Z}", "", "PLAY_END",
         "ITUNES_STORE_CONTENT", "AUDIO", one.ms, one.title)
        for one in plays
    ]  # fmt: skip
    return table([header, *rows])


def apple_daily(plays: Sequence[Made]) -> bytes:
    header = (
        "Country", "Track Identifier", "Media type", "Date Played", "Hours", "Play Duration Milliseconds",
        "End Reason Type", "Source Type", "Play Count", "Skip Count", "Ignore For Recommendations", "Track Description",
    )  # fmt: skip
    rows = [
        ("Sweden", "1", "AUDIO", f"{_moment(one):%Y%m%d}", f"{_moment(one):%H}", one.ms, "NATURAL_END_OF_TRACK",
         "IPHONE", 1, 0, "", f"{one.artist} - {one.title}")
        for one in plays
    ]  # fmt: skip
    return table([header, *rows])


EXPORTS: Mapping[Layout, Callable[[Sequence[Made]], bytes]] = {
    Layout.SPOTIFY_YEAR: spotify_year,
    Layout.SPOTIFY_EXTENDED: spotify_extended,
    Layout.LISTENBRAINZ: listenbrainz,
    Layout.LASTFM: lastfm,
    Layout.APPLE_ACTIVITY: apple_activity,
    Layout.APPLE_DAILY: apple_daily,
}

NAMES: Mapping[Layout, str] = {
    Layout.SPOTIFY_YEAR: "MyData/StreamingHistory_music_0.json",
    Layout.SPOTIFY_EXTENDED: "Spotify Extended Streaming History/Streaming_History_Audio_2019-2021_1.json",
    Layout.LISTENBRAINZ: "listens/2023/5.jsonl",
    Layout.LASTFM: "scrobbles.csv",
    Layout.APPLE_ACTIVITY: "Apple Music Activity/Apple Music Play Activity.csv",
    Layout.APPLE_DAILY: "Apple Music Activity/Apple Music - Play History Daily Tracks.csv",
}


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def table(rows: Sequence[Sequence[object]], delimiter: str = ",") -> bytes:
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter).writerows(rows)
    return made.getvalue().encode()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()


def _moment(one: Made) -> datetime:
    return datetime.fromtimestamp(one.at, UTC)
