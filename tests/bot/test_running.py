"""Connecting, the ways in which Discord refuses, and the end."""

import asyncio
import os
import signal
from types import TracebackType

import aiohttp
import discord
import pytest
from pydantic import SecretStr

from bot.client import Segue
from bot.errors import DiscordUnreachable, IntentMissing, TokenMissing, TokenWrong
from bot.running import run, until_told_to_stop
from bot.services import Services
from bot.settings import Discord, Settings
from tests.bot.test_tokens import TOKEN
from tests.bot.toy import ToyEar


class Line:
    """A connection that does as it is told, and remembers how it went."""

    def __init__(self, refusal: Exception | None = None) -> None:
        self.refusal = refusal
        self.token = ""
        self.services: Services | None = None
        self.started = asyncio.Event()
        self.left = False

    def __call__(self, services: Services, settings: Settings) -> "Line":
        self.services = services
        return self

    async def __aenter__(self) -> "Line":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self.left = True

    async def start(self, token: str) -> None:
        self.token = token
        self.started.set()
        if self.refusal is not None:
            raise self.refusal
        await asyncio.Event().wait()


async def open_toys(settings: Settings) -> Services:
    return await Services.open(settings, ear=ToyEar())


@pytest.fixture
def known(settings: Settings) -> Settings:
    return Settings(
        discord=Discord(token=SecretStr(f" {TOKEN} ")),
        places=settings.places,
        hearing=settings.hearing,
        finding=settings.finding,
        manners=settings.manners,
    )


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        (discord.LoginFailure("Improper token has been passed."), TokenWrong),
        (discord.PrivilegedIntentsRequired(None), IntentMissing),
        (aiohttp.ClientConnectionError("no route"), DiscordUnreachable),
        (discord.GatewayNotFound(), DiscordUnreachable),
        (OSError("no network"), DiscordUnreachable),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_a_refusal_is_named_and_everything_closed(
    known: Settings, refusal: Exception, told: type[Exception]
) -> None:
    line = Line(refusal)
    with pytest.raises(told):
        await run(known, line, open_toys)
    assert line.token == TOKEN
    assert line.left
    assert line.services is not None
    assert line.services.decoder.pids == ()


async def test_without_a_network_the_real_bot_says_so(known: Settings) -> None:
    with pytest.raises(DiscordUnreachable):
        await run(known, Segue, open_toys)


async def test_without_a_token_nothing_is_opened(settings: Settings) -> None:
    line = Line()
    with pytest.raises(TokenMissing):
        await run(settings, line, open_toys)
    assert line.services is None
    assert not settings.places.home.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_it_cleanly(known: Settings, number: signal.Signals) -> None:
    line = Line()

    async def end() -> None:
        await line.started.wait()
        os.kill(os.getpid(), number)

    ending = asyncio.create_task(end())
    await until_told_to_stop(run(known, line, open_toys))
    await ending
    assert line.left
    assert line.services is not None
    assert line.services.decoder.pids == ()


async def test_work_that_ends_by_itself_or_fails_is_not_hidden() -> None:
    async def fail() -> None:
        raise TokenWrong

    await until_told_to_stop(asyncio.sleep(0))
    with pytest.raises(TokenWrong):
        await until_told_to_stop(fail())


async def test_being_cancelled_by_somebody_else_is_passed_on() -> None:
    task = asyncio.create_task(until_told_to_stop(asyncio.sleep(60)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
