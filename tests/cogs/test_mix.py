from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.mixing import MOST_LIKES, MOST_UNLIKES
from cogs.mix import MixCog


def options() -> dict[str, dict[str, Any]]:
    tree = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))
    (command,) = MixCog.__cog_app_commands__
    return {option["name"]: option for option in command.to_dict(tree)["options"]}


def test_one_song_is_needed_and_all_are_offered_while_typing() -> None:
    songs = [name for name in options() if "like" in name]
    assert len(songs) == MOST_LIKES + MOST_UNLIKES
    assert all(options()[name]["autocomplete"] for name in songs)
    assert [name for name, option in options().items() if option.get("required")] == ["like1"]
