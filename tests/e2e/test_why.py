"""Members ask why a song came, skip songs and want more of others."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from simcord import InteractionResult, ResponseMessage

from bot.views.ids import Action
from data.history import EventKind
from data.ids import MemberId
from tests.e2e.cards import control, text, titles
from tests.e2e.conftest import World
from tests.e2e.test_buttons import ask, press, whispered

pytestmark = pytest.mark.asyncio(loop_scope="session")


def explained(result: InteractionResult) -> ResponseMessage:
    """The one private message with a picture."""
    said = [message for message in [result.response, *result.followups] if message is not None and message.attachments]
    assert len(said) == 1
    assert said[0].ephemeral
    return said[0]


async def deeds(world: World) -> list[EventKind]:
    entries = await world.services.history.list(MemberId(world.alice.id))
    return [entry.event.kind for entry in entries]


async def test_why_shows_the_terms_as_a_picture_with_its_numbers_in_words(world: World) -> None:
    card = await ask(world)
    said = explained(await press(world, card, Action.WHY))
    (picture,) = said.attachments
    assert Image.open(io.BytesIO(await picture.read())).format == "PNG"
    assert "sounds like the question +" in (picture.description or "")
    assert titles(card)[0] in said.content
    assert not world.env.errors


async def test_a_like_changes_the_next_answer_and_the_asker_alone_reads_by_which_song(world: World) -> None:
    before = await ask(world)
    liked = titles(before)[0]
    await press(world, before, Action.LIKE)
    after = await ask(world, familiarity="familiar")
    assert titles(after) != titles(before)
    near = next(number for number, line in enumerate(text(after).split("### ")[1:], start=1) if "near a song" in line)
    assert liked not in text(after)
    result = await world.alice.slash(world.channel, "why", pick=near)
    assert f"near {liked}, liked" in (explained(result).attachments[0].description or "")
    others = explained(await press(world, after, Action.WHY, "bob"))
    assert liked not in others.content + (others.attachments[0].description or "")
    assert not world.env.errors


async def test_why_without_an_answer_or_of_a_pick_that_is_not_there_is_told(world: World) -> None:
    result = await world.carol.slash(world.channel, "why")
    assert "no answer of yours" in whispered(result)
    await ask(world)
    assert not world.env.errors


async def test_not_now_is_noted_once_and_more_like_this_once_an_answer(world: World) -> None:
    card = await ask(world)
    assert whispered(await press(world, card, Action.SKIP)).startswith("Noted: not ")
    assert "already" in whispered(await press(world, card, Action.SKIP))
    for _ in range(2):
        await press(world, card, Action.MORE)
    await world.restart()
    await press(world, card, Action.MORE)
    told = await deeds(world)
    assert told.count(EventKind.SKIPPED) == 1
    assert told.count(EventKind.MORE_LIKE) == 1
    assert not world.env.errors


async def test_of_a_paused_member_nothing_is_noted_and_more_like_this_still_answers(world: World) -> None:
    card = await ask(world)
    await world.services.member_settings.change(MemberId(world.alice.id), paused=True)
    result = await press(world, card, Action.MORE)
    assert text(result.response).startswith(f"## More like {titles(card)[0]}")
    assert EventKind.MORE_LIKE not in await deeds(world)
    assert control(card, Action.MORE)
