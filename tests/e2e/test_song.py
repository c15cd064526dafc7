"""`/song`, as a member meets it."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from simcord import ResponseMessage

from bot.views.map_view import WIDTH_PX
from bot.views.sound_print import WIDE_PX
from bot.views.spectrogram import HEIGHT_PX
from tests.e2e.cards import components, label, text, titles
from tests.e2e.conftest import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

GALLERY, THUMBNAIL = 12, 11


async def look(world: World, **options: object) -> ResponseMessage:
    if "clip" not in options and "name" not in options:
        options["name"] = await world.pick_song("teardrop")
    before = len(world.env.errors)
    result = await world.alice.slash(world.channel, "song", **options)
    assert not world.env.errors[before:]
    assert result.response is not None
    return result.response


async def refused(world: World, **options: object) -> str:
    result = await world.alice.slash(world.channel, "song", **options)
    said = [*([result.response] if result.response is not None else []), *result.followups]
    assert [message.ephemeral for message in said] == [True]
    assert world.env.errors
    return said[0].content


async def sizes(card: ResponseMessage) -> dict[str, tuple[int, int]]:
    return {one.filename: Image.open(io.BytesIO(await one.read())).size for one in card.attachments}


def shown(card: ResponseMessage) -> str:
    """What the large picture shows, in words."""
    gallery = next(part for part in components(card) if part["type"] == GALLERY)
    return str(gallery["items"][0]["description"])


def button(card: ResponseMessage) -> str:
    return next(part["custom_id"] for part in components(card) if "segue:from:" in part.get("custom_id", ""))


async def test_a_song_is_offered_while_typing_and_told_by_what_the_catalogue_knows(world: World) -> None:
    offered = await world.alice.autocomplete(world.channel, "song", "name", "teardrp masive")
    assert offered[0]["name"] == "Teardrop \u2014 Massive Attack (1998)"
    card = await look(world, name=offered[0]["value"])
    told = text(card)
    assert told.startswith("## Teardrop\nMassive Attack \u00b7 1998")
    assert "**Genre** \u00b7 Trip-hop\n**Mood** \u00b7 wistful\n" in told
    assert "I have no sound of this song at hand" in told
    assert "%" not in told.split("-# ")[0]
    assert await sizes(card) == {"print.png": WIDE_PX}
    assert shown(card).startswith("Sound-print of Teardrop by Massive Attack")
    assert not card.ephemeral


async def test_the_five_nearest_are_named_with_their_likeness_and_a_link(world: World) -> None:
    near = text(await look(world)).split("### Nearest in sound\n")[1].splitlines()
    assert [line[:2] for line in near[::2]] == ["1.", "2.", "3.", "4.", "5."]
    assert not any("Teardrop" in line for line in near[::2])
    likeness = [float(line.split(" \u00b7 ")[1]) for line in near[1::2]]
    assert likeness == sorted(likeness, reverse=True)
    assert all("](https://" in line for line in near[1::2])


async def test_a_clip_is_told_by_ear_with_how_sure_and_its_sound_is_drawn(world: World, known_clip: bytes) -> None:
    card = await look(world, clip=("my clip.wav", known_clip))
    told = text(card)
    assert told.startswith("## Teardrop\nMassive Attack \u00b7 1998\n-# recognised in `my clip.wav`")
    assert "the catalogue says: Trip-hop" in told
    assert "**Tempo** \u00b7 " in told
    assert "%" in told
    assert "the 8 seconds that I heard" in told
    assert await sizes(card) == {"asked.png": (160, 160), "sound.png": (WIDTH_PX, HEIGHT_PX)}
    assert shown(card).startswith("Spectrogram of Teardrop \u2014 Massive Attack: 8 seconds from left to right")


async def test_a_clip_that_nobody_knows_cannot_be_asked_from(world: World, strange_clip: bytes) -> None:
    card = await look(world, clip=("x.wav", strange_clip))
    assert text(card).startswith("## `x.wav`\nno song that I know")
    assert not [part for part in components(card) if part["type"] == 2]
    assert "kHz" in shown(card)


async def test_more_like_it_is_one_press_away_after_a_restart_too(world: World) -> None:
    card = await look(world)
    assert label(card, button(card)) == "Recommend from this"
    await world.restart()
    answer = (await world.alice.click(card, custom_id=button(card))).response
    assert text(answer).startswith("## More like Teardrop")
    assert len(titles(answer)) == 5
    assert answer is not None
    assert not answer.ephemeral
    assert not world.env.errors


async def test_somebody_else_who_presses_gets_an_answer_of_their_own(world: World) -> None:
    card = await look(world)
    answer = (await world.bob.click(card, custom_id=button(card))).response
    assert answer is not None
    assert answer.ephemeral
    assert len(titles(answer)) == 5


async def test_only_me_hides_it_and_what_is_asked_from_it(world: World) -> None:
    card = await look(world, only_me=True)
    assert card.ephemeral
    answer = (await world.alice.click(card, custom_id=button(card))).response
    assert answer is not None
    assert answer.ephemeral


async def test_a_server_may_hide_it_and_a_member_may_show_it(world: World) -> None:
    await world.alice.slash(world.channel, "settings answers", visibility="private")
    assert (await look(world)).ephemeral
    assert not (await look(world, only_me=False)).ephemeral


async def test_looking_is_not_written_down(world: World) -> None:
    await look(world)
    assert await world.services.history.list(world.alice.id) == []


async def test_what_cannot_be_shown_is_told_as_everywhere(world: World, strange_clip: bytes) -> None:
    assert "I do not know" in await refused(world, name="zzqx vvkj wwpy")
    assert "attach a clip" in await refused(world)
    assert "not both" in await refused(world, name="teardrop", clip=("a.wav", strange_clip))
    assert "empty" in await refused(world, clip=("empty.mp3", b""))
    assert "not audio" in await refused(world, clip=("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(400)))
    assert await look(world)


async def test_a_title_full_of_markup_stays_text(world: World) -> None:
    card = await look(world, name=await world.pick_song("@everyone free"))
    assert "@everyone" not in text(card)
    assert "\\*\\*" in text(card).splitlines()[0]
    assert not card.message.mention_everyone


async def test_a_running_question_holds_it_back(world: World) -> None:
    with world.services.admission.admit(world.alice.id):
        assert "still working" in await refused(world, name="massive attack teardrop")
