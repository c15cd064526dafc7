"""The map coloured by mood or genre, by the buttons of a card."""

from __future__ import annotations

import pytest
from simcord import InteractionResult, ResponseMessage

from bot.views.ids import Action, Press
from bot.views.looks import Look
from tests.e2e.cards import chosen, components, control, controls, numbers
from tests.e2e.conftest import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def ask(world: World) -> ResponseMessage:
    result = await world.alice.slash(world.channel, "recommend", song=await world.pick_song("teardrop"))
    assert result.response is not None
    return result.response


async def colour(
    world: World, card: ResponseMessage, look: Look, who: str = "alice", pick: int = 0
) -> InteractionResult:
    custom_id = Press(Action.MAP, controls(card)[Action.MAP].answer, pick, look).custom_id
    result: InteractionResult = await getattr(world, who).click(card, custom_id=custom_id)
    return result


def alt(card: ResponseMessage) -> str:
    gallery = next(part for part in components(card) if part["type"] == 12)
    return str(gallery["items"][0]["description"])


async def map_of(card: ResponseMessage) -> bytes:
    return await next(file for file in card.attachments if file.filename == "map.png").read()


async def test_the_map_takes_colours_and_lets_go_of_them(world: World) -> None:
    card = await ask(world)
    plain = await map_of(card)
    by_mood = (await colour(world, card, Look.MOOD)).response
    assert by_mood is not None
    assert by_mood.id == card.id
    assert "Coloured by mood: happy" in alt(by_mood)
    assert len(by_mood.attachments) == 7
    coloured = await map_of(by_mood)
    assert coloured != plain
    by_genre = (await colour(world, by_mood, Look.GENRE)).response
    assert by_genre is not None
    assert "Coloured by genre: " in alt(by_genre)
    assert await map_of(by_genre) not in (plain, coloured)
    back = (await colour(world, by_genre, Look.PLAIN)).response
    assert back is not None
    assert alt(back) == alt(card)
    assert await map_of(back) == plain
    assert not world.env.errors


async def test_the_colours_stay_over_choices_pages_and_restarts(world: World) -> None:
    card = await ask(world)
    moved = (await world.alice.select(card, ["2"], custom_id=control(card, Action.CHOOSE))).response
    assert moved is not None
    card = (await colour(world, moved, Look.MOOD, pick=2)).response
    assert card is not None
    assert chosen(card) == ["2"]
    await world.restart()
    moved = (await world.alice.select(card, ["3"], custom_id=control(card, Action.CHOOSE))).response
    assert moved is not None
    assert "Coloured by mood" in alt(moved)
    second = (await world.alice.click(moved, custom_id=control(moved, Action.PAGE))).response
    assert second is not None
    assert numbers(second) == [6, 7, 8, 9, 10]
    assert "Coloured by mood" in alt(second)
    more = (await world.alice.click(second, custom_id=control(second, Action.MORE))).response
    assert more is not None
    assert "Coloured by mood" in alt(more)
    assert not world.env.errors


async def test_another_member_colours_a_card_of_their_own(world: World) -> None:
    card = await ask(world)
    copy = (await colour(world, card, Look.GENRE, "bob")).response
    assert copy is not None
    assert copy.ephemeral
    assert "Coloured by genre" in alt(copy)
    again = (await colour(world, copy, Look.MOOD, "bob")).response
    assert again is not None
    assert again.id == copy.id
    assert "Coloured by mood" in alt(again)
    assert "Coloured" not in str(components(world.channel.last_message))
