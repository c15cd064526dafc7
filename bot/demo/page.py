"""Start the real bot in the simulated Discord, give the server its past, and serve the page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import simcord

from bot.client import Segue
from bot.demo.past import record_past
from bot.demo.people import PEOPLE
from bot.demo.pictures import PictureReader
from bot.demo.server import Server, converse, found
from bot.services import Services
from bot.settings import Settings
from data.ids import GuildId, MemberId

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "data" / "examples" / "obsidian-shell-starfall.flac"
"""The clip of the second conversation."""

SETTLE_SECONDS = 60.0
"""How long one action of a visitor may take; a slow machine may need a while for the first clip."""

PAGE_WIDTH, PAGE_HEIGHT = 1100, 900
"""Pixels; the page fits itself to the window, these are what a capture of it has."""

Say = Callable[[str], None]


async def serve(settings: Settings, port: int | None, say: Say, opened: Say) -> None:
    """Run the demo until the page is ended or this task is cancelled.

    Parameters
    ----------
    port
        ``None`` takes a free one.
    say
        Called with each line of progress.
    opened
        Called once with the page's address.
    """
    clip = await asyncio.to_thread(EXAMPLE.read_bytes)
    say("loading the ear, the catalogue and the index")
    services = await Services.open(settings)
    try:
        bot = Segue(services, settings)
        async with simcord.run(bot, check_errors=False, settle_timeout=SETTLE_SECONDS) as env:
            say("moving three members in")
            server = await found(env, datetime.now(UTC))
            await _give_a_past(server, services)
            say("holding two conversations")
            await converse(server, EXAMPLE.name, clip)
            async with env.preview(
                server.channel,
                viewers=list(server.members.values()),
                layout="channel",
                width=PAGE_WIDTH,
                height=PAGE_HEIGHT,
                port=port,
            ) as page:
                page._media_worker = PictureReader()
                opened(page.url)
                await page.wait_closed()
    finally:
        await services.close()


async def _give_a_past(server: Server, services: Services) -> None:
    for person in PEOPLE:
        await record_past(
            person,
            MemberId(server.members[person].id),
            GuildId(server.guild.id),
            catalog=services.catalog,
            history=services.history,
            now=datetime.now(UTC),
        )
        if person is not PEOPLE[0]:
            # So that the visitor, who is the first, has somebody to compare a taste with.
            await services.member_settings.change(MemberId(server.members[person].id), comparing=True)
