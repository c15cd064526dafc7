"""The services from their settings: the one place that knows which implementations there are."""

from __future__ import annotations

from collections.abc import Mapping

import aiohttp
from aiohttp.abc import AbstractResolver

from data.imports.plays import ImportSource
from data.imports.services import lastfm, listenbrainz
from data.imports.services.lastfm import Lastfm
from data.imports.services.listenbrainz import ListenBrainz
from data.imports.services.protocol import HistoryService
from data.imports.services.settings import ServiceSettings
from data.previews.addresses import Addresses
from data.previews.client import HttpClient
from data.previews.facts import SourceName
from data.previews.gate import Gate


def open_services(
    settings: ServiceSettings, resolver: AbstractResolver | None = None
) -> Mapping[ImportSource, HistoryService]:
    """Open all services. Called inside an event loop.

    Parameters
    ----------
    resolver
        Looks names up; the system's own unless told otherwise. Its answers are checked.
    """
    looks_up = resolver or aiohttp.ThreadedResolver()
    token = settings.listenbrainz_token
    asked = HttpClient(
        Addresses(SourceName.LASTFM, lastfm.HOSTS, [settings.lastfm_url]), looks_up, settings.contact, lastfm.LIMITS
    )
    brainz = HttpClient(
        Addresses(SourceName.LISTENBRAINZ, listenbrainz.HOSTS, [settings.listenbrainz_url]),
        looks_up,
        settings.contact,
        listenbrainz.LIMITS,
        headers={"Authorization": f"Token {token}"} if token else None,
    )
    services: tuple[HistoryService, ...] = (
        Lastfm(asked, Gate(SourceName.LASTFM, lastfm.PACE), settings.lastfm_key, settings.lastfm_url),
        ListenBrainz(
            brainz,
            Gate(SourceName.LISTENBRAINZ, listenbrainz.PACE),
            settings.listenbrainz_url,
            allowed=settings.ask_listenbrainz or bool(token),
        ),
    )
    return {service.source: service for service in services}
