from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import discord
import pytest
import simcord

from bot.client import Segue
from bot.settings import Discord
from tests.e2e.conftest import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

FOR_SERVERS_ALONE = {"settings", "catalog"}
SERVER, USER = 0, 1
BOT_CHANNEL, PRIVATE_CHANNEL = 1, 2


def sent(env: simcord.Env) -> int:
    """How often the commands went to Discord."""
    return sum(entry.method == "PUT" and entry.path.endswith("/commands") for entry in env.http_requests)


def leaves(options: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for option in options:
        yield option
        yield from leaves(option.get("options", []))


async def test_the_commands_are_sent_once_and_again_only_when_they_changed(world: World) -> None:
    first = sent(world.env)
    await world.restart()
    assert sent(world.env) == first

    changed = Segue(world.services, world.settings)

    @changed.tree.command(name="new", description="A new one")
    async def new(_interaction: discord.Interaction) -> None: ...

    await world.env.restart_bot(changed)
    assert sent(world.env) == first + 1
    await world.restart()
    assert sent(world.env) == first + 2


async def test_every_command_says_where_it_may_be_used(world: World) -> None:
    commands = await world.env.bot.tree.fetch_commands()  # type: ignore[attr-defined]
    assert {command.name for command in commands} == {
        "recommend",
        "Recommend from this clip",
        "history",
        "privacy",
        "settings",
        "catalog",
        "song",
        "discover",
        "taste",
        "mix",
        "path",
        "why",
        "rate",
        "favourites",
        "block",
        "import",
        "help",
        "about",
    }
    tree = world.env.bot.tree  # type: ignore[attr-defined]
    for command in tree.get_commands():
        wanted = command.to_dict(tree)
        if command.name in FOR_SERVERS_ALONE:
            assert wanted["integration_types"] == [SERVER]
            assert wanted["dm_permission"] is False
        else:
            assert wanted["integration_types"] == [SERVER, USER]
            assert wanted["contexts"] == [SERVER, BOT_CHANNEL, PRIVATE_CHANNEL]


async def test_names_and_descriptions_fit(world: World) -> None:
    for command in world.env.bot.tree.get_commands():  # type: ignore[attr-defined]
        for part in leaves([command.to_dict(world.env.bot.tree)]):  # type: ignore[attr-defined]
            assert 1 <= len(part["name"]) <= 32
            assert len(part.get("description", "")) <= 100
            assert all(1 <= len(choice["name"]) <= 100 for choice in part.get("choices", []))


async def test_without_the_intent_for_messages_it_starts_and_answers(world: World) -> None:
    plain = replace(world.settings, discord=Discord(_env_file=None, message_content=False))
    await world.env.restart_bot(Segue(world.services, plain))
    result = await world.bob.slash(world.channel, "recommend", song=await world.pick_song("teardrop"))
    assert result.response is not None
    assert not world.env.errors
