"""`/rate`, `/block` and `/favourites`, as a member meets them."""

from __future__ import annotations

import pytest
from simcord import InteractionResult, ResponseMessage

from data.history import Event, EventKind
from data.ids import MemberId
from engine.songs import SongId
from tests.e2e.cards import components, text, titles
from tests.e2e.conftest import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def said(world: World, command: str, **options: object) -> ResponseMessage:
    before = len(world.env.errors)
    result = await world.alice.slash(world.channel, command, **options)
    assert not world.env.errors[before:]
    assert result.response is not None
    assert result.response.ephemeral
    return result.response


def part(card: ResponseMessage, beginning: str) -> dict[str, object]:
    return next(one for one in components(card) if str(one.get("custom_id", "")).startswith(beginning))


def whispered(result: InteractionResult) -> str:
    return "\n".join(one.content for one in (*result.followups, *([result.response] if result.response else [])))


async def test_the_newest_stars_count_and_stand_among_the_favourites(world: World) -> None:
    song = await world.pick_song("teardrop")
    offered = await world.alice.autocomplete(world.channel, "rate", "song", "teardrop")
    assert offered[0]["value"] == song
    assert (await said(world, "rate", song=song, stars=2)).content.startswith(
        "Noted: 2 stars for *Teardrop* by Massive Attack."
    )
    assert (await said(world, "rate", song="teardrop massive attack", stars=5)).content.startswith(
        "Noted: 5 stars for *Teardrop* by Massive Attack, no longer 2."
    )
    assert (await said(world, "rate", song=song, stars=5)).content.startswith("You gave 5 stars")
    assert "1. *Teardrop* by Massive Attack \u00b7 \u2605\u2605\u2605\u2605\u2605" in text(
        await said(world, "favourites")
    )
    await said(world, "history undo")
    assert text(await said(world, "favourites")).endswith("it stands here.")


async def test_favourites_are_turned_and_taken_off_after_a_restart_too(world: World) -> None:
    member = MemberId(world.alice.id)
    liked = [SongId(await world.pick_song(f"nearby {number}")) for number in range(1, 13)]
    await world.services.history.record([Event(EventKind.LIKED, member, song=song) for song in liked])
    card = await said(world, "favourites")
    assert "1\u201310 of 12" in text(card)
    await world.restart()
    onward = part(card, "segue:list:favourites:10:")
    turned = (await world.alice.click(card, custom_id=str(onward["custom_id"]))).response
    assert turned is not None
    assert "11\u201312 of 12" in text(turned)
    take = part(turned, "segue:takeoff:")
    first = str(take["options"][0]["value"])  # type: ignore[index]
    gone = await world.alice.select(turned, custom_id=str(take["custom_id"]), values=[first])
    assert "is off your list" in whispered(gone)
    assert (await world.services.opinions.favourites(member, 0, 25)).total == 11


async def test_an_artist_that_is_blocked_comes_again_only_after_the_block_is_taken_back(world: World) -> None:
    offered = await world.alice.autocomplete(world.channel, "block artist", "name", "neighbour 1")
    assert offered
    assert (await said(world, "block artist", name="Neighbour 1")).content.startswith(
        "Noted: you will never get Neighbour 1 again"
    )
    assert (await said(world, "block artist", name="neighbour 1")).content.startswith("You never get")
    seed = await world.pick_song("teardrop")
    card = (await world.alice.slash(world.channel, "recommend", song=seed)).response
    assert card is not None
    assert "Neighbour 1\n" not in text(card) + "\n"
    blocks = await said(world, "block show")
    assert "1. everything by Neighbour 1" in text(blocks)
    take = part(blocks, "segue:takeoff:blocks:")
    result = await world.alice.select(
        blocks,
        custom_id=str(take["custom_id"]),
        values=[str(take["options"][0]["value"])],  # type: ignore[index]
    )
    assert "everything by Neighbour 1 may come again." in whispered(result)
    taste = await world.services.history.taste(MemberId(world.alice.id), recent_days=1)
    assert taste.blocked_artists == ()


async def test_a_song_that_is_blocked_does_not_come(world: World) -> None:
    seed = await world.pick_song("teardrop")
    card = (await world.alice.slash(world.channel, "recommend", song=seed)).response
    assert card is not None
    first = titles(card)[0]
    assert (await said(world, "block song", song=first)).content.startswith(f"Noted: never *{first}*")
    again = (await world.alice.slash(world.channel, "recommend", song=seed)).response
    assert first not in titles(again)


async def test_what_is_not_known_is_told_in_a_sentence(world: World) -> None:
    result = await world.alice.slash(world.channel, "block artist", name="zzqx vvkj")
    assert "artist" in whispered(result)
    assert world.env.errors
