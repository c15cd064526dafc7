from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from data.previews.asking import Answer, ask, ask_all
from data.previews.deezer import Deezer
from data.previews.errors import PreviewError, SourceUnavailable
from data.previews.facts import SourceName
from data.previews.offline import Offline
from data.previews.protocol import SongQuery
from tests.data.previews.clients import local_client, quick_gate
from tests.data.previews.faults import Fault
from tests.data.previews.servers import DeezerServer, ServedTrack

QUERY = SongQuery("medieval")


@pytest.fixture
async def server() -> AsyncIterator[DeezerServer]:
    async with DeezerServer([ServedTrack(n, "Somebody", f"Medieval {n}") for n in range(1, 9)]) as opened:
        yield opened


@pytest.fixture
async def deezer(server: DeezerServer) -> AsyncIterator[Deezer]:
    source = Deezer(local_client(SourceName.DEEZER, server.base), quick_gate(SourceName.DEEZER), server.base)
    yield source
    await source.close()


async def test_each_source_answers_in_its_place(deezer: Deezer) -> None:
    until = asyncio.get_running_loop().time() + 5.0
    answers = await ask_all([deezer, Offline()], QUERY, 3, until)
    assert [answer.source for answer in answers] == [SourceName.DEEZER, SourceName.OFFLINE]
    assert [len(answer.tracks or ()) for answer in answers] == [3, 1]


async def test_who_fails_did_not_answer_and_the_reason_is_noted(server: DeezerServer, deezer: Deezer) -> None:
    server.fault = Fault.DOWN
    reasons: list[PreviewError] = []
    assert await ask(deezer, QUERY, 3, reasons.append) == Answer(SourceName.DEEZER, None)
    assert [type(reason) for reason in reasons] == [SourceUnavailable]


async def test_who_is_late_did_not_answer_and_holds_up_nobody(server: DeezerServer, deezer: Deezer) -> None:
    server.fault = Fault.SILENCE
    until = asyncio.get_running_loop().time() + 0.1
    answers = await ask_all([deezer, Offline()], QUERY, 3, until)
    assert answers[0] == Answer(SourceName.DEEZER, None)
    assert len(answers[1].tracks or ()) == 1


async def test_no_source_gives_no_answer() -> None:
    assert await ask_all([], QUERY, 3, 0.0) == []
