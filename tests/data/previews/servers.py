"""Servers on loopback that answer as Deezer, the iTunes Store and oEmbed pages do, faults included.

::

    async with DeezerServer([ServedTrack(1, "Björk", "Jóga", sound=mp3)]) as deezer:
        ...  # deezer.base is the base address for the settings, deezer.asked what was asked so far
        deezer.fault = Fault.QUOTA  # until it is set to None
        deezer.fault_only = "/preview"  # at addresses that begin so; "" for all
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from PIL import Image

from tests.data.previews.faults import Fault, FaultyServer


@dataclass(frozen=True, slots=True)
class ServedTrack:
    """One track of a server.

    Attributes
    ----------
    sound
        The bytes of its preview; empty for none.
    genre
        In whose chart it is.
    """

    id: int
    artist: str
    title: str
    album: str = "An album"
    isrc: str = ""
    seconds: int = 200
    release: str = "2001-02-03"
    explicit: bool = False
    readable: bool = True
    sound: bytes = b""
    genre: int = 0


class DeezerServer(FaultyServer):
    """``/search``, ``/track``, ``/playlist``, ``/chart``, ``/genre``, previews whose addresses end, and covers.

    Parameters
    ----------
    playlists
        Track ids by playlist id.
    genres
        Names by id.
    preview_seconds
        For so long the address of a preview works.
    """

    def __init__(
        self,
        tracks: Sequence[ServedTrack] = (),
        playlists: Mapping[int, Sequence[int]] | None = None,
        genres: Mapping[int, str] | None = None,
        preview_seconds: float = 900.0,
    ) -> None:
        super().__init__()
        self.tracks = {track.id: track for track in tracks}
        self.playlists = dict(playlists or {})
        self.genres = dict(genres or {0: "All", 132: "Pop"})
        self.preview_seconds = preview_seconds
        self.preview_base = ""
        """Where previews are said to be; empty for this server."""
        self.cover_base = ""
        self._app.router.add_get("/search", self._search)
        self._app.router.add_get("/track/{ref}", self._track)
        self._app.router.add_get("/playlist/{id}/tracks", self._playlist)
        self._app.router.add_get("/chart/{genre}/tracks", self._chart)
        self._app.router.add_get("/genre", self._genre)
        self._app.router.add_get("/preview/{id}.mp3", self._preview)
        self._app.router.add_get("/cover/{id}.jpg", _cover)

    def api_fault(self, fault: Fault) -> web.Response | None:
        messages = {Fault.QUOTA: (4, "Quota limit exceeded"), Fault.BUSY: (700, "Service busy")}
        if fault not in messages:
            return None
        code, message = messages[fault]
        return web.json_response({"error": {"type": "Exception", "message": message, "code": code}})

    def shape(self, track: ServedTrack, whole: bool) -> dict[str, Any]:
        """A track as the API tells it: ISRC and date only where it is asked for by id."""
        number = track.id + 1 if self.fault is Fault.WRONG_TRACK else track.id
        ends = int(time.time() + self.preview_seconds)
        signed = f"?hdnea=exp={ends}~acl=/preview/{track.id}.mp3*~data=user_id=0~hmac=00ff"
        can_hear = bool(track.sound) and track.readable
        cover = f"{self.cover_base or self.base}/cover/{track.id}.jpg"
        return {
            "id": number,
            "readable": track.readable,
            "title": track.title,
            "title_short": track.title.partition(" (")[0],
            "link": f"https://www.deezer.com/track/{number}",
            "duration": track.seconds,
            "rank": 1000,
            "explicit_lyrics": track.explicit,
            "preview": f"{self.preview_base or self.base}/preview/{track.id}.mp3{signed}" if can_hear else "",
            "artist": {"id": 1, "name": track.artist, "type": "artist"},
            "album": {"id": 2, "title": track.album, "cover_medium": cover, "type": "album"},
            "type": "track",
        } | ({"isrc": track.isrc, "release_date": track.release} if whole else {})

    async def _search(self, request: web.Request) -> web.Response:
        text = request.query["q"].replace("artist:", " ").replace("track:", " ").replace('"', " ")
        found = [] if self.fault is Fault.EMPTY_LIST else [t for t in self.tracks.values() if _matches(t, text)]
        return self._list(found[: int(request.query.get("limit", "25"))], len(found))

    async def _track(self, request: web.Request) -> web.Response:
        ref = request.match_info["ref"]
        if ref.startswith("isrc:"):
            track = next((t for t in self.tracks.values() if t.isrc == ref.removeprefix("isrc:")), None)
        else:
            track = self.tracks.get(int(ref))
        return _no_data() if track is None else web.json_response(self.shape(track, whole=True))

    async def _playlist(self, request: web.Request) -> web.Response:
        ids = self.playlists.get(int(request.match_info["id"]))
        return _no_data() if ids is None else self._page(request, [self.tracks[i] for i in ids])

    async def _chart(self, request: web.Request) -> web.Response:
        genre = int(request.match_info["genre"])
        return self._page(request, [t for t in self.tracks.values() if genre in {0, t.genre}])

    async def _genre(self, request: web.Request) -> web.Response:
        return web.json_response(
            {"data": [{"id": i, "name": name, "type": "genre"} for i, name in self.genres.items()]}
        )

    async def _preview(self, request: web.Request) -> web.Response:
        ends = int(request.query["hdnea"].removeprefix("exp=").partition("~")[0])
        if ends < time.time():
            return web.Response(status=403)
        return web.Response(body=self.tracks[int(request.match_info["id"])].sound, content_type="audio/mpeg")

    def _page(self, request: web.Request, tracks: Sequence[ServedTrack]) -> web.Response:
        index, limit = int(request.query.get("index", "0")), int(request.query.get("limit", "25"))
        page = tracks[index : index + limit]
        more = index + limit < len(tracks)
        return self._list(page, len(tracks), f"http://169.254.169.254/?index={index + limit}" if more else "")

    def _list(self, tracks: Sequence[ServedTrack], total: int, following: str = "") -> web.Response:
        shapes = [self.shape(track, whole=False) for track in tracks]
        return web.json_response({"data": shapes, "total": total} | ({"next": following} if following else {}))


class ItunesServer(FaultyServer):
    """``/search`` and ``/lookup``, previews and covers. It knows its tracks in one country's store only."""

    def __init__(self, tracks: Sequence[ServedTrack] = (), country: str = "us") -> None:
        super().__init__()
        self.tracks = {track.id: track for track in tracks}
        self.country = country
        self._app.router.add_get("/search", self._search)
        self._app.router.add_get("/lookup", self._lookup)
        self._app.router.add_get("/preview/{id}.m4a", self._preview)
        self._app.router.add_get("/cover/{id}/{size}.jpg", _cover)

    def shape(self, track: ServedTrack) -> dict[str, Any]:
        number = track.id + 1 if self.fault is Fault.WRONG_TRACK else track.id
        heard = {"previewUrl": f"{self.base}/preview/{track.id}.m4a"} if track.sound else {}
        return heard | {
            "wrapperType": "track",
            "kind": "song",
            "trackId": number,
            "artistName": track.artist,
            "collectionName": track.album,
            "trackName": track.title,
            "trackViewUrl": f"https://music.apple.com/{self.country}/album/x/1?i={number}&uo=4",
            "artworkUrl100": f"{self.base}/cover/{track.id}/100x100bb.jpg",
            "releaseDate": f"{track.release}T12:00:00Z",
            "trackExplicitness": "explicit" if track.explicit else "notExplicit",
            "trackTimeMillis": track.seconds * 1000,
            "country": "USA",
        }

    async def _search(self, request: web.Request) -> web.Response:
        found = [track for track in self.tracks.values() if _matches(track, request.query["term"])]
        return self._results(request, found[: int(request.query["limit"])])

    async def _lookup(self, request: web.Request) -> web.Response:
        track = self.tracks.get(int(request.query["id"]))
        return self._results(request, [] if track is None else [track])

    def _results(self, request: web.Request, tracks: Sequence[ServedTrack]) -> web.Response:
        here = request.query.get("country", "us") == self.country and self.fault is not Fault.EMPTY_LIST
        shapes = [self.shape(track) for track in tracks] if here else []
        # The real one does not say that it is JSON.
        text = json.dumps({"resultCount": len(shapes), "results": shapes})
        return web.Response(text=f"\n\n{text}", content_type="text/javascript")

    async def _preview(self, request: web.Request) -> web.Response:
        return web.Response(body=self.tracks[int(request.match_info["id"])].sound, content_type="audio/x-m4a")


class OembedServer(FaultyServer):
    """``/oembed`` of all three places.

    Parameters
    ----------
    pages
        What is told, by the page's address.
    """

    def __init__(self, pages: Mapping[str, Mapping[str, str]] | None = None) -> None:
        super().__init__()
        self.pages = dict(pages or {})
        self._app.router.add_get("/oembed", self._oembed)

    async def _oembed(self, request: web.Request) -> web.Response:
        page = self.pages.get(request.query["url"])
        return web.Response(status=404) if page is None else web.json_response({"version": "1.0", **page})


def picture(width: int = 600, height: int = 600, kind: str = "JPEG") -> bytes:
    """A picture with a slope of colour in it."""
    made = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(made, kind)
    return made.getvalue()


def _matches(track: ServedTrack, text: str) -> bool:
    known = f"{track.artist} {track.title}".casefold()
    return all(word in known for word in text.casefold().split())


def _no_data() -> web.Response:
    return web.json_response({"error": {"type": "DataException", "message": "no data", "code": 800}})


async def _cover(request: web.Request) -> web.Response:
    return web.Response(body=picture(), content_type="image/jpeg")
