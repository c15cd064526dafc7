"""Short links: what stands behind an address of a service's own shortener.

Only the shorteners that are listed here are asked, at an address built from the link's id; the client follows redirects
inside the list alone, and where they end is parsed like any other link.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.previews.client import HttpClient
from data.previews.errors import TrackMissing
from data.previews.facts import SourceName
from data.previews.gate import Gate, Pace
from data.previews.links import Kind, Link, Service, find_link

HOSTS = (
    "spotify.link",
    "open.spotify.com",
    "link.deezer.com",
    "www.deezer.com",
    "on.soundcloud.com",
    "soundcloud.com",
)
PACE = Pace(calls=10, seconds=10.0)


@dataclass(frozen=True, slots=True)
class Place:
    """A shortener, and where what it leads to is."""

    short: str
    pages: str


PLACES: Mapping[Service, Place] = {
    Service.SPOTIFY: Place("https://spotify.link", "https://open.spotify.com"),
    Service.DEEZER: Place("https://link.deezer.com/s", "https://www.deezer.com"),
    Service.SOUNDCLOUD: Place("https://on.soundcloud.com", "https://soundcloud.com"),
}


class ShortLinks:
    """Asks shorteners.

    Parameters
    ----------
    client
        Allowed to ask :data:`HOSTS` and ``places``.
    places
        Where the shorteners and their pages are.
    """

    def __init__(self, client: HttpClient, gate: Gate, places: Mapping[Service, Place] = PLACES) -> None:
        self._client = client
        self._gate = gate
        self._places = places

    @property
    def name(self) -> SourceName:
        """Whom errors name."""
        return self._client.source

    async def expand(self, link: Link) -> Link:
        """What a short link stands for.

        Raises
        ------
        PreviewError
            ``TrackMissing`` where it leads to no song, album or playlist; else what the client raises.
        """
        place = self._places.get(link.service)
        if place is None or link.kind is not Kind.SHORT:
            raise TrackMissing(self.name, "no short link")
        end = await self._gate.ask(lambda: self._client.follow(f"{place.short}/{link.id}"))
        if end.startswith(place.pages + "/"):
            end = PLACES[link.service].pages + end.removeprefix(place.pages)
        longer = find_link(end)
        if longer is None or longer.service is not link.service or longer.kind is Kind.SHORT:
            raise TrackMissing(self.name, "a short link to no song")
        return longer

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.close()
