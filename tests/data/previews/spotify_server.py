"""A server on loopback that answers as Spotify's Web API and its token service do, faults included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.data.previews.faults import FaultyServer

CLIENT_ID, CLIENT_SECRET = "an-id", "a-secret"


@dataclass(frozen=True, slots=True)
class SpotifyTrack:
    """One track of the server."""

    id: str
    artists: tuple[str, ...]
    title: str
    isrc: str = ""
    seconds: float = 200.0


class SpotifyServer(FaultyServer):
    """``/token``, ``/v1/search``, ``/v1/tracks`` and ``/v1/playlists/{id}/items``.

    Parameters
    ----------
    playlists
        Track ids by playlist id; any other playlist is refused as one that the owner alone may read.
    """

    def __init__(
        self, tracks: Sequence[SpotifyTrack] = (), playlists: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        super().__init__()
        self.tracks = {track.id: track for track in tracks}
        self.playlists = dict(playlists or {})
        self.refused_status = 403
        self._app.router.add_post("/token", self._token)
        self._app.router.add_get("/v1/search", self._search)
        self._app.router.add_get("/v1/tracks/{id}", self._track)
        self._app.router.add_get("/v1/playlists/{id}/items", self._playlist)

    def shape(self, track: SpotifyTrack) -> dict[str, Any]:
        return {
            "id": track.id,
            "name": track.title,
            "artists": [{"id": "x", "name": name} for name in track.artists],
            "album": {
                "name": "An album",
                "release_date": "1997-09-16",
                "images": [{"url": "https://i.scdn.co/image/ab67616d", "width": 640}],
            },
            "duration_ms": int(track.seconds * 1000),
            "explicit": False,
            "external_ids": {"isrc": track.isrc},
            "preview_url": None,
            "type": "track",
        }

    async def _token(self, request: web.Request) -> web.Response:
        told = request.headers.get("Authorization", "")
        if told != "Basic YW4taWQ6YS1zZWNyZXQ=":
            return web.json_response({"error": "invalid_client"}, status=400)
        return web.json_response({"access_token": "a-token", "token_type": "Bearer", "expires_in": 3600})

    async def _search(self, request: web.Request) -> web.Response:
        if self._stranger(request):
            return web.json_response({"error": {"status": 401, "message": "No token"}}, status=401)
        if int(request.query["limit"]) > 10:
            return web.json_response({"error": {"status": 400, "message": "Invalid limit"}}, status=400)
        text = request.query["q"].replace("artist:", " ").replace("track:", " ").casefold()
        found = [track for track in self.tracks.values() if _matches(track, text)]
        return web.json_response({"tracks": {"items": [self.shape(track) for track in found], "total": len(found)}})

    async def _track(self, request: web.Request) -> web.Response:
        track = self.tracks.get(request.match_info["id"])
        if track is None:
            return web.json_response({"error": {"status": 404, "message": "Not found"}}, status=404)
        return web.json_response(self.shape(track))

    async def _playlist(self, request: web.Request) -> web.Response:
        ids = self.playlists.get(request.match_info["id"])
        if ids is None:
            return web.json_response({"error": {"message": "Forbidden"}}, status=self.refused_status)
        offset, limit = int(request.query["offset"]), int(request.query["limit"])
        shown = ids[offset : offset + limit]
        more = f"{self.base}/next" if offset + limit < len(ids) else None
        items = [{"item": self.shape(self.tracks[one]) if one in self.tracks else None} for one in shown]
        return web.json_response({"items": items, "next": more, "total": len(ids)})

    def _stranger(self, request: web.Request) -> bool:
        return request.headers.get("Authorization") != "Bearer a-token"


def _matches(track: SpotifyTrack, text: str) -> bool:
    if text.startswith("isrc:"):
        return track.isrc.casefold() == text.removeprefix("isrc:")
    known = f"{' '.join(track.artists)} {track.title}".casefold()
    return all(word in known for word in text.split())
