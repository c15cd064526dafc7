"""What a member likes changes the next answer, and the answer says so truly."""

from __future__ import annotations

import re

import pytest

from bot.views.ids import Action
from tests.e2e.cards import text, titles
from tests.e2e.conftest import World
from tests.e2e.test_buttons import ask, press
from tests.e2e.test_why import explained

pytestmark = pytest.mark.asyncio(loop_scope="session")

PLAYED, HEARD = "people who play", "sounds like what people play who play"


async def test_likes_bring_what_people_play_together_and_the_card_says_by_which_artist(world: World) -> None:
    if not world.services.taste_model.listening.knows_anything:
        pytest.skip("the factors of artists that ship do not fit this ear")
    before = await ask(world)
    for _ in range(3):
        await press(world, await ask(world), Action.LIKE)
    after = await ask(world, familiarity="familiar", only_me=True)
    assert titles(after) != titles(before)
    told = explained(await press(world, after, Action.WHY)).attachments[0].description or ""
    assert re.search(r"(played together|played by a taste|by sound for).*? \+", told)
    assert not world.env.errors


async def test_nobody_else_reads_on_a_public_card_whom_the_asker_plays(world: World) -> None:
    card = await ask(world)
    await press(world, card, Action.LIKE)
    shown = text(await ask(world, familiarity="familiar"))
    assert PLAYED not in shown
    assert HEARD not in shown
