"""What may be wanted of every pick, as a member meets it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from simcord import ResponseMessage

from bot.views.ids import Action
from data.catalog import read_shipped
from engine.songs import Song
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
    assert "\n-# only Trip-hop, wistful\n" in text(card)
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


@pytest_asyncio.fixture(loop_scope="session")
async def heard(world: World) -> AsyncIterator[list[Song]]:
    """Five songs near Teardrop of which more is known."""
    shipped = read_shipped(world.settings.places.shipped)
    near = [entry for number in range(5) for entry in shipped.entries if entry.song.title == f"Nearby {number}"]
    facts = (
        {"tempo_bpm": 84.0, "year": 1971, "instruments": ("electric guitar",), "explicit": True},
        {"tempo_bpm": 118.0, "year": 1985, "instruments": ("piano", "voice"), "explicit": False},
        {"tempo_bpm": 121.0, "year": 1994, "instruments": ("female voice",)},
        {"tempo_bpm": 150.0, "year": 1999, "instruments": ("acoustic guitar",)},
        {"year": 2011},
    )
    known = [replace(entry, song=replace(entry.song, **some)) for entry, some in zip(near, facts, strict=True)]
    await world.services.catalog.add(known, shipped.model)
    yield [entry.song for entry in known]
    await world.services.catalog.add(near, shipped.model)


def named(songs: list[Song], *places: int) -> set[str]:
    return {songs[place].title for place in places}


async def test_an_instrument_a_tempo_and_a_time_narrow_it_down(world: World, heard: list[Song]) -> None:
    nearby = {song.title for song in heard}
    for options, places, told in (
        ({"instrument": "guitar"}, (0, 3), "with guitar"),
        ({"instrument": "vocals"}, (1, 2), "with voice"),
        ({"tempo": "120"}, (1, 2), "115\u2013125 bpm"),
        ({"tempo": "slow"}, (0,), "up to 99 bpm"),
        ({"year": "90s"}, (2, 3), "1990\u20131999"),
        ({"year": "before 1980"}, (0,), "before 1980"),
        ({"year": "since 2010"}, (4,), "since 2010"),
    ):
        await world.services.privacy.delete(world.alice.id)
        card = await ask(world, genre="Trip-hop", **options)
        assert set(titles(card)) & nearby == named(heard, *places), options
        assert f"only Trip-hop, {told}\n" in text(card)


async def test_an_artist_is_left_out_and_what_is_explicit_too(world: World, heard: list[Song]) -> None:
    card = await ask(world, genre="Trip-hop", tempo="40-200", avoid=heard[1].artist.upper())
    assert set(titles(card)) == named(heard, 0, 2, 3)
    assert f"nothing by {heard[1].artist}\n" in text(card)
    await world.services.privacy.delete(world.alice.id)
    card = await ask(world, genre="Trip-hop", tempo="40-200", clean=True)
    assert set(titles(card)) == named(heard, 1, 2, 3)
    assert "nothing marked explicit (of some nobody says)\n" in text(card)


async def test_only_new_songs_come_until_there_are_none(world: World, heard: list[Song]) -> None:
    options = {"genre": "Trip-hop", "tempo": "40-200", "only_new": True}
    card = await ask(world, **options)
    assert set(titles(card)) == named(heard, 0, 1, 2, 3)
    assert "new to you\n" in text(card)
    sentence = await refused(world, **options)
    assert "You know every song already that is Trip-hop and has 40\u2013200 bpm; leave out `only_new:`" in sentence
    plain = await ask(world, genre="Trip-hop", tempo="40-200")
    assert set(titles(plain)) == named(heard, 0, 1, 2, 3)


async def test_all_of_it_survives_more_and_a_restart(world: World, heard: list[Song]) -> None:
    card = await ask(world, genre="Trip-hop", year="1900-2000", avoid=heard[0].artist, clean=True)
    await world.restart()
    more = (await world.alice.click(card, custom_id=control(card, Action.MORE))).response
    assert f"only Trip-hop, 1900\u20132000, nothing by {heard[0].artist}, nothing marked explicit" in text(more)
    assert not world.env.errors


async def test_what_is_wanted_is_offered_while_typing(world: World, heard: list[Song]) -> None:
    assert (await offered(world, "instrument", "guit"))["electric guitar"] >= 1

    async def names(option: str, typed: str) -> list[str]:
        found = await world.alice.autocomplete(world.channel, "recommend", option, typed)
        assert len(found) <= 25
        return [str(choice["name"]) for choice in found]

    assert [name.split(" (")[0] for name in await names("tempo", "")] == [
        "slow: up to 99 bpm",
        "medium: 100\u2013129 bpm",
        "fast: 130 bpm and faster",
    ]
    assert (await names("tempo", "under 90"))[0].startswith("under 90: up to 89 bpm (")
    assert (await names("year", "since 2010"))[0].startswith("since 2010 (")
    assert any(name.startswith("1990s: 1990\u20131999 (") for name in await names("year", "19"))
    assert (await names("avoid", "neighbour 3"))[0] == heard[3].artist


async def test_what_makes_no_sense_is_answered_with_what_does(world: World) -> None:
    assert "`100-130`" in await refused(world, tempo="quick")
    assert "`before 1980`" in await refused(world, year="yesterday")
    assert "I know no instrument" in await refused(world, instrument="xqzzvk")
    assert "I know no artist" in await refused(world, avoid="xqzzvk wwpy")
    sentence = await refused(world, genre="Trip-hop", year="1850")
    assert sentence.startswith("I know no song that is Trip-hop and came out in 1850; without `year:` there are")
    assert await ask(world)
