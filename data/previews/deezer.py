"""Deezer: names, ISRCs and thirty seconds of MP3 without a key. It asks to be named and linked to.

References
----------
https://developers.deezer.com/api
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cachetools import TTLCache

from data.previews import json_fields as fields
from data.previews.client import HttpClient, JsonObject
from data.previews.deezer_answers import DeezerBusy, facts_of, judged, preview_of, still_good
from data.previews.errors import PreviewError, SourceConfused, SourceRefused, TrackMissing
from data.previews.facts import SourceName, TrackFacts
from data.previews.gate import Gate, Pace, after_a_moment
from data.previews.protocol import SongQuery
from data.times import Clock, utc_now

BASE = "https://api.deezer.com"
HOSTS = ("api.deezer.com", ".dzcdn.net")
PACE = Pace(calls=15, seconds=5.0)
"""Deezer allows 50 calls in 5 s to one IP address."""

MAX_AUDIO_BYTES = 4 * 1024 * 1024
"""Thirty seconds at 128 kbit/s are 480 KB."""
MAX_LIST = 10_000
"""Tracks of one list."""
_PAGE = 100
_MAX_FOUND = 25
_MAX_QUERY_CHARS = 150
_ID = re.compile(r"[0-9]{1,18}")
_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")

_KEPT_PREVIEWS = 512
_KEPT_SECONDS = 600.0
"""A signed preview address works for about a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class DeezerGenre:
    """A genre that has a chart. Genre 0 is all of them."""

    id: int
    name: str


class Deezer:
    """Deezer as a source.

    Parameters
    ----------
    client
        Allowed to ask :data:`HOSTS` and ``base``.
    base
        Where the API is.
    clock
        Compared with the moment at which a preview address ends.
    """

    def __init__(self, client: HttpClient, gate: Gate, base: str = BASE, clock: Clock = utc_now) -> None:
        self._client = client
        self._gate = gate
        self._base = base.rstrip("/")
        self._clock = clock
        # Signed addresses end within minutes: they are kept between a search and the listening, never written down.
        self._previews: TTLCache[str, str] = TTLCache(_KEPT_PREVIEWS, _KEPT_SECONDS, timer=lambda: clock().timestamp())

    @property
    def name(self) -> SourceName:
        """Deezer."""
        return SourceName.DEEZER

    async def search(self, query: SongQuery, limit: int) -> Sequence[TrackFacts]:
        """Ask by ISRC where there is one, else by artist and title, else by the text."""
        if query.isrc:
            found = await self._by_isrc(query.isrc)
            if found is not None:
                return (found,)
        if query.artist and query.title:
            strict = f'artist:"{_plain(query.artist)}" track:"{_plain(query.title)}"'
            tracks = await self._search(strict, limit)
            if tracks:
                return tracks
        return await self._search(_plain(query.text), limit) if query.text != query.isrc else ()

    async def resolve(self, ref: str) -> TrackFacts:
        """Ask for one track by its number."""
        return self._facts_or_raise(await self._track(ref), ref)

    async def fetch(self, ref: str) -> bytes:
        """Thirty seconds as MP3; an address that ended meanwhile is asked for again, once."""
        kept = self._previews.get(ref, "")
        good = kept and still_good(kept, self._clock().timestamp())
        address = kept if good else await self._preview(ref)
        try:
            return await self._sound(address)
        except SourceRefused:
            return await self._sound(await self._preview(ref))

    async def playlist_tracks(self, playlist: str, limit: int) -> Sequence[TrackFacts]:
        """The tracks of a public playlist in its order, at most ``limit`` and at most 10,000.

        Raises
        ------
        PreviewError
            It is not public, does not exist, or Deezer cannot be asked.
        """
        if not _ID.fullmatch(playlist):
            raise TrackMissing(self.name, "no number of a playlist")
        return await self._listed(f"/playlist/{playlist}/tracks", limit)

    async def chart_tracks(self, genre: int, limit: int) -> Sequence[TrackFacts]:
        """The tracks most listened to now, of one genre or, by 0, of all."""
        return await self._listed(f"/chart/{genre}/tracks", limit)

    async def genres(self) -> Sequence[DeezerGenre]:
        """Every genre that has a chart, all of them together first."""
        found = await self._ask("/genre")
        numbered = [(fields.whole(entry, "id"), fields.text(entry, "name")) for entry in fields.objects(found, "data")]
        return tuple(DeezerGenre(number, name) for number, name in numbered if number is not None and name)

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.close()

    async def _by_isrc(self, isrc: str) -> TrackFacts | None:
        if not _ISRC.fullmatch(isrc):
            return None
        try:
            found = self._facts(await self._ask(f"/track/isrc:{isrc}"))
        except TrackMissing:
            return None
        return found if found is not None and found.isrc == isrc else None

    async def _search(self, text: str, limit: int) -> Sequence[TrackFacts]:
        if not text:
            return ()
        most = max(1, min(limit, _MAX_FOUND))
        try:
            found = await self._ask("/search", {"q": text, "limit": str(most)})
        except TrackMissing:
            return ()
        return self._all_facts(found)[:most]

    async def _listed(self, path: str, limit: int) -> Sequence[TrackFacts]:
        most = min(limit, MAX_LIST)
        tracks: dict[str, TrackFacts] = {}
        # The addresses of next pages are the source's to say; the way through them is not.
        for index in range(0, most, _PAGE):
            page = await self._ask(path, {"index": str(index), "limit": str(min(_PAGE, most - index))})
            tracks.update((track.ref, track) for track in self._all_facts(page))
            if not fields.objects(page, "data") or not fields.address(page, "next"):
                break
        return tuple(tracks.values())[:most]

    async def _track(self, ref: str) -> JsonObject:
        if not _ID.fullmatch(ref):
            raise TrackMissing(self.name, "no number of a track")
        return await self._ask(f"/track/{ref}")

    async def _preview(self, ref: str) -> str:
        facts = self._facts_or_raise(await self._track(ref), ref)
        if not facts.can_fetch:
            raise TrackMissing(self.name, "no preview of it here")
        return self._previews[facts.ref]

    async def _sound(self, address: str) -> bytes:
        return await self._gate.ask(lambda: self._client.get_bytes(address, MAX_AUDIO_BYTES))

    async def _ask(self, path: str, params: Mapping[str, str] | None = None) -> JsonObject:
        async def call() -> JsonObject:
            return judged(await self._client.get_json(self._base + path, params))

        return await self._gate.ask(call, _again)

    def _all_facts(self, found: JsonObject) -> list[TrackFacts]:
        return [facts for entry in fields.objects(found, "data") if (facts := self._facts(entry)) is not None]

    def _facts_or_raise(self, found: JsonObject, ref: str) -> TrackFacts:
        facts = self._facts(found)
        if facts is None or facts.ref != str(int(ref)):
            raise SourceConfused(self.name, "another track than was asked for")
        return facts

    def _facts(self, found: JsonObject) -> TrackFacts | None:
        facts = facts_of(found)
        if facts is not None and facts.can_fetch:
            self._previews[facts.ref] = preview_of(found)
        return facts


def _again(error: PreviewError) -> float | None:
    return error.seconds if isinstance(error, DeezerBusy) else after_a_moment(error)


def _plain(text: str) -> str:
    """Leave out quotation marks, which Deezer has no way to escape."""
    return " ".join(text.replace('"', " ").split())[:_MAX_QUERY_CHARS]
