"""From settings to a bot that talks to Discord until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Protocol, Self

import aiohttp
import discord

from bot.errors import DiscordUnreachable, IntentMissing, TokenWrong
from bot.logs import logger
from bot.services import Services
from bot.settings import Settings
from bot.tokens import checked_token

_log = logger(__name__)


class Connection(Protocol):
    """What runs: a :class:`discord.Client`, entered, started with the token, and left."""

    async def __aenter__(self) -> Self:
        """Get ready."""

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        """Say goodbye to Discord."""

    async def start(self, token: str) -> None:
        """Log in and stay connected until closed."""


async def run(
    settings: Settings,
    connect: Callable[[Services, Settings], Connection],
    open_services: Callable[[Settings], Awaitable[Services]] = Services.open,
) -> None:
    """Open the services, connect to Discord, and stay until cancelled.

    Raises
    ------
    TokenMissing, TokenWrong, IntentMissing, DiscordUnreachable
        Discord cannot be talked to as things are set.
    StartError
        The services cannot be opened.
    """
    token = checked_token(settings.discord.token)
    async with await open_services(settings) as services:
        try:
            async with connect(services, settings) as connection:
                await connection.start(token)
        except discord.LoginFailure as error:
            raise TokenWrong from error
        except discord.PrivilegedIntentsRequired as error:
            raise IntentMissing from error
        except (aiohttp.ClientError, discord.GatewayNotFound, discord.HTTPException, OSError) as error:
            _log.error("discord_refused", error=f"{type(error).__name__}: {error}")
            raise DiscordUnreachable from error


async def until_told_to_stop(work: Awaitable[None]) -> None:
    """Await ``work``; the first Ctrl-C or SIGTERM cancels it, and this returns when it has cleaned up."""
    task = asyncio.ensure_future(work)
    told = False

    def stop() -> None:
        nonlocal told
        told = True
        _log.info("stopping")
        task.cancel()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    try:
        await task
    except asyncio.CancelledError:
        if not told:
            raise
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
