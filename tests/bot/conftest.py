"""The whole bot without Discord: real files, real processes, a toy ear and a toy catalogue."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from bot.services import Services
from bot.settings import Finding, Hearing, Manners, Places, Previews, Settings
from data.ids import MemberId
from tests.bot.toy import ToyEar, ToySong, toy_songs, write_toy_catalogue


@pytest.fixture(scope="session")
def songs() -> list[ToySong]:
    return toy_songs()


@pytest.fixture(scope="session")
def shipped(songs: list[ToySong], tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("shipped")
    write_toy_catalogue(directory, songs)
    return directory


@pytest.fixture
def settings(tmp_path: Path, shipped: Path) -> Settings:
    return Settings(
        places=Places(home=tmp_path / "home", shipped=shipped),
        hearing=Hearing(decoders=1, batch_wait_ms=1),
        finding=Finding(recent_days=14),
        previews=Previews(sources="none"),
        manners=Manners(cool_down_seconds=0.0, queue=3),
    )


@pytest_asyncio.fixture
async def services(settings: Settings) -> AsyncIterator[Services]:
    async with await Services.open(settings, ear=ToyEar()) as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_services(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Services]:
    """Services for all tests that only need a member of their own (``member``): opening them takes time."""
    settings = Settings(
        places=Places(home=tmp_path_factory.mktemp("shared") / "home", shipped=shipped),
        hearing=Hearing(decoders=1, batch_wait_ms=1),
        previews=Previews(sources="none"),
        manners=Manners(cool_down_seconds=0.0, queue=3),
    )
    async with await Services.open(settings, ear=ToyEar()) as opened:
        yield opened


@pytest.fixture
def member() -> MemberId:
    """A member of whom nothing is known yet."""
    return MemberId(next(_MEMBERS))


@pytest.fixture
def other() -> MemberId:
    """Another one."""
    return MemberId(next(_MEMBERS))


_MEMBERS = count(2**62)


def with_home(settings: Settings, home: Path) -> Settings:
    return replace(settings, places=settings.places.model_copy(update={"home": home}))
