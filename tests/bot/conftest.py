"""The whole bot without Discord: real files, real processes, a toy ear and a toy catalogue."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.services import Services
from bot.settings import Finding, Hearing, Manners, Places, Previews, Settings
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


def with_home(settings: Settings, home: Path) -> Settings:
    return replace(settings, places=settings.places.model_copy(update={"home": home}))
