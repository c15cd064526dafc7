from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.questions import FEWEST_STEPS, MOST_STEPS
from cogs.path import PathCog


def options() -> dict[str, dict[str, Any]]:
    tree = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))
    (command,) = PathCog.__cog_app_commands__
    return {option["name"]: option for option in command.to_dict(tree)["options"]}


def test_both_ends_are_needed_and_offered_while_typing() -> None:
    assert list(options()) == ["from", "to", "length", "only_me"]
    assert all(options()[name]["autocomplete"] and options()[name]["required"] for name in ("from", "to"))


def test_a_walk_has_bounds() -> None:
    assert (options()["length"]["min_value"], options()["length"]["max_value"]) == (FEWEST_STEPS, MOST_STEPS)
