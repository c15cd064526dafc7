"""After `/privacy delete` no byte of the member is left in any file under SEGUE_HOME."""

from __future__ import annotations

from pathlib import Path

import pytest
from simcord import ResponseMessage

from bot.views.ids import Action
from tests.e2e.cards import control
from tests.e2e.conftest import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

DELETE = "Yes, erase everything"


def traces(home: Path, member: int) -> list[str]:
    """The files that hold a member's id as decimal text or as a number of eight bytes of either order."""
    needles = (str(member).encode(), member.to_bytes(8, "big"), member.to_bytes(8, "little"))
    files = [path for path in home.rglob("*") if path.is_file()]
    return [path.name for path in files if any(needle in path.read_bytes() for needle in needles)]


async def answered(world: World, command: str, **options: object) -> ResponseMessage:
    result = await world.alice.slash(world.channel, command, **options)
    assert not world.env.errors
    assert result.response is not None
    return result.response


async def test_no_byte_of_the_member_is_left_in_any_file(world: World) -> None:
    home = world.services.settings.places.home
    await answered(world, "privacy training", allow=True)
    card = await answered(world, "recommend", song=await world.pick_song("teardrop"))
    for action in (Action.LIKE, Action.DISLIKE, Action.NEVER):
        await world.alice.click(card, custom_id=control(card, action))
    assert traces(home, world.alice.id)
    question = await answered(world, "privacy delete")
    gone = await world.alice.click(question, label=DELETE)
    assert gone.response is not None
    assert gone.response.content.startswith("Erased")
    assert traces(home, world.alice.id) == []


async def test_while_paused_answers_come_and_nothing_is_written_down(world: World) -> None:
    await answered(world, "privacy pause")
    card = await answered(world, "recommend", song=await world.pick_song("teardrop"))
    refused = await world.alice.click(card, custom_id=control(card, Action.LIKE))
    assert refused.response is not None
    assert refused.response.content.startswith("You have paused me")
    assert (await answered(world, "history show")).content.startswith("Nothing yet")
    assert "I write down what you do: **no**" in (await answered(world, "privacy show")).content
    await answered(world, "privacy resume")
    liked = await world.alice.click(card, custom_id=control(card, Action.LIKE))
    assert liked.response is not None
    assert liked.response.content.startswith("Noted")
