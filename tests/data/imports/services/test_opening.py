from __future__ import annotations

import pytest

from data.imports.errors import HistoryProblem, HistoryRefused
from data.imports.plays import ImportSource
from data.imports.process import silently
from data.imports.services.opening import open_services
from data.imports.services.settings import ServiceSettings
from tests.data.imports.exports import NOW, PLAYS
from tests.data.imports.services.servers import ListenBrainzServer


async def test_a_token_goes_along_where_there_is_one() -> None:
    async with ListenBrainzServer("some body", PLAYS) as server:
        for token, told in (("", None), ("t0ken", "Token t0ken")):
            settings = ServiceSettings(listenbrainz_token=token, listenbrainz_url=server.base, contact="me@example.org")
            service = open_services(settings)[ImportSource.LISTENBRAINZ]
            assert (await service.read("some body", NOW, silently)).counts.plays == len(PLAYS)
            await service.close()
            assert server.headers[-1].get("Authorization") == told
            assert server.headers[-1]["User-Agent"] == "Segue (me@example.org)"


async def test_what_may_not_be_asked_is_not_asked() -> None:
    async with ListenBrainzServer("somebody", PLAYS) as server:
        settings = ServiceSettings(ask_listenbrainz=False, listenbrainz_url=server.base, lastfm_url=server.base)
        for service in open_services(settings).values():
            with pytest.raises(HistoryRefused) as refused:
                await service.read("somebody", NOW, silently)
            assert refused.value.problem is HistoryProblem.NO_KEY
            await service.close()
        assert server.asked == []


def test_keys_are_not_shown() -> None:
    assert "s3cret" not in repr(ServiceSettings(lastfm_key="s3cret", listenbrainz_token="s3cret"))
