from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from data.imports.errors import HistoryProblem, HistoryRefused
from data.imports.process import silently
from data.imports.services.lastfm import PACE, Lastfm
from data.previews.facts import SourceName
from tests.data.imports.exports import NOW, PLAYS
from tests.data.imports.services.servers import LastfmServer
from tests.data.previews.clients import local_client, quick_gate


@pytest.fixture
async def server() -> AsyncIterator[LastfmServer]:
    async with LastfmServer("somebody", PLAYS) as opened:
        yield opened


def client(server: LastfmServer, key: str = "a-key") -> Lastfm:
    base = f"{server.base}/2.0/"
    return Lastfm(
        local_client(SourceName.LASTFM, base), quick_gate(SourceName.LASTFM, replace(PACE, calls=1000)), key, base
    )


async def problem(lastfm: Lastfm, user: str = "somebody") -> HistoryProblem:
    try:
        with pytest.raises(HistoryRefused) as refused:
            await lastfm.read(user, NOW, silently)
        return refused.value.problem
    finally:
        await lastfm.close()


async def test_without_a_key_nothing_is_sent(server: LastfmServer) -> None:
    assert await problem(client(server, "")) is HistoryProblem.NO_KEY
    assert server.asked == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (6, HistoryProblem.UNKNOWN_USER),
        (17, HistoryProblem.HIDDEN),
        (10, HistoryProblem.KEY_REFUSED),
        (26, HistoryProblem.KEY_REFUSED),
        (8, HistoryProblem.OUT_OF_REACH),
        (11, HistoryProblem.OUT_OF_REACH),
        (999, HistoryProblem.OUT_OF_REACH),
    ],
)
async def test_a_failure_inside_an_answer_of_200_is_understood(
    server: LastfmServer, code: int, expected: HistoryProblem
) -> None:
    server.errors = [code] * 10
    assert await problem(client(server)) is expected


async def test_what_passes_is_asked_again(server: LastfmServer) -> None:
    server.errors = [8, 29, 16]
    lastfm = client(server)
    found = await lastfm.read("somebody", NOW, silently)
    await lastfm.close()
    assert found.counts.plays == len(PLAYS)
    assert len(server.asked) == 4


@pytest.mark.parametrize("user", ["a b", "a/b", "a&api_key=b", "\u00f6l", "a?b", "x" * 33])
async def test_a_name_of_other_letters_is_not_sent(server: LastfmServer, user: str) -> None:
    assert await problem(client(server), user) is HistoryProblem.UNKNOWN_USER
    assert server.asked == []


async def test_what_is_playing_right_now_is_no_play(server: LastfmServer) -> None:
    server.plays = []
    assert await problem(client(server)) is HistoryProblem.EMPTY
