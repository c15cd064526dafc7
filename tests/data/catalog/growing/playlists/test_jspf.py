from __future__ import annotations

import json

import pytest

from data.catalog.growing.playlists.entries import NOTHING_SAID, Entry
from data.catalog.growing.playlists.jspf import read_jspf


def text(*tracks: object) -> str:
    return json.dumps({"playlist": {"title": "p", "track": list(tracks)}})


def test_tracks_are_read_with_one_location_or_several() -> None:
    playlist = read_jspf(
        text(
            {"creator": "Björk", "title": "Jóga", "album": "Homogenic", "identifier": ["x", "isrc:GBAYE9700123"]},
            {"location": ["a.mp3", "b.mp3"], "identifier": "ISRC:GBAYE9700123"},
            {"title": 5, "location": {"no": 1}},
            "nonsense",
        )
    )
    assert playlist.entries == [
        Entry("", "Björk", "Jóga", "Homogenic"),
        Entry("a.mp3", isrc="GBAYE9700123"),
    ]
    assert playlist.wrong == {NOTHING_SAID: 2}


@pytest.mark.parametrize("wrong", ["{", "{}", '{"playlist": []}', '{"playlist": {"track": 5}}', "[" * 100_000])
def test_what_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="JSPF"):
        read_jspf(wrong)
