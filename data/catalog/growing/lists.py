"""Lists that live at a source: playlists behind links, and charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from data.catalog.growing.errors import PlaylistUnusable
from data.catalog.growing.named import Wanted
from data.catalog.growing.playlists.entries import MAX_ENTRIES
from data.previews.deezer import DeezerGenre
from data.previews.errors import SourceRefused, TrackMissing
from data.previews.facts import TrackFacts
from data.previews.links import Kind, Link, Service, find_link
from engine.songs import normalise

OWNER_ONLY = (
    "Spotify shows this playlist to its owner alone, who would have to sign in; export it as CSV and add that file"
)
NO_KEYS = "Spotify answers nobody without keys: set SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET"
NOT_PUBLIC = "there is no public playlist of that number"
NO_PLAYLIST = "is no link to a playlist of Deezer or Spotify"


class Playlists(Protocol):
    """A source that has playlists."""

    async def playlist_tracks(self, playlist: str, limit: int) -> Sequence[TrackFacts]:
        """The tracks of one, in its order."""
        ...


class Charts(Protocol):
    """A source that has charts."""

    async def genres(self) -> Sequence[DeezerGenre]:
        """Every genre that has a chart; 0 is all of them together."""
        ...

    async def chart_tracks(self, genre: int, limit: int) -> Sequence[TrackFacts]:
        """The tracks most listened to now."""
        ...


def playlist_link(text: str) -> Link | None:
    """The link to a playlist that a text is; ``None`` for what is no address, and may be a file's name.

    Raises
    ------
    PlaylistUnusable
        It is an address, and none of a playlist that can be read.
    """
    link = find_link(text)
    if link is not None and link.kind is Kind.PLAYLIST and link.service in (Service.DEEZER, Service.SPOTIFY):
        return link
    if link is not None or "://" in text:
        raise PlaylistUnusable(text, NO_PLAYLIST)
    return None


async def playlist_songs(link: Link, deezer: Playlists, spotify: Playlists | None) -> list[Wanted]:
    """The songs of a playlist.

    Parameters
    ----------
    spotify
        ``None`` where there are no keys for it.

    Raises
    ------
    PlaylistUnusable
        It is not shown to us.
    PreviewError
        The source cannot be asked now.
    """
    source = deezer if link.service is Service.DEEZER else spotify
    if source is None:
        raise PlaylistUnusable(link.uri, NO_KEYS)
    try:
        tracks = await source.playlist_tracks(link.id, MAX_ENTRIES)
    except SourceRefused as error:
        raise PlaylistUnusable(link.uri, OWNER_ONLY if link.service is Service.SPOTIFY else NOT_PUBLIC) from error
    except TrackMissing as error:
        raise PlaylistUnusable(link.uri, NOT_PUBLIC) from error
    return [Wanted.of(track) for track in tracks]


async def chart_songs(source: Charts, genre: str | None, limit: int) -> list[Wanted]:
    """The songs of a genre's chart, or of every genre's.

    Parameters
    ----------
    genre
        Its name as the source has it, in any case and with or without accents.
    limit
        At most so many of each chart.

    Raises
    ------
    PlaylistUnusable
        There is no such genre; the message names those that there are.
    PreviewError
        The source cannot be asked now.
    """
    genres = await source.genres()
    chosen = [one for one in genres if genre is None or normalise(one.name) == normalise(genre)]
    if not chosen:
        raise PlaylistUnusable(str(genre), f"is no genre with a chart: {', '.join(one.name for one in genres)}")
    tracks: dict[str, TrackFacts] = {}
    for one in chosen:
        tracks.update((track.ref, track) for track in await source.chart_tracks(one.id, limit))
    return [Wanted.of(track) for track in tracks.values()]
