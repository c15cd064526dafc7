from __future__ import annotations

import re
from pathlib import Path

import pytest
from simcord import ResponseMessage

from bot.views.ids import Action
from tests.e2e.cards import chosen, components, control, controls, label, numbers, pages, text, titles
from tests.e2e.conftest import HOSTILE_TITLE, World
from tests.e2e.synth import tune, wav

pytestmark = pytest.mark.asyncio(loop_scope="session")

ERROR_ID = re.compile(r"\(id [A-Z2-9]{6}\)")


async def ask(world: World, **options: object) -> ResponseMessage:
    if not {"song", "clip"} & set(options):
        options["song"] = await world.pick_song("teardrop")
    before = len(world.env.errors)
    result = await world.alice.slash(world.channel, "recommend", **options)
    assert not world.env.errors[before:]
    assert result.response is not None
    return result.response


async def refused(world: World, **options: object) -> str:
    """Ask what cannot be answered: one private sentence with an id, and no card."""
    result = await world.alice.slash(world.channel, "recommend", **options)
    said = [*([result.response] if result.response is not None else []), *result.followups]
    assert len(said) == 1
    assert said[0].ephemeral
    assert ERROR_ID.search(said[0].content), said[0].content
    assert not titles(said[0])
    assert world.env.errors
    return said[0].content


async def test_a_song_is_offered_while_typing_and_answered_with_five_picks(world: World) -> None:
    offered = await world.alice.autocomplete(world.channel, "recommend", "song", "teardrp masive")
    assert offered[0]["name"] == "Teardrop \u2014 Massive Attack (1998)"
    card = await ask(world, song=offered[0]["value"])
    assert text(card).startswith("## More like Teardrop\nMassive Attack \u00b7 1998")
    assert numbers(card) == [1, 2, 3, 4, 5]
    assert "Teardrop" not in titles(card)
    assert not card.ephemeral
    assert chosen(card) == ["0"]


async def test_the_card_has_its_pictures(world: World) -> None:
    card = await ask(world)
    pictures = {attachment.filename: await attachment.read() for attachment in card.attachments}
    assert len(pictures) == 7
    assert all(data.startswith(b"\x89PNG") for data in pictures.values())
    assert len(pictures["map.png"]) < 200_000
    assert all(len(data) < 20_000 for name, data in pictures.items() if name != "map.png")
    gallery = next(part for part in components(card) if part["type"] == 12)
    assert "Green: Teardrop" in gallery["items"][0]["description"]


async def test_a_song_can_be_typed_without_picking_it(world: World) -> None:
    assert "More like Teardrop" in text(await ask(world, song="massive attack teardrop"))


async def test_a_song_that_nobody_knows_is_said_to_be_unknown_and_the_next_question_is_answered(world: World) -> None:
    sentence = await refused(world, song="zzqx vvkj wwpy")
    assert "I do not know" in sentence
    assert await ask(world)


async def test_a_clip_that_is_known_is_named(world: World, known_clip: bytes) -> None:
    card = await ask(world, clip=("unknown.wav", known_clip))
    assert text(card).startswith("## This is *Teardrop* by Massive Attack")
    assert "Teardrop" not in titles(card)
    assert len(titles(card)) == 5


async def test_a_clip_that_nobody_knows_is_answered_by_its_sound(world: World, strange_clip: bytes) -> None:
    card = await ask(world, clip=("my *demo*.wav", strange_clip))
    assert "no song I know" in text(card)
    assert "`my *demo*.wav`" in text(card)
    assert len(titles(card)) == 5


@pytest.mark.parametrize("ending", [".mp3", ".m4a", ".ogg", ".opus", ".flac", ".wav"])
async def test_a_clip_of_any_format_is_answered(world: World, examples: dict[str, Path], ending: str) -> None:
    clip = next((path for path in examples.values() if path.suffix == ending), None)
    if clip is None:
        pytest.skip(f"no {ending} in data/examples")
    assert len(titles(await ask(world, clip=(clip.name, clip.read_bytes())))) == 5


