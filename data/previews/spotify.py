"""Spotify through spotipy: what its links lead to, names and ISRCs, and never sound.

Its terms forbid that anything of its content goes into a model; so ``can_fetch`` is always false, and what is heard
comes from another source. spotipy blocks, so it runs in threads; and it obeys a ``Retry-After`` of hours by sleeping,
so it is given nothing to retry with, and the gate closes instead.

References
----------
https://developer.spotify.com/documentation/web-api, https://developer.spotify.com/policy
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, TypeVar

import requests
import spotipy
from spotipy.cache_handler import MemoryCacheHandler
from spotipy.oauth2 import SpotifyClientCredentials, SpotifyOauthError

from data.previews import json_fields as fields
from data.previews.client import JsonObject
from data.previews.errors import (
    AddressRefused,
    PreviewError,
    SourceConfused,
    SourceRefused,
    SourceUnavailable,
    TrackMissing,
)
from data.previews.facts import SourceName, TrackFacts
from data.previews.gate import Gate, Pace
from data.previews.protocol import SongQuery
from data.previews.spotify_session import Redirected, SpotifySession, Unreadable
from data.previews.statuses import failure
from data.times import Clock, utc_now

API = "https://api.spotify.com/v1/"
TOKEN = "https://accounts.spotify.com/api/token"  # noqa: S105 - an address
PACE = Pace(calls=10, seconds=10.0)
"""Spotify counts over thirty seconds and does not say how many; new apps get little."""
TIMEOUT_SECONDS = 5.0
BUSY_SECONDS = 60.0
MAX_FOUND = 10
"""More than that is refused to apps in development mode."""
MAX_LIST = 10_000
_PAGE = 50
_MAX_QUERY_CHARS = 150
_ID = re.compile(r"[0-9A-Za-z]{22}")
_OWNER_ONLY = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})

Said = TypeVar("Said")


class _Credentials(SpotifyClientCredentials):  # type: ignore[misc]
    """Client credentials that are asked for at any address."""

    def __init__(
        self, client_id: str, client_secret: str, address: str, session: requests.Session, timeout_seconds: float
    ) -> None:
        super().__init__(
            client_id,
            client_secret,
            requests_session=session,
            requests_timeout=timeout_seconds,
            cache_handler=MemoryCacheHandler(),
        )
        self.OAUTH_TOKEN_URL = address


class Spotify:
    """Spotify as a source of names.

    Parameters
    ----------
    client_id, client_secret
        Of the operator's app.
    api, token
        Where the API is, and where it gives out tokens.
    clock
        For a ``Retry-After`` that names a date.
    timeout_seconds
        How long an answer may take to begin, and then to end.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        gate: Gate,
        *,
        api: str = API,
        token: str = TOKEN,
        clock: Clock = utc_now,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        self._gate = gate
        self._clock = clock
        self._timeout_seconds = timeout_seconds
        self._session = SpotifySession(timeout_seconds)
        self._spotify = spotipy.Spotify(
            auth_manager=_Credentials(client_id, client_secret, token, self._session, timeout_seconds),
            requests_session=self._session,
            requests_timeout=timeout_seconds,
            retries=0,
            status_retries=0,
        )
        self._spotify.prefix = api.rstrip("/") + "/"

    @property
    def name(self) -> SourceName:
        """Spotify."""
        return SourceName.SPOTIFY

    async def search(self, query: SongQuery, limit: int) -> Sequence[TrackFacts]:
        """Ask by ISRC where there is one, else by artist and title, else by the text."""
        most = max(1, min(limit, MAX_FOUND))
        if query.isrc:
            wanted = f"isrc:{query.isrc}"
        elif query.artist and query.title:
            wanted = f"artist:{_plain(query.artist)} track:{_plain(query.title)}"
        else:
            wanted = _plain(query.text)
        if not wanted:
            return ()
        found = await self._ask(lambda: self._spotify.search(q=wanted, type="track", limit=most))
        entries = fields.objects(found, "tracks", "items")[:most]
        return [facts for entry in entries if (facts := self._facts(entry)) is not None]

    async def resolve(self, ref: str) -> TrackFacts:
        """Ask for one track by its id."""
        if not _ID.fullmatch(ref):
            raise TrackMissing(self.name, "no id of a track")
        facts = self._facts(await self._ask(lambda: self._spotify.track(ref)))
        # A track that moved is answered under its new id, so another id is no other track.
        if facts is None:
            raise SourceConfused(self.name, "no track")
        return facts

    async def fetch(self, ref: str) -> bytes:
        """Raise ``TrackMissing``: Spotify's sound is not for a model's ears."""
        raise TrackMissing(self.name, "its terms forbid listening to it")

    async def playlist_tracks(self, playlist: str, limit: int) -> Sequence[TrackFacts]:
        """The tracks of a playlist in its order, at most ``limit`` and at most 10,000.

        Raises
        ------
        SourceRefused
            Spotify shows the playlist to its owner only, as it does with most to apps in development mode.
        PreviewError
            It cannot be asked.
        """
        if not _ID.fullmatch(playlist):
            raise TrackMissing(self.name, "no id of a playlist")
        most = min(limit, MAX_LIST)
        tracks: dict[str, TrackFacts] = {}
        for offset in range(0, most, _PAGE):
            page = await self._page(playlist, offset, min(_PAGE, most - offset))
            entries = fields.objects(page, "items")
            for entry in entries:
                # The field was called "track" before 2026.
                inner = entry.get("item") or entry.get("track")
                facts = self._facts(inner) if isinstance(inner, dict) else None
                if facts is not None:
                    tracks[facts.ref] = facts
            if not entries or not fields.address(page, "next"):
                break
        return tuple(tracks.values())[:most]

    async def close(self) -> None:
        """Let go of connections."""
        await asyncio.to_thread(self._session.close)

    async def _page(self, playlist: str, offset: int, limit: int) -> JsonObject:
        def call() -> Any:
            return self._spotify.playlist_items(playlist, offset=offset, limit=limit, additional_types=("track",))

        try:
            return await self._ask(call)
        except (SourceRefused, TrackMissing) as error:
            reason = f"a playlist that only its owner may read after signing in, or none ({error.reason})"
            raise SourceRefused(self.name, reason) from error

    async def _ask(self, call: Callable[[], Any]) -> JsonObject:
        async def asked() -> JsonObject:
            try:
                async with asyncio.timeout(2 * self._timeout_seconds):
                    found = await asyncio.to_thread(self._called, call)
            except TimeoutError:
                raise SourceConfused(self.name, "too slow") from None
            if not isinstance(found, dict):
                raise SourceConfused(self.name, "no JSON object")
            return found

        return await self._gate.ask(asked)

    def _called(self, call: Callable[[], Any]) -> Any:
        """Run in a thread; every failure comes out as one of ours."""
        try:
            return call()
        except spotipy.SpotifyException as error:
            raise self._failure(error.http_status, error.headers) from None
        except SpotifyOauthError:
            raise SourceRefused(self.name, "no token for this id and secret") from None
        except Redirected:
            raise AddressRefused(self.name, "a redirect") from None
        except Unreadable as error:
            raise SourceConfused(self.name, str(error)) from None
        except requests.exceptions.Timeout:
            raise SourceConfused(self.name, "too slow") from None
        except (requests.exceptions.ConnectionError, OSError) as error:
            raise SourceUnavailable(self.name, f"out of reach ({type(error).__name__})") from None
        # spotipy trusts the shape of what it reads.
        except (ValueError, AttributeError, KeyError, TypeError, RecursionError) as error:
            raise SourceConfused(self.name, f"an answer of another shape ({type(error).__name__})") from None

    def _failure(self, status: int, headers: Any) -> PreviewError:
        told = (headers or {}).get("Retry-After", "")
        return failure(self.name, status, told, self._clock(), BUSY_SECONDS)

    def _facts(self, found: JsonObject) -> TrackFacts | None:
        ref, title = fields.text(found, "id"), fields.text(found, "name")
        artists = [name for artist in fields.objects(found, "artists") if (name := fields.text(artist, "name"))]
        if not _ID.fullmatch(ref) or not title or not artists:
            return None
        images = fields.objects(found, "album", "images")
        return TrackFacts(
            source=self.name,
            ref=ref,
            artist=", ".join(artists),
            title=title,
            album=fields.text(found, "album", "name"),
            year=fields.year(found, "album", "release_date"),
            seconds=fields.seconds(found, "duration_ms", unit=0.001),
            isrc=fields.isrc(found, "external_ids", "isrc"),
            link=f"https://open.spotify.com/track/{ref}",
            cover=fields.address(images[0], "url") if images else "",
            explicit=fields.flag(found, "explicit"),
        )


def _plain(text: str) -> str:
    """Without what Spotify's search takes for its own signs, and without what cannot be sent."""
    kept = "".join(letter if letter.isprintable() and letter not in '":' else " " for letter in text)
    return " ".join(kept.split())[:_MAX_QUERY_CHARS]
