"""`genre:` and `mood:`, as a member meets them."""

from __future__ import annotations

import re

import pytest
from simcord import ResponseMessage

from bot.views.ids import Action
from tests.e2e.cards import control, numbers, text, titles
from tests.e2e.conftest import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

COUNTED = re.compile(r"^(.+) \((\d[\d,]*) songs?\)$")


async def ask(world: World, **options: object) -> ResponseMessage:
    if not {"song", "clip"} & set(options):
        options["song"] = await world.pick_song("teardrop")
    before = len(world.env.errors)
    result = await world.alice.slash(world.channel, "recommend", **options)
    assert not world.env.errors[before:]
    assert result.response is not None
    return result.response


async def refused(world: World, **options: object) -> str:
    result = await world.alice.slash(world.channel, "recommend", song="massive attack teardrop", **options)
    said = [*([result.response] if result.response is not None else []), *result.followups]
    assert [message.ephemeral for message in said] == [True]
    assert world.env.errors
    return said[0].content


async def offered(world: World, option: str, typed: str = "", **others: object) -> dict[str, int]:
    """The words that the list shows, and how many songs it says each has."""
    found = await world.alice.autocomplete(world.channel, "recommend", option, typed, **others)
    assert len(found) <= 25
    named = {str(choice["value"]): COUNTED.match(choice["name"]) for choice in found}
    assert all(match is not None and match[1] == value for value, match in named.items())
    return {value: int(match[2].replace(",", "")) for value, match in named.items() if match is not None}


async def test_the_catalogues_own_words_are_offered_with_their_songs(world: World) -> None:
    words = await world.services.catalog.vocabulary()
    genres = await offered(world, "genre")
    assert list(genres.items()) == [(word.name, word.songs) for word in words.genres()[:25]]
    assert await offered(world, "genre", "trip") == {"Trip-hop": 32}
    moods = await offered(world, "mood")
    assert set(list(moods)[:4]) <= {"happy", "tense", "sad", "calm"} | set(moods)
    assert "wistful" in await offered(world, "mood", "wist")


async def test_words_are_offered_that_go_with_the_other_one(world: World) -> None:
    assert await offered(world, "mood", genre="Trip-hop") == {"wistful": 32}
    assert (await offered(world, "genre", mood="wistful"))["Trip-hop"] == 32


async def test_only_what_was_wanted_comes_and_the_card_says_so(world: World) -> None:
    card = await ask(world, genre="trip hop", mood="Wistful")
    assert "\n-# only Trip-hop, only wistful\n" in text(card)
    assert numbers(card) == [1, 2, 3, 4, 5]
    assert all(title.startswith("Nearby") or "everyone" in title for title in titles(card))
    plain = await ask(world)
    assert "only" not in text(plain).split("###")[0]


async def test_a_clip_may_be_narrowed_down_too(world: World, strange_clip: bytes) -> None:
    card = await ask(world, clip=("x.wav", strange_clip), genre="Trip-hop")
    assert "only Trip-hop" in text(card)
    assert len(titles(card)) == 5


async def test_what_is_wanted_survives_pages_more_and_a_restart(world: World) -> None:
    card = await ask(world, genre="Trip-hop")
    first = titles(card)
    await world.restart()
    second = (await world.alice.click(card, custom_id=control(card, Action.PAGE))).response
    assert "only Trip-hop" in text(second)
    assert not set(titles(second)) & set(first)
    assert second is not None
    more = (await world.alice.click(second, custom_id=control(second, Action.MORE))).response
    assert "only Trip-hop" in text(more)
    assert len(titles(more)) == 5
    assert not world.env.errors
    third = (await world.bob.click(more, custom_id=control(more, Action.MORE))).response
    assert third is not None
    assert third.ephemeral
    assert "only Trip-hop" in text(third)


async def test_an_unknown_word_is_answered_with_the_nearest(world: World) -> None:
    assert "Did you mean *Trip-hop*" in await refused(world, genre="triphop")
    assert "Did you mean *wistful*" in await refused(world, mood="wishful")
    assert "pick one from the list" in await refused(world, mood="xqzzvk")
    assert await ask(world)


async def test_two_words_that_no_song_has_are_answered_with_what_there_is(world: World) -> None:
    words = await world.services.catalog.vocabulary()
    mood = next(word.name for word in words.moods() if word.name != "wistful")
    sentence = await refused(world, genre="Trip-hop", mood=mood)
    assert sentence.startswith(
        f"I know no song that is Trip-hop and {mood}; I have Trip-hop songs that are *wistful*, or"
    )
    assert await ask(world)
