"""The chain of sources from its settings: the one place that knows which implementations it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import aiohttp
from aiohttp.abc import AbstractResolver

from data.previews import covers, deezer, itunes, oembed, short_links, spotify, ytdlp
from data.previews.addresses import Addresses
from data.previews.chain import LinkResolver, Previews
from data.previews.client import HttpClient, Limits
from data.previews.covers import Covers
from data.previews.deezer import Deezer
from data.previews.facts import SourceName
from data.previews.gate import Gate, Pace
from data.previews.itunes import Itunes
from data.previews.library import Library
from data.previews.links import Link, Service
from data.previews.oembed import Bases, Oembed
from data.previews.offline import Offline
from data.previews.protocol import PreviewSource
from data.previews.settings import SourceSettings
from data.previews.short_links import ShortLinks
from data.previews.spotify import Spotify
from data.previews.ytdlp import YtDlp

Ref = Callable[[Link], str]


def open_previews(settings: SourceSettings, resolver: AbstractResolver | None = None) -> Previews | None:
    """Open the chain; ``None`` where there is no source at all. Called inside an event loop.

    Parameters
    ----------
    resolver
        Looks names up; the system's own unless told otherwise. Its answers are checked.
    """
    looks_up = resolver or aiohttp.ThreadedResolver()
    makers: Mapping[SourceName, Callable[[], PreviewSource | None]] = {
        SourceName.OFFLINE: Offline,
        SourceName.LIBRARY: lambda: None if settings.library is None else Library(settings.library),
        SourceName.DEEZER: lambda: open_deezer(settings, looks_up),
        SourceName.ITUNES: lambda: _itunes(settings, looks_up),
        SourceName.YTDLP: lambda: YtDlp(Gate(SourceName.YTDLP, ytdlp.PACE), scratch=settings.scratch),
    }
    made = [source for name in settings.names if (source := makers[name]()) is not None]
    if not made:
        return None
    pages = None if all(source.name in {SourceName.OFFLINE, SourceName.LIBRARY} for source in made) else settings
    named = open_spotify(settings)
    sources = made if named is None else [*made, named]
    return Previews(
        sources,
        resolvers={} if pages is None else _resolvers(sources, _oembed(pages, looks_up)),
        short_links=None if pages is None else _short_links(pages, looks_up),
        find_seconds=settings.find_seconds,
    )


def open_covers(directory: Path, settings: SourceSettings, resolver: AbstractResolver | None = None) -> Covers:
    """Open the store of covers, which fetches them from the sources' own servers. Called inside an event loop."""
    looks_up = resolver or aiohttp.ThreadedResolver()
    bases = [settings.deezer_url, settings.itunes_url]
    return Covers(directory, _client(settings, SourceName.DEEZER, covers.HOSTS, bases, looks_up))


def open_deezer(settings: SourceSettings, resolver: AbstractResolver, pace: Pace = deezer.PACE) -> Deezer:
    """Open Deezer alone, for its playlists and charts."""
    client = _client(settings, SourceName.DEEZER, deezer.HOSTS, [settings.deezer_url], resolver)
    return Deezer(client, Gate(SourceName.DEEZER, pace), settings.deezer_url)


def open_spotify(settings: SourceSettings, pace: Pace = spotify.PACE) -> Spotify | None:
    """Open Spotify alone; ``None`` where it does not know the operator."""
    if not settings.spotify_id or not settings.spotify_secret:
        return None
    return Spotify(
        settings.spotify_id,
        settings.spotify_secret,
        Gate(SourceName.SPOTIFY, pace),
        api=settings.spotify_url,
        token=settings.spotify_token_url,
    )


def _itunes(settings: SourceSettings, resolver: AbstractResolver) -> Itunes:
    limits = Limits(busy_seconds=itunes.BLOCKED_SECONDS)  # its refusals do not say for how long
    client = _client(settings, SourceName.ITUNES, itunes.HOSTS, [settings.itunes_url], resolver, limits=limits)
    return Itunes(client, Gate(SourceName.ITUNES, itunes.PACE), settings.country, settings.itunes_url)


def _oembed(settings: SourceSettings, resolver: AbstractResolver) -> Oembed:
    bases = Bases(settings.spotify_pages_url, settings.youtube_url, settings.soundcloud_url)
    allowed = [bases.spotify, bases.youtube, bases.soundcloud]
    client = _client(settings, SourceName.OEMBED, oembed.HOSTS, allowed, resolver)
    return Oembed(client, Gate(SourceName.OEMBED, oembed.PACE), bases)


def _short_links(settings: SourceSettings, resolver: AbstractResolver) -> ShortLinks:
    client = _client(settings, SourceName.OEMBED, short_links.HOSTS, (), resolver)
    return ShortLinks(client, Gate(SourceName.OEMBED, short_links.PACE))


def _resolvers(sources: Sequence[PreviewSource], pages: Oembed) -> dict[Service, Sequence[LinkResolver]]:
    """Who knows the songs behind each service's links, the best informed first."""
    by_name = {source.name: source for source in sources}

    def known(name: SourceName, ref: Ref) -> list[LinkResolver]:
        return [LinkResolver(by_name[name], ref)] if name in by_name else []

    titles = [LinkResolver(pages, lambda link: link.uri)]
    videos = known(SourceName.YTDLP, lambda link: link.uri)
    return {
        Service.SPOTIFY: [*known(SourceName.SPOTIFY, lambda link: link.id), *titles],
        Service.DEEZER: known(SourceName.DEEZER, lambda link: link.id),
        Service.APPLE: known(SourceName.ITUNES, lambda link: f"{link.country or 'us'}:{link.id}"),
        Service.YOUTUBE: [*titles, *videos],
        Service.SOUNDCLOUD: [*titles, *videos],
        Service.BANDCAMP: videos,
    }


def _client(
    settings: SourceSettings,
    name: SourceName,
    hosts: Sequence[str],
    bases: Sequence[str],
    resolver: AbstractResolver,
    *,
    limits: Limits | None = None,
) -> HttpClient:
    return HttpClient(Addresses(name, hosts, bases), resolver, settings.contact, limits)
