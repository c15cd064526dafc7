from __future__ import annotations

import importlib
import inspect
from pathlib import Path

import discord
from discord.ext import commands

from bot.client import COGS, intents


def test_it_asks_for_servers_alone_unless_the_owner_wants_drop_channels() -> None:
    assert set(dict(_given(intents(message_content=False)))) == {"guilds"}
    assert set(dict(_given(intents(message_content=True)))) == {"guilds", "guild_messages", "message_content"}


def test_every_cog_is_loaded_and_can_be(root: Path) -> None:
    files = {f"cogs.{path.stem}" for path in (root / "cogs").glob("*.py") if path.stem != "__init__"}
    assert set(COGS) == files
    for name in COGS:
        module = importlib.import_module(name)
        assert inspect.iscoroutinefunction(module.setup)
        own = [kind for _, kind in inspect.getmembers(module, inspect.isclass) if kind.__module__ == name]
        assert sum(issubclass(kind, commands.Cog) for kind in own) == 1


def _given(wanted: discord.Intents) -> list[tuple[str, bool]]:
    return [(name, given) for name, given in wanted if given and name not in {"messages"}]
