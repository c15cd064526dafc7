"""Servers on loopback that answer as Last.fm and ListenBrainz do, faults included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiohttp import web

from tests.data.imports.exports import Made, listen
from tests.data.previews.faults import FaultyServer


class LastfmServer(FaultyServer):
    """``user.getrecenttracks`` of one member, the newest first.

    Parameters
    ----------
    key
        The one that it takes.
    """

    def __init__(self, user: str, plays: Sequence[Made], key: str = "a-key") -> None:
        super().__init__()
        self.user = user
        self.plays = sorted(plays, key=lambda one: -one.at)
        self.key = key
        self.errors: list[int] = []
        """Codes of failures that are told next, one a request, inside an answer of 200."""
        self._app.router.add_get("/2.0/", self._recent)

    async def _recent(self, request: web.Request) -> web.Response:
        query = request.query
        if self.errors:
            return _error(self.errors.pop(0))
        if query["api_key"] != self.key:
            return _error(10)
        if query["user"] != self.user:
            return _error(6)
        limit, page = int(query["limit"]), int(query["page"])
        found = [one for one in self.plays if one.at <= int(query["to"])]
        pages = -(-len(found) // limit)
        tracks: list[dict[str, Any]] = [_track(one) for one in found[(page - 1) * limit : page * limit]]
        now = _track(Made("Right", "Now", 0)) | {"@attr": {"nowplaying": "true"}}
        del now["date"]
        tracks.insert(0, now)
        about = {"user": self.user, "page": str(page), "perPage": str(limit), "totalPages": str(pages)}
        # One track alone comes without a list around it.
        shown: Any = tracks[0] if len(tracks) == 1 else tracks
        return web.json_response({"recenttracks": {"track": shown, "@attr": about}})


class ListenBrainzServer(FaultyServer):
    """``/1/user/NAME/listens`` of one member, the newest first."""

    def __init__(self, user: str, plays: Sequence[Made]) -> None:
        super().__init__()
        self.user = user
        self.plays = sorted(plays, key=lambda one: -one.at)
        self._app.router.add_get("/1/user/{user}/listens", self._listens)

    async def _listens(self, request: web.Request) -> web.Response:
        if request.match_info["user"] != self.user:
            return web.json_response({"code": 404, "error": "Cannot find user"}, status=404)
        before, count = int(request.query["max_ts"]), int(request.query["count"])
        found = [listen(one) for one in self.plays if one.at < before][:count]
        return web.json_response({"payload": {"count": len(found), "listens": found, "user_id": self.user}})


def _error(code: int) -> web.Response:
    return web.json_response({"error": code, "message": "No", "links": []})


def _track(one: Made) -> dict[str, Any]:
    return {
        "artist": {"mbid": "", "#text": one.artist},
        "name": one.title,
        "album": {"mbid": "", "#text": ""},
        "date": {"uts": str(one.at), "#text": "x"},
    }
