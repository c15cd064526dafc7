"""Asks Discord what it thinks of a token, without connecting a bot."""

from __future__ import annotations

import asyncio

import aiohttp
import discord

from bot.checking import Application
from bot.errors import TokenWrong

PATIENCE_SECONDS = 10.0


async def ask_discord(token: str) -> Application | None:
    """What Discord says of the application behind a token; ``None`` when Discord cannot be reached.

    Raises
    ------
    TokenWrong
        Discord does not know the token.
    """
    client = discord.Client(intents=discord.Intents.none())
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), client:
            await client.login(token)
            facts = await client.application_info()
    except discord.LoginFailure as error:
        raise TokenWrong from error
    except (aiohttp.ClientError, discord.HTTPException, TimeoutError, OSError):
        return None
    flags = facts.flags
    return Application(facts.name, flags.gateway_message_content or flags.gateway_message_content_limited)
