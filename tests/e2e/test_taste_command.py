"""`/taste`, as members meet it."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from simcord import InteractionResult, ResponseMessage

from bot.views.ids import Action
from bot.views.map_view import HEIGHT_PX, WIDTH_PX
from data.history import Event, EventKind
from data.ids import MemberId
from engine.songs import SongId
from tests.e2e.cards import components, control, text, titles
from tests.e2e.conftest import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

GALLERY = 12


async def like(world: World, who: str, *typed: str) -> None:
    member = MemberId(getattr(world, who).id)
    songs = [SongId(await world.pick_song(one)) for one in typed]
    await world.services.history.record([Event(EventKind.LIKED, member, song=song) for song in songs])


async def run(world: World, command: str, **options: object) -> InteractionResult:
    result = await world.alice.slash(world.channel, command, **options)
    assert all(one.ephemeral for one in messages(result))
    return result


def messages(result: InteractionResult) -> list[ResponseMessage]:
    return [one for one in (result.response, *result.followups) if one is not None]


def told(result: InteractionResult) -> str:
    return "\n".join(text(one) for one in messages(result))


async def test_a_taste_is_shown_in_pictures_and_in_words_to_its_member_alone(world: World) -> None:
    await like(world, "alice", "teardrop", "nearby 1", "nearby 3")
    result = await run(world, "taste show", utc_offset=2)
    card = result.response
    assert card is not None
    assert text(card).startswith("## Your taste\n-# read from 3 songs")
    assert "**Genres** \u00b7 Trip-hop 100 %" in text(card)
    assert "**Eras** \u00b7 1990s 100 %" in text(card)
    assert "UTC+2" in text(card)
    assert "Nobody else sees this" in text(card)
    sizes = [Image.open(io.BytesIO(await one.read())).size for one in card.attachments]
    assert sizes == [(WIDTH_PX, HEIGHT_PX)] * 2
    alts = [one["items"][0]["description"] for one in components(card) if one["type"] == GALLERY]
    assert "3 of your songs" in alts[0]
    assert alts[1].startswith("Bars. Genres: Trip-hop 100 %")
    assert not world.env.errors


async def test_who_likes_nothing_is_told_how_to_begin(world: World) -> None:
    assert "I know no song that you like yet" in told(await run(world, "taste show"))


async def test_a_member_may_show_it_to_everybody(world: World) -> None:
    await like(world, "alice", "teardrop")
    result = await world.alice.slash(world.channel, "taste show", only_me=False)
    assert result.response is not None
    assert not result.response.ephemeral
    assert "You showed this to everybody here" in text(result.response)


async def test_members_are_compared_only_when_both_agreed(world: World) -> None:
    own, theirs = ("teardrop", "nearby 1", "nearby 3"), ("nearby 5", "nearby 7", "nearby 9")
    await like(world, "alice", *own)
    await like(world, "bob", *theirs)
    assert "You have not turned on" in told(await run(world, "taste compare", member=world.bob))
    assert told(await run(world, "taste sharing", on=True)).startswith("On: whoever has it on too")
    assert "They have not turned on" in told(await run(world, "taste compare", member=world.bob))
    await world.bob.slash(world.channel, "taste sharing", on=True)
    before = len(world.env.errors)
    result = await run(world, "taste compare", member=world.bob)
    assert not world.env.errors[before:]
    said = told(result)
    assert "% \u00b7 you and bob" in said
    assert "as far as I know it" in said
    assert "of one of you I know only 3 songs" in said
    assert "**You share** \u00b7 1990s, Trip-hop" in said
    card = next(one for one in messages(result) if titles(one))
    assert len(titles(card)) == 5
    assert not {"Teardrop", "Nearby 1", "Nearby 3", "Nearby 5", "Nearby 7", "Nearby 9"} & set(titles(card))
    assert not any(f"*Nearby {number}*" in text(card) for number in (5, 7, 9))
    liked = await world.alice.click(card, custom_id=control(card, Action.LIKE))
    assert "you like" in told(liked)
    await world.bob.slash(world.channel, "taste sharing", on=False)
    assert "They have not turned on" in told(await run(world, "taste compare", member=world.bob))


async def test_nobody_is_compared_with_themselves(world: World) -> None:
    assert "That is you: 100 %" in told(await run(world, "taste compare", member=world.alice))
