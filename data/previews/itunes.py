"""The iTunes Store: thirty seconds of AAC without a key, twenty questions a minute. It asks for a link to the store.

References
----------
https://developer.apple.com/library/archive/documentation/AudioVideo/Conceptual/iTuneSearchAPI
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cachetools import TTLCache

from data.previews import json_fields as fields
from data.previews.client import HttpClient, JsonObject
from data.previews.errors import SourceClosed, SourceConfused, SourceRefused, TrackMissing
from data.previews.facts import SourceName, TrackFacts
from data.previews.gate import Gate, Pace
from data.previews.protocol import SongQuery
from data.times import Clock, utc_now

BASE = "https://itunes.apple.com"
HOSTS = ("itunes.apple.com", ".itunes.apple.com")
PACE = Pace(calls=10, seconds=60.0)
"""Apple allows about 20 calls a minute to one IP address."""
BLOCKED_SECONDS = 30 * 60.0
"""Who asks too often gets 403 without a word, for minutes to an hour."""

MAX_AUDIO_BYTES = 4 * 1024 * 1024
"""Thirty seconds at 256 kbit/s are 1 MB."""
_MAX_FOUND = 25
_MAX_QUERY_CHARS = 150
_KEPT_PREVIEWS = 512
_KEPT_SECONDS = 3600.0
_REF = re.compile(r"(?P<country>[a-z]{2}):(?P<id>[0-9]{1,18})")
_SMALL_COVER, _COVER = "100x100bb", "600x600bb"
_EXPLICIT = {"explicit": True, "cleaned": False, "notExplicit": False}


class Itunes:
    """The iTunes Store as a source. Its tracks differ by country: a ref is ``us:12345``.

    Parameters
    ----------
    client
        Allowed to ask :data:`HOSTS` and ``base``.
    country
        Whose store is searched, two letters.
    base
        Where the API is.
    clock
        For how long preview addresses are kept in mind.
    """

    def __init__(
        self, client: HttpClient, gate: Gate, country: str = "us", base: str = BASE, clock: Clock = utc_now
    ) -> None:
        self._client = client
        self._gate = gate
        self._country = country.lower()
        self._base = base.rstrip("/")
        # One question less of twenty where the track was searched a moment ago.
        self._previews: TTLCache[str, str] = TTLCache(_KEPT_PREVIEWS, _KEPT_SECONDS, timer=lambda: clock().timestamp())
        self._doubted = False

    @property
    def name(self) -> SourceName:
        """The iTunes Store."""
        return SourceName.ITUNES

    async def search(self, query: SongQuery, limit: int) -> Sequence[TrackFacts]:
        """Ask by artist and title, else by the text; nothing for an ISRC alone, which the store does not tell."""
        named = f"{query.artist} {query.title}" if query.artist and query.title else query.text
        term = " ".join(named.split())[:_MAX_QUERY_CHARS]
        if not term or term == query.isrc:
            return ()
        most = max(1, min(limit, _MAX_FOUND))
        asked = {"term": term, "media": "music", "entity": "song", "limit": str(most), "country": self._country}
        try:
            results = await self._ask("/search", asked)
        except TrackMissing:
            return ()
        facts = [self._facts(entry, self._country) for entry in results]
        return [found for found in facts if found is not None][:most]

    async def resolve(self, ref: str) -> TrackFacts:
        """Ask for one track by country and number."""
        match = _REF.fullmatch(ref)
        if match is None:
            raise TrackMissing(self.name, "no country and number of a track")
        asked = {"id": match["id"], "entity": "song", "country": match["country"]}
        results = await self._ask("/lookup", asked)
        if not results:
            raise TrackMissing(self.name, "not in this country's store")
        facts = self._facts(results[0], match["country"])
        if facts is None or facts.ref != f"{match['country']}:{int(match['id'])}":
            raise SourceConfused(self.name, "another track than was asked for")
        return facts

    async def fetch(self, ref: str) -> bytes:
        """About thirty seconds as M4A."""
        address = self._previews.get(ref) or await self._preview(ref)
        return await self._gate.ask(lambda: self._client.get_bytes(address, MAX_AUDIO_BYTES))

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.close()

    async def _preview(self, ref: str) -> str:
        facts = await self.resolve(ref)
        if not facts.can_fetch:
            raise TrackMissing(self.name, "no preview of it in this country")
        return self._previews[facts.ref]

    async def _ask(self, path: str, params: Mapping[str, str]) -> list[JsonObject]:
        """Ask for a list; an empty one is believed only when a full one was seen since the last refusal.

        Raises
        ------
        PreviewError
            Whatever went wrong.
        """
        results = fields.objects(await self._gate.ask(lambda: self._object(path, params)), "results")
        if results:
            self._doubted = False
        elif self._doubted:
            raise SourceConfused(self.name, "an empty list after a refusal")
        return results

    async def _object(self, path: str, params: Mapping[str, str]) -> JsonObject:
        try:
            return await self._client.get_json(self._base + path, params)
        except SourceRefused as error:
            self._doubted = True
            raise SourceClosed(self.name, error.reason, BLOCKED_SECONDS) from error
        except SourceClosed:
            self._doubted = True
            raise

    def _facts(self, found: JsonObject, country: str) -> TrackFacts | None:
        number = fields.whole(found, "trackId")
        artist, title = fields.text(found, "artistName"), fields.text(found, "trackName")
        if not number or not artist or not title:
            return None
        ref, preview = f"{country}:{number}", fields.address(found, "previewUrl")
        if preview:
            self._previews[ref] = preview
        return TrackFacts(
            source=self.name,
            ref=ref,
            artist=artist,
            title=title,
            album=fields.text(found, "collectionName"),
            year=fields.year(found, "releaseDate"),
            seconds=fields.seconds(found, "trackTimeMillis", unit=0.001),
            link=f"https://music.apple.com/{country}/song/{number}",
            cover=fields.address(found, "artworkUrl100").replace(_SMALL_COVER, _COVER),
            explicit=_EXPLICIT.get(fields.text(found, "trackExplicitness")),
            can_fetch=bool(preview),
        )
