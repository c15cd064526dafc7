"""Last.fm's ``user.getRecentTracks``, which needs the operator's key and may tell of a failure in an answer of 200."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from functools import partial
from typing import NoReturn

from data.imports.dates import Dates
from data.imports.errors import HistoryProblem, HistoryRefused
from data.imports.fields import inside, name
from data.imports.plays import Entry, ImportSource, Layout, Play, Skip
from data.imports.process import History, Progress
from data.imports.services.paging import Page, PageLimits, again, gathered
from data.imports.services.settings import LASTFM_URL
from data.previews.client import HttpClient, JsonObject, Limits
from data.previews.errors import SourceClosed, SourceConfused, SourceUnavailable
from data.previews.facts import SourceName
from data.previews.gate import Gate, Pace
from data.previews.json_fields import objects, whole

HOSTS = ("ws.audioscrobbler.com",)
PACE = Pace(calls=4, seconds=1.0, patience_seconds=90.0, rest_seconds=10.0, tries=4)
"""Its terms allow five requests a second from one address, averaged over five minutes."""
LIMITS = Limits(total_seconds=20.0, busy_seconds=10.0)
"""Pages of long histories take seconds."""
PLAYS_A_PAGE = 200
"""The most that it gives."""

_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{1,31}", re.ASCII)
_NOT_FOUND, _LOGIN_REQUIRED = 6, 17
_KEY_ERRORS = frozenset({4, 10, 13, 26})
_PASSING_ERRORS = frozenset({8, 11, 16})
_RATE_LIMIT = 29
_RATE_SECONDS = 10.0


class Lastfm:
    """Reads scrobbles.

    Parameters
    ----------
    key
        The operator's; empty where there is none, and then nothing is sent.
    """

    source = ImportSource.LASTFM

    def __init__(
        self, client: HttpClient, gate: Gate, key: str, base: str = LASTFM_URL, limits: PageLimits | None = None
    ) -> None:
        self._client = client
        self._gate = gate
        self._key = key
        self._base = base
        self._limits = limits or PageLimits()

    async def read(self, user: str, now: int, progress: Progress) -> History:
        """Read a member's scrobbles; see :meth:`data.imports.services.protocol.HistoryService.read`."""
        if not self._key:
            raise HistoryRefused(HistoryProblem.NO_KEY)
        if _USER.fullmatch(user) is None:
            raise HistoryRefused(HistoryProblem.UNKNOWN_USER)
        return await gathered(self._pages(user, now), Layout.LASTFM, self._limits, progress)

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.close()

    async def _pages(self, user: str, now: int) -> AsyncIterator[Page]:
        dates, number = Dates(now), 1
        while True:
            found = await self._gate.ask(partial(self._page, user, now, number), again)
            pages = whole(found, "recenttracks", "@attr", "totalPages") or 0
            yield Page([_entry(track, dates) for track in _tracks(found)], last=number >= pages)
            number += 1

    async def _page(self, user: str, until: int, page: int) -> JsonObject:
        params = {
            "method": "user.getrecenttracks",
            "user": user,
            "api_key": self._key,
            "format": "json",
            "limit": str(PLAYS_A_PAGE),
            "page": str(page),
            # Without an end, a song that is played meanwhile would move all pages by one.
            "to": str(until),
        }
        found = await self._client.get_json(self._base, params)
        if "error" in found:
            _refuse(whole(found, "error"))
        if not isinstance(found.get("recenttracks"), dict):
            raise SourceConfused(SourceName.LASTFM, "an answer without tracks")
        return found


def _tracks(found: JsonObject) -> list[JsonObject]:
    one = inside(found, "recenttracks", "track")
    tracks = [one] if isinstance(one, dict) else objects(found, "recenttracks", "track")
    # What is playing right now is told on every page and is no play yet.
    return [track for track in tracks if inside(track, "@attr", "nowplaying") != "true"]


def _entry(track: JsonObject, dates: Dates) -> Entry:
    artist = name(inside(track, "artist", "#text")) or name(inside(track, "artist", "name"))
    title = name(track.get("name"))
    at = dates.bounded(whole(track, "date", "uts"))
    return Skip.UNREADABLE if not artist or not title or at is None else Play(artist, title, at)


def _refuse(code: int | None) -> NoReturn:
    if code == _NOT_FOUND:
        raise HistoryRefused(HistoryProblem.UNKNOWN_USER)
    if code == _LOGIN_REQUIRED:
        raise HistoryRefused(HistoryProblem.HIDDEN)
    if code in _KEY_ERRORS:
        raise HistoryRefused(HistoryProblem.KEY_REFUSED)
    if code == _RATE_LIMIT:
        raise SourceClosed(SourceName.LASTFM, "rate limit", _RATE_SECONDS)
    if code in _PASSING_ERRORS:
        raise SourceUnavailable(SourceName.LASTFM, f"error {code}")
    raise SourceConfused(SourceName.LASTFM, f"error {code}")
