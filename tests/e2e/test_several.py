"""`/mix`, `/path` and `/recommend prompt:`, as a member meets them."""

from __future__ import annotations

import pytest
from simcord import ResponseMessage

from bot.views.ids import Action
from tests.e2e.cards import components, control, numbers, text, titles
from tests.e2e.conftest import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

GALLERY = 12


async def ask(world: World, command: str, **options: object) -> ResponseMessage:
    before = len(world.env.errors)
    result = await world.alice.slash(world.channel, command, **options)
    assert not world.env.errors[before:]
    assert result.response is not None
    return result.response


async def refused(world: World, command: str, **options: object) -> str:
    result = await world.alice.slash(world.channel, command, **options)
    said = [*([result.response] if result.response is not None else []), *result.followups]
    assert [message.ephemeral for message in said] == [True]
    assert world.env.errors
    return said[0].content


def map_in_words(card: ResponseMessage) -> str:
    gallery = next(part for part in components(card) if part["type"] == GALLERY)
    return str(gallery["items"][0]["description"])


async def test_songs_are_added_and_subtracted_and_it_works_after_a_restart(world: World) -> None:
    offered = await world.alice.autocomplete(world.channel, "mix", "unlike2", "nearby 3")
    assert offered[0]["name"].startswith("Nearby 3")
    liked = await world.pick_song("teardrop")
    card = await ask(world, "mix", like1=liked, like2="neighbour 2 nearby 2", unlike1="neighbour 3 nearby 3")
    assert text(card).startswith(
        "## Your mix\n**+** *Teardrop* by Massive Attack\n**+** *Nearby 2* by Neighbour 2\n**\u2212** *Nearby 3* by"
    )
    assert numbers(card) == [1, 2, 3, 4, 5]
    assert "near the mix" in text(card)
    assert not {"Teardrop", "Nearby 2", "Nearby 3"} & set(titles(card))
    await world.restart()
    second = (await world.alice.click(card, custom_id=control(card, Action.PAGE))).response
    assert text(second).startswith("## Your mix")
    liking = (await world.bob.click(card, custom_id=control(card, Action.LIKE))).response
    assert liking is not None
    assert "you like" in liking.content
    assert "You like *Teardrop* by Massive Attack and do not like it" in await refused(
        world, "mix", like1=liked, unlike1=liked
    )


async def test_a_walk_leads_from_one_song_to_another(world: World) -> None:
    start = await world.pick_song("teardrop")
    card = await ask(world, "path", **{"from": start, "to": "neighbour 20 nearby 20", "length": 7})
    assert text(card).startswith("## Teardrop \u2192 Nearby 20\nFrom Massive Attack to Neighbour 20")
    assert numbers(card) == [1, 2, 3, 4, 5]
    assert "follows on from *Teardrop*" in text(card)
    assert "Green: Teardrop" in map_in_words(card)
    assert "Nearby 20" in map_in_words(card)
    second = (await world.alice.click(card, custom_id=control(card, Action.PAGE))).response
    assert numbers(second) == [6, 7]
    assert "name two different songs" in await refused(world, "path", **{"from": start, "to": start})


async def test_words_are_understood_and_what_was_not_is_said(world: World) -> None:
    card = await ask(world, "recommend", prompt="wistful trip-hop, not rap, xyzzy `x`")
    told = text(card).split("###")[0]
    assert "-# Understood: wistful \u00b7 trip hop" in told
    assert "-# Without: rap" in told
    assert "-# Not understood: \u201cxyzzy\u201d" in told
    assert "wistful, Trip-hop" in text(card)
    assert len(titles(card)) == 5


async def test_words_that_say_nothing_are_answered_with_examples(world: World) -> None:
    assert "such as `rainy night drive`" in await refused(world, "recommend", prompt="xyzzy")
    assert "only one of them" in await refused(world, "recommend", prompt="calm", song="teardrop")
    assert "say in `prompt:`" in await refused(world, "recommend")


async def test_an_instrument_that_no_label_names_is_heard(world: World) -> None:
    """Hardly a song of the catalogue is labelled with an instrument: the real ear hears them off the vectors."""
    card = await ask(world, "recommend", prompt="female vocals")
    assert "-# Understood: female vocals" in text(card)
    assert len(titles(card)) == 5
