from __future__ import annotations

import json

import pytest

from data.imports.dates import Dates
from data.imports.formats.spotify_extended import SpotifyExtended
from data.imports.plays import Play, Skip
from tests.data.imports.exports import NOW, PLAYS, extended


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"incognito_mode": True}, Skip.OTHER),
        (
            {
                "master_metadata_track_name": None,
                "master_metadata_album_artist_name": None,
                "episode_name": "An episode",
                "episode_show_name": "A show",
            },
            Skip.OTHER,
        ),
        ({"master_metadata_track_name": None, "audiobook_title": "A book"}, Skip.OTHER),
        ({"ms_played": 0}, Skip.SHORT),
        ({"ms_played": 29_999}, Skip.SHORT),
        ({"ms_played": -5}, Skip.UNREADABLE),
        ({"ms_played": 10**15}, Skip.UNREADABLE),
        ({"ts": "yesterday"}, Skip.UNREADABLE),
        ({"ms_played": 30_000}, Play(PLAYS[0].artist, PLAYS[0].title, PLAYS[0].at)),
    ],
)
def test_what_an_entry_is(facts: dict[str, object], expected: object) -> None:
    (read,) = SpotifyExtended().entries([json.dumps([extended(PLAYS[0], **facts)])], Dates(NOW))
    assert read == expected


@pytest.mark.parametrize("name", ["endsong_0.json", "streaming_history_audio_2011-2014_0.json"])
def test_its_names(name: str) -> None:
    assert SpotifyExtended.names.fullmatch(name)


@pytest.mark.parametrize(
    "name", ["streaming_history_video_2018-2024.json", "streaminghistory0.json", "endsong.json.zip"]
)
def test_names_that_are_not_its(name: str) -> None:
    assert not SpotifyExtended.names.fullmatch(name)
