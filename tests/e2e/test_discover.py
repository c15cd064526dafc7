"""`/discover`, as a member meets it."""

from __future__ import annotations

import pytest
from simcord import ResponseMessage

from bot.views.ids import Action
from data.history import Event, EventKind
from data.ids import MemberId
from engine.songs import SongId
from tests.e2e.cards import components, control, controls, text, titles
from tests.e2e.conftest import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def discover(world: World, **options: object) -> ResponseMessage:
    before = len(world.env.errors)
    result = await world.alice.slash(world.channel, "discover", **options)
    assert not world.env.errors[before:]
    assert result.response is not None
    return result.response


async def like(world: World, *typed: str) -> None:
    songs = [SongId(await world.pick_song(one)) for one in typed]
    events = [Event(EventKind.LIKED, MemberId(world.alice.id), song=song) for song in songs]
    await world.services.history.record(events)


async def test_without_a_history_it_starts_from_variety_and_says_so(world: World) -> None:
    card = await discover(world)
    assert "I know nothing of your taste yet" in text(card)
    assert len(titles(card)) == 5
    assert "for variety" in text(card)
    assert "beside" not in text(card)
    assert card.ephemeral


async def test_it_starts_from_what_was_liked_and_every_pick_says_beside_what(world: World) -> None:
    await like(world, "teardrop", "nearby 3")
    card = await discover(world)
    assert text(card).startswith("## Your mix of ")
    assert "*Teardrop*" in text(card)
    told = text(card)
    assert told.count("-# beside *") + told.count("-# likeness 0.") == 5
    assert told.count("Teardrop") + told.count("Nearby 3") > 5
    assert not {"Teardrop", "Nearby 3"} & set(titles(card))
    assert (await world.services.history.list(MemberId(world.alice.id)))[0].event.kind is EventKind.DISCOVERED


async def test_it_is_the_same_until_more_is_asked_for_and_then_nothing_comes_again(world: World) -> None:
    await like(world, "teardrop")
    first = await discover(world)
    assert titles(await discover(world)) == titles(first)
    await world.restart()
    assert titles(await discover(world)) == titles(first)
    second = await discover(world, more=True)
    assert not set(titles(second)) & set(titles(first))
    assert titles(await discover(world)) == titles(second)


async def test_what_is_blocked_or_disliked_is_gone_from_the_mix_of_the_day(world: World) -> None:
    await like(world, "teardrop")
    first = await discover(world)
    await world.alice.click(first, custom_id=control(first, Action.DISLIKE))
    again = await discover(world)
    assert titles(first)[0] not in titles(again)
    assert titles(again)[:4] == titles(first)[1:]


async def test_it_has_the_buttons_of_every_answer(world: World) -> None:
    await like(world, "teardrop")
    card = await discover(world)
    assert {Action.LIKE, Action.DISLIKE, Action.MORE, Action.NEVER, Action.MAP} <= set(controls(card))
    first = titles(card)[0]
    liked = await world.alice.click(card, custom_id=control(card, Action.LIKE))
    assert any("you like" in one.content for one in (*liked.followups, *([liked.response] if liked.response else [])))
    more = (await world.alice.click(card, custom_id=control(card, Action.MORE))).response
    assert text(more).startswith(f"## More like {first}")
    assert any(one.get("type") == 12 for one in components(card))


async def test_a_member_may_show_it(world: World) -> None:
    assert not (await discover(world, only_me=False)).ephemeral
