"""What every service of listening histories must do, over real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

import pytest

from data.imports.errors import HistoryProblem, HistoryRefused
from data.imports.process import History, silently
from data.imports.services.lastfm import PACE, Lastfm
from data.imports.services.listenbrainz import ListenBrainz
from data.imports.services.paging import PageLimits
from data.imports.services.protocol import HistoryService
from data.previews.facts import SourceName
from data.previews.gate import Pace
from tests.data.imports.exports import NOW, PLAYS, Made
from tests.data.imports.services.servers import LastfmServer, ListenBrainzServer
from tests.data.previews.clients import OFTEN, local_client, quick_gate
from tests.data.previews.faults import Fault, FaultyServer

MANY = [Made(f"Artist {number % 9}", f"Song {number % 50}", PLAYS[0].at + 60 * number) for number in range(450)]
USER = "some_body"


@dataclass(frozen=True, slots=True)
class Asked:
    server: FaultyServer
    service: HistoryService


Opener = Callable[..., Awaitable[Asked]]


@pytest.fixture(params=["lastfm", "listenbrainz"])
async def opened(request: pytest.FixtureRequest) -> AsyncIterator[Opener]:
    async with AsyncExitStack() as stack:

        async def opener(plays: list[Made], limits: PageLimits | None = None, pace: Pace = OFTEN) -> Asked:
            service: HistoryService
            if request.param == "lastfm":
                server = await stack.enter_async_context(LastfmServer(USER, plays))
                base = f"{server.base}/2.0/"
                service = Lastfm(
                    local_client(SourceName.LASTFM, base), quick_gate(SourceName.LASTFM, pace), "a-key", base, limits
                )
                asked = Asked(server, service)
            else:
                brainz = await stack.enter_async_context(ListenBrainzServer(USER, plays))
                client = local_client(SourceName.LISTENBRAINZ, brainz.base)
                service = ListenBrainz(client, quick_gate(SourceName.LISTENBRAINZ, pace), brainz.base, limits)
                asked = Asked(brainz, service)
            stack.push_async_callback(service.close)
            return asked

        yield opener


async def read(asked: Asked, user: str = USER) -> History:
    return await asked.service.read(user, NOW, silently)


async def problem(asked: Asked, user: str = USER) -> HistoryProblem:
    with pytest.raises(HistoryRefused) as refused:
        await read(asked, user)
    return refused.value.problem


async def test_all_pages_are_read(opened: Opener) -> None:
    asked, heard = await opened(MANY), list[int]()

    async def progress(plays: int) -> None:
        heard.append(plays)

    found = await asked.service.read(USER, NOW, progress)
    assert found.complete
    assert found.layout.source is asked.service.source
    assert (found.counts.plays, found.counts.read) == (450, 450)
    assert (found.counts.first, found.counts.last) == (MANY[0].at, MANY[-1].at)
    assert sum(song.count for song in found.songs) == 450
    assert {song.artist for song in found.songs} == {one.artist for one in MANY}
    assert heard == [200, 400, 450]
    assert len(asked.server.asked) == 3


async def test_a_page_that_is_just_full_is_not_the_end(opened: Opener) -> None:
    assert (await read(await opened(MANY[:200]))).counts.plays == 200
    assert (await read(await opened(MANY[:400]))).counts.plays == 400


async def test_no_more_pages_are_read_than_may_be(opened: Opener) -> None:
    found = await read(await opened(MANY, PageLimits(pages=1)))
    assert not found.complete
    assert found.counts.plays == 200
    assert found.counts.last == MANY[-1].at


async def test_no_page_is_read_when_the_time_is_over(opened: Opener) -> None:
    assert not (await read(await opened(MANY, PageLimits(seconds=0.0)))).complete


async def test_somebody_without_a_play_has_no_history(opened: Opener) -> None:
    assert await problem(await opened([])) is HistoryProblem.EMPTY


async def test_somebody_whom_nobody_knows(opened: Opener) -> None:
    assert await problem(await opened(MANY), "some_other") is HistoryProblem.UNKNOWN_USER


@pytest.mark.parametrize("user", ["", " ", "x" * 100, "..", "a\nb", "\u202ea"])
async def test_of_what_is_no_name_nothing_is_sent(opened: Opener, user: str) -> None:
    asked = await opened(MANY)
    assert await problem(asked, user) is HistoryProblem.UNKNOWN_USER
    assert asked.server.asked == []


@pytest.mark.parametrize(
    "fault",
    [Fault.HTML, Fault.BROKEN_JSON, Fault.LIST, Fault.DEEP, Fault.SLOW_DRIP, Fault.HUGE_UNDECLARED, Fault.GZIP_BOMB,
     Fault.CUT_OFF, Fault.SERVER_ERROR, Fault.DOWN, Fault.RETRY_AFTER],
)  # fmt: skip
async def test_whatever_it_answers_it_is_out_of_reach(opened: Opener, fault: Fault) -> None:
    asked = await opened(MANY)
    asked.server.fault = fault
    assert await problem(asked) is HistoryProblem.OUT_OF_REACH


async def test_it_leads_nowhere_else(opened: Opener) -> None:
    asked = await opened(MANY)
    asked.server.fault, asked.server.redirect_to = Fault.REDIRECT, "http://169.254.169.254/"
    assert await problem(asked) is HistoryProblem.OUT_OF_REACH


async def test_a_moments_patience_is_had(opened: Opener) -> None:
    asked = await opened(MANY, pace=replace(PACE, calls=1000))
    asked.server.fault, asked.server.retry_after = Fault.RETRY_AFTER, "3"
    assert await problem(asked) is HistoryProblem.OUT_OF_REACH
    assert len(asked.server.asked) == PACE.tries


async def test_a_refusal_means_that_it_is_hidden(opened: Opener) -> None:
    asked = await opened(MANY)
    asked.server.fault = Fault.EMPTY_403
    assert await problem(asked) is HistoryProblem.HIDDEN
