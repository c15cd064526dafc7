"""A shortener on loopback: it redirects to its own pages, or to wherever a test wants."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from tests.data.previews.faults import FaultyServer


class ShortenerServer(FaultyServer):
    """``/s/{id}`` redirects; ``/pages/...`` answers a page.

    Parameters
    ----------
    places
        Where each id leads: an address, or a path of this server.
    """

    def __init__(self, places: Mapping[str, str]) -> None:
        super().__init__()
        self.places = dict(places)
        self._app.router.add_get("/s/{id}", self._short)
        self._app.router.add_get("/pages/{rest:.*}", _page)

    async def _short(self, request: web.Request) -> web.Response:
        place = self.places.get(request.match_info["id"])
        return web.Response(status=404) if place is None else web.Response(status=302, headers={"Location": place})


async def _page(request: web.Request) -> web.Response:
    return web.Response(text="<!doctype html><title>A song</title>", content_type="text/html")