async def test_neither_and_both_are_refused(world: World, strange_clip: bytes) -> None:
    assert "attach a clip" in await refused(world)
    both = await refused(world, song=await world.pick_song("teardrop"), clip=("a.wav", strange_clip))
    assert "only one of them" in both
    assert await ask(world)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("empty.mp3", b"", "empty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(400), "not audio"),
        ("short.wav", wav(tune(1, 1.5)), "too short"),
        ("silent.wav", wav(tune(1, 6) * 0), "silent"),
        ("large.wav", bytes(2 * 2**20 + 1), "too large"),
        ("list.m3u8", b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n", "playlist"),
    ],
    ids=["empty", "no audio", "short", "silent", "large", "playlist"],
)
async def test_a_bad_clip_is_refused_in_one_sentence(world: World, name: str, data: bytes, sentence: str) -> None:
    assert sentence in await refused(world, clip=(name, data))
    assert await ask(world)


async def test_the_count_decides_how_many_come_first(world: World) -> None:
    three = await ask(world, count=3)
    assert numbers(three) == [1, 2, 3]
    assert pages(three) == ["Show 4\u20136"]
    ten = await ask(world, count=10)
    assert numbers(ten) == [1, 2, 3, 4, 5]
    assert pages(ten) == ["Show 6\u201310"]


async def test_only_me_hides_the_answer_from_the_others(world: World) -> None:
    card = await ask(world, only_me=True)
    assert card.ephemeral


async def test_a_server_may_hide_answers_and_a_member_may_show_them(world: World) -> None:
    await world.alice.slash(world.channel, "settings answers", visibility="private")
    assert (await ask(world)).ephemeral
    assert not (await ask(world, only_me=False)).ephemeral


async def test_the_same_songs_do_not_come_twice(world: World) -> None:
    first = titles(await ask(world))
    second = titles(await ask(world))
    assert not set(first) & set(second)


async def test_the_dial_is_taken(world: World) -> None:
    assert len(titles(await ask(world, familiarity="adventurous"))) == 5


async def test_a_title_full_of_markup_stays_text(world: World) -> None:
    song = await world.pick_song("@everyone free")
    card = await ask(world, song=song)
    heading = text(card).splitlines()[0]
    assert "@everyone" not in heading
    assert "\\*\\*" in heading
    assert "\\[free\\]" in heading
    assert HOSTILE_TITLE not in text(card)
    assert card.message.mentions == []
    assert not card.message.mention_everyone


async def test_a_running_question_holds_the_next_one_back(world: World) -> None:
    song = await world.pick_song("teardrop")
    with world.services.admission.admit(world.alice.id):
        sentence = await refused(world, song=song)
        assert "still working on your last question" in sentence
        other = await world.bob.slash(world.channel, "recommend", song=song)
        assert len(titles(other.response)) == 5
    assert await ask(world)


async def test_a_full_queue_says_busy(world: World) -> None:
    admission = world.services.admission
    with admission.admit(1), admission.admit(2), admission.admit(3), admission.admit(4):
        assert "busy" in await refused(world, song="teardrop")
    assert await ask(world)


async def test_discord_refusing_the_answer_is_told_in_private(world: World) -> None:
    song = await world.pick_song("teardrop")
    world.env.inject_error("POST", "/webhooks/*", status=403, code=50013)
    result = await world.alice.slash(world.channel, "recommend", song=song)
    assert world.env.errors
    assert [said.ephemeral for said in result.followups] == [True]
    assert "may not post" in result.followups[0].content
    assert result.response is None


async def test_an_interaction_that_discord_gave_up_does_no_harm(world: World) -> None:
    song = await world.pick_song("teardrop")
    world.env.inject_error("POST", "/interactions/*", status=404, code=10062, times=2)
    result = await world.alice.slash(world.channel, "recommend", song=song)
    assert not result.acknowledged
    assert world.env.errors
    assert await ask(world)


async def test_in_a_direct_message_it_answers_too(world: World) -> None:
    result = await world.alice.user.slash("recommend", song="massive attack teardrop")
    assert not world.env.errors
    assert len(titles(result.response)) == 5


async def test_every_control_is_there_once(world: World) -> None:
    card = await ask(world)
    assert set(controls(card)) == set(Action)
    assert label(card, control(card, Action.MORE)) == "More like this"
