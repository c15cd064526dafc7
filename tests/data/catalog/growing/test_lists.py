from __future__ import annotations

from collections.abc import Sequence

import pytest

from data.catalog.growing.errors import PlaylistUnusable
from data.catalog.growing.lists import NO_KEYS, NOT_PUBLIC, OWNER_ONLY, chart_songs, playlist_link, playlist_songs
from data.previews.deezer import DeezerGenre
from data.previews.errors import SourceClosed, SourceRefused, TrackMissing
from data.previews.facts import SourceName, TrackFacts
from data.previews.links import Link, Service

ID = "37i9dQZF1DXcBWIGoYBM5M"


def track(ref: str) -> TrackFacts:
    return TrackFacts(SourceName.DEEZER, ref, "A", f"Song {ref}")


class Shop:
    """Playlists by number, charts by genre."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    async def playlist_tracks(self, playlist: str, limit: int) -> Sequence[TrackFacts]:
        if self.error is not None:
            raise self.error
        return [track(playlist)][:limit]

    async def genres(self) -> Sequence[DeezerGenre]:
        return [DeezerGenre(0, "All"), DeezerGenre(129, "Jazz"), DeezerGenre(153, "Électro")]

    async def chart_tracks(self, genre: int, limit: int) -> Sequence[TrackFacts]:
        return [track("1"), track(f"{genre}")][:limit]


def link(text: str) -> Link:
    found = playlist_link(text)
    assert found is not None
    return found


def test_links_to_playlists_are_told_from_files() -> None:
    assert link("https://www.deezer.com/en/playlist/908622995?x=1").service is Service.DEEZER
    assert link(f"https://open.spotify.com/playlist/{ID}").id == ID
    assert playlist_link("party.m3u8") is None


@pytest.mark.parametrize(
    "text",
    ["https://www.deezer.com/track/1", "https://127.0.0.1/a.m3u8", "file:///etc/passwd", "http://169.254.169.254/"],
)
def test_no_other_address_is_taken(text: str) -> None:
    with pytest.raises(PlaylistUnusable):
        playlist_link(text)


async def test_the_songs_of_a_playlist_come_in_order() -> None:
    songs = await playlist_songs(link("https://www.deezer.com/playlist/5"), Shop(), None)
    assert [one.text for one in songs] == ["A - Song 5"]
    assert songs[0].track == track("5")


async def test_what_is_not_shown_to_us_is_one_sentence() -> None:
    spotify = link(f"https://open.spotify.com/playlist/{ID}")
    refused = SourceRefused(SourceName.SPOTIFY, "403")
    for source, reason in (
        (None, NO_KEYS),
        (Shop(refused), OWNER_ONLY),
        (Shop(TrackMissing(SourceName.SPOTIFY, "")), NOT_PUBLIC),
    ):
        with pytest.raises(PlaylistUnusable, match=reason):
            await playlist_songs(spotify, Shop(), source)
    with pytest.raises(SourceClosed):
        await playlist_songs(spotify, Shop(), Shop(SourceClosed(SourceName.SPOTIFY, "quota", 60.0)))


async def test_charts_are_of_a_genre_or_of_all() -> None:
    assert [one.title for one in await chart_songs(Shop(), "jazz", 10)] == ["Song 1", "Song 129"]
    assert [one.title for one in await chart_songs(Shop(), "Electro", 1)] == ["Song 1"]
    assert len(await chart_songs(Shop(), None, 10)) == 4
    with pytest.raises(PlaylistUnusable, match="All, Jazz"):
        await chart_songs(Shop(), "Polka", 10)
