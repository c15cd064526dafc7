from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import app_commands

from cogs.recommend import MOST_PICKS_AT_ONCE, Recommend
from engine.ranking import Familiarity

MOST_OPTIONS = 25
"""By Discord."""


def options() -> dict[str, dict[str, Any]]:
    tree = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))
    (command,) = Recommend.__cog_app_commands__
    return {option["name"]: option for option in command.to_dict(tree)["options"]}


def test_nothing_has_to_be_filled_in_and_all_is_said_in_one_line() -> None:
    wishes = ["genre", "mood", "instrument", "tempo", "year", "avoid", "only_new", "clean"]
    assert list(options()) == ["song", "clip", "prompt", "count", "familiarity", *wishes, "only_me"]
    assert len(options()) <= MOST_OPTIONS
    assert not any(option.get("required", False) for option in options().values())


def test_a_song_is_offered_while_typing() -> None:
    assert options()["song"]["autocomplete"]
    assert options()["song"]["max_length"] == 200


@pytest.mark.parametrize(
    ("name", "longest"),
    [("genre", 60), ("mood", 60), ("instrument", 60), ("tempo", 60), ("year", 60), ("avoid", 100)],
)
def test_what_is_wanted_is_offered_while_typing(name: str, longest: int) -> None:
    assert options()[name]["autocomplete"]
    assert options()[name]["max_length"] == longest


@pytest.mark.parametrize("name", ["only_new", "clean", "only_me"])
def test_a_yes_is_a_yes(name: str) -> None:
    assert options()[name]["type"] == discord.AppCommandOptionType.boolean.value


def test_a_clip_is_a_file() -> None:
    assert options()["clip"]["type"] == discord.AppCommandOptionType.attachment.value


def test_a_member_may_begin_with_one_to_ten_songs() -> None:
    assert (options()["count"]["min_value"], options()["count"]["max_value"]) == (1, MOST_PICKS_AT_ONCE)


def test_every_place_of_the_dial_can_be_chosen() -> None:
    assert {choice["value"] for choice in options()["familiarity"]["choices"]} == {dial.value for dial in Familiarity}
