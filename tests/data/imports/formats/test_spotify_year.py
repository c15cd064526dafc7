from __future__ import annotations

import pytest

from data.imports.formats.spotify_year import SpotifyYear


@pytest.mark.parametrize("name", ["streaminghistory0.json", "streaminghistory_music_0.json", "streaminghistory.json"])
def test_its_names(name: str) -> None:
    assert SpotifyYear.names.fullmatch(name)


@pytest.mark.parametrize(
    "name", ["streaminghistory_podcast_0.json", "streaming_history_audio_2019.json", "playlist1.json"]
)
def test_names_that_are_not_its(name: str) -> None:
    assert not SpotifyYear.names.fullmatch(name)
