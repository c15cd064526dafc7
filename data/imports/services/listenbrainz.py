"""ListenBrainz' ``/1/user/NAME/listens``: public, with or without the operator's token."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from urllib.parse import quote

from data.imports.dates import Dates
from data.imports.errors import HistoryProblem, HistoryRefused
from data.imports.formats.listenbrainz import listen
from data.imports.plays import ImportSource, Layout
from data.imports.process import History, Progress
from data.imports.services.paging import Page, PageLimits, again, gathered
from data.imports.services.settings import LISTENBRAINZ_URL
from data.previews.client import HttpClient, JsonObject, Limits
from data.previews.errors import SourceConfused
from data.previews.facts import SourceName
from data.previews.gate import Gate, Pace
from data.previews.json_fields import objects, whole

HOSTS = ("api.listenbrainz.org",)
PACE = Pace(calls=2, seconds=1.0, patience_seconds=90.0, rest_seconds=10.0, tries=4)
"""It allows about thirty requests in ten seconds, and says 429 past that."""
LIMITS = Limits(total_seconds=20.0, busy_seconds=10.0)
LISTENS_A_PAGE = 200
"""It gives up to 1,000, of a thousand bytes and more each; the client reads a mebibyte."""
MAX_USER_CHARS = 64


class ListenBrainz:
    """Reads listens.

    Parameters
    ----------
    allowed
        Whether it may be asked at all; otherwise nothing is sent.
    """

    source = ImportSource.LISTENBRAINZ

    def __init__(
        self,
        client: HttpClient,
        gate: Gate,
        base: str = LISTENBRAINZ_URL,
        limits: PageLimits | None = None,
        *,
        allowed: bool = True,
    ) -> None:
        self._client = client
        self._gate = gate
        self._base = base.rstrip("/")
        self._limits = limits or PageLimits()
        self._allowed = allowed

    async def read(self, user: str, now: int, progress: Progress) -> History:
        """Read a member's listens; see :meth:`data.imports.services.protocol.HistoryService.read`."""
        if not self._allowed:
            raise HistoryRefused(HistoryProblem.NO_KEY)
        if not user.strip() or len(user) > MAX_USER_CHARS or not user.isprintable() or user in {".", ".."}:
            raise HistoryRefused(HistoryProblem.UNKNOWN_USER)
        return await gathered(self._pages(user.strip(), now), Layout.LISTENBRAINZ, self._limits, progress)

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.close()

    async def _pages(self, user: str, now: int) -> AsyncIterator[Page]:
        dates, before = Dates(now), now + 1
        while True:
            found = await self._gate.ask(partial(self._page, user, before), again)
            listens = objects(found, "payload", "listens")
            times = [at for one in listens if (at := whole(one, "listened_at")) is not None and at < before]
            # Where no time goes further back, the same page would come for ever.
            yield Page([listen(one, dates) for one in listens], last=len(listens) < LISTENS_A_PAGE or not times)
            before = min(times, default=0)

    async def _page(self, user: str, before: int) -> JsonObject:
        address = f"{self._base}/1/user/{quote(user, safe='')}/listens"
        found = await self._client.get_json(address, {"max_ts": str(before), "count": str(LISTENS_A_PAGE)})
        if not isinstance(found.get("payload"), dict):
            raise SourceConfused(SourceName.LISTENBRAINZ, "an answer without listens")
        return found
