"""The connection that spotipy is given: bounded in bytes and time, without redirects, proxies, netrc or retries."""

from __future__ import annotations

import io
import logging
import time

import requests
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError

from data.previews.statuses import REDIRECTS

MAX_BYTES = 1024 * 1024
"""A page of 50 playlist tracks is about 150 KB."""
_PIECE = 64 * 1024


class Unreadable(requests.exceptions.RequestException):
    """An answer that is too large, too slow, packed though that was not asked for, or breaks off."""


class Redirected(requests.exceptions.RequestException):
    """An answer that points elsewhere; it is not followed, nor even read."""


class SpotifySession(requests.Session):
    """A session whose answers are read whole, within limits, before anything is done with them.

    Parameters
    ----------
    seconds
        How long an answer may take to arrive once it has begun; until then, spotipy's own timeout holds.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.trust_env = False
        self.headers["Accept-Encoding"] = "identity"
        for scheme in ("http://", "https://"):
            self.mount(scheme, _BoundedAdapter(seconds))
        # spotipy logs what was searched for, which is a member's text.
        logging.getLogger("spotipy").setLevel(logging.CRITICAL)


class _BoundedAdapter(HTTPAdapter):
    def __init__(self, seconds: float) -> None:
        super().__init__(max_retries=0)
        self._seconds = seconds

    def build_response(self, req: requests.PreparedRequest, resp: BaseHTTPResponse) -> requests.Response:
        """Read the answer here, and hand on what lies in memory."""
        if resp.status in REDIRECTS:
            resp.close()
            raise Redirected
        body = self._body(resp)
        response = super().build_response(req, resp)
        response.raw = io.BytesIO(body)
        return response

    def _body(self, response: BaseHTTPResponse) -> bytes:
        until = time.monotonic() + self._seconds
        body = bytearray()
        try:
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise Unreadable("packed in a way that was not asked for")
            while piece := response.read1(_PIECE, decode_content=False):
                body += piece
                if len(body) > MAX_BYTES:
                    raise Unreadable("too large")
                if time.monotonic() > until:
                    raise Unreadable("too slow")
        except HTTPError as error:
            raise Unreadable("cut off, or too slow") from error
        finally:
            # What was not read is never read: the connection goes with it.
            response.close()
        return bytes(body)
