from __future__ import annotations

import sqlite3
from contextlib import closing

import discord
import pytest
from discord import ui
from simcord import InteractionResult, ResponseMessage

from bot.views.ids import Action, Press
from data.ids import AnswerId
from tests.e2e.cards import chosen, components, control, controls, numbers, pages, text, titles
from tests.e2e.conftest import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def ask(world: World, **options: object) -> ResponseMessage:
    song = await world.pick_song("teardrop")
    result = await world.alice.slash(world.channel, "recommend", song=song, **options)
    assert result.response is not None
    return result.response


async def press(world: World, card: ResponseMessage, action: Action, who: str = "alice") -> InteractionResult:
    actor = getattr(world, who)
    result: InteractionResult = await actor.click(card, custom_id=control(card, action))
    return result


async def turn_to(world: World, card: ResponseMessage, page: int, who: str = "alice") -> InteractionResult:
    custom_id = Press(Action.PAGE, controls(card)[Action.PAGE].answer, page).custom_id
    result: InteractionResult = await getattr(world, who).click(card, custom_id=custom_id)
    return result


def whispered(result: InteractionResult) -> str:
    """The one private sentence that followed."""
    said = [message for message in [result.response, *result.followups] if message is not None and message.content]
    assert len(said) == 1
    assert said[0].ephemeral
    return said[0].content


async def test_a_liked_song_is_noted_once(world: World) -> None:
    card = await ask(world)
    assert whispered(await press(world, card, Action.LIKE)).startswith("Noted: you like")
    assert "already" in whispered(await press(world, card, Action.LIKE))
    assert not world.env.errors


async def test_likes_change_the_next_answer_and_say_so(world: World) -> None:
    card = await ask(world)
    liked = titles(card)[0]
    await press(world, card, Action.LIKE)
    assert f"near *{liked}*, which you liked" in text(await ask(world, familiarity="familiar", only_me=True))


async def test_a_disliked_song_never_comes_again(world: World) -> None:
    card = await ask(world)
    first = titles(card)[0]
    assert "not for you" in whispered(await press(world, card, Action.DISLIKE))
    seen: list[str] = []
    for _ in range(4):
        answer = await ask(world, count=5)
        seen += titles(answer)
    assert first not in seen


async def test_an_artist_can_be_shut_out(world: World) -> None:
    card = await ask(world)
    first = titles(card)[0]
    assert "you will never get" in whispered(await press(world, card, Action.NEVER))
    await world.services.privacy.delete(world.bob.id)
    assert first not in titles(await ask(world))


async def test_more_like_this_asks_again_from_the_pick(world: World) -> None:
    card = await ask(world)
    result = await press(world, card, Action.MORE)
    assert not world.env.errors
    assert result.response is not None
    assert not result.response.ephemeral
    assert text(result.response).startswith(f"## More like {titles(card)[0]}")


async def test_choosing_a_pick_moves_the_buttons_to_it(world: World) -> None:
    card = await ask(world)
    result = await world.alice.select(card, ["2"], custom_id=control(card, Action.CHOOSE))
    assert not world.env.errors
    moved = result.response
    assert moved is not None
    assert moved.id == card.id
    assert chosen(moved) == ["2"]
    assert {press.number for action, press in controls(moved).items() if action in (Action.LIKE, Action.MORE)} == {2}
    assert len(moved.attachments) == 7
    assert titles(card)[2] in whispered(await press(world, moved, Action.LIKE))


async def test_show_more_turns_the_page_and_back(world: World) -> None:
    card = await ask(world)
    first = titles(card)
    result = await turn_to(world, card, 1)
    assert not world.env.errors
    second = result.response
    assert second is not None
    assert second.id == card.id
    assert numbers(second) == [6, 7, 8, 9, 10]
    assert not set(titles(second)) & set(first)
    assert pages(second) == ["Back", "Show 11\u201315"]
    assert len(second.attachments) == 7
    back = (await turn_to(world, second, 0)).response
    assert titles(back) == first


async def test_what_was_shown_on_the_second_page_does_not_come_again(world: World) -> None:
    card = await ask(world)
    second = (await turn_to(world, card, 1)).response
    seen = {*titles(card), *titles(second)}
    assert not seen & set(titles(await ask(world)))


async def test_everything_works_after_a_restart(world: World) -> None:
    card = await ask(world)
    await world.restart()
    moved = (await world.alice.select(card, ["3"], custom_id=control(card, Action.CHOOSE))).response
    assert moved is not None
    assert chosen(moved) == ["3"]
    second = (await turn_to(world, moved, 1)).response
    assert numbers(second) == [6, 7, 8, 9, 10]
    assert second is not None
    assert whispered(await press(world, second, Action.LIKE)).startswith("Noted")
    assert not world.env.errors


async def test_another_members_like_counts_for_that_member_alone(world: World) -> None:
    card = await ask(world)
    liked = titles(card)[0]
    assert whispered(await press(world, card, Action.LIKE, "bob")).startswith("Noted: you like")
    assert "near a song you liked" not in text(await ask(world))
    song = await world.pick_song("teardrop")
    public = await world.bob.slash(world.channel, "recommend", song=song)
    assert "near a song you liked" in text(public.response)
    assert liked not in text(public.response)
    bobs = await world.bob.slash(world.channel, "recommend", song=song, only_me=True)
    assert f"near *{liked}*, which you liked" in text(bobs.response)


async def test_another_member_who_chooses_or_turns_gets_a_card_of_their_own(world: World) -> None:
    card = await ask(world)
    before = components(world.channel.last_message)
    copy = (await world.bob.select(card, ["1"], custom_id=control(card, Action.CHOOSE))).response
    assert copy is not None
    assert copy.ephemeral
    assert chosen(copy) == ["1"]
    second = (await turn_to(world, card, 1, "bob")).response
    assert second is not None
    assert second.ephemeral
    assert numbers(second) == [6, 7, 8, 9, 10]
    assert components(world.channel.last_message) == before
    third = (await turn_to(world, second, 2, "bob")).response
    assert third is not None
    assert third.id == second.id
    assert not world.env.errors


async def test_a_private_card_shows_what_its_reader_likes_and_a_public_one_does_not(world: World) -> None:
    private = await ask(world, only_me=True)
    result = await press(world, private, Action.LIKE)
    assert whispered(result).startswith("Noted")
    assert "\N{GREEN HEART}" in text(result.response)
    public = await ask(world)
    await press(world, public, Action.LIKE)
    assert "\N{GREEN HEART}" not in text(world.channel.last_message)


async def test_a_second_press_while_the_first_runs_is_answered(world: World) -> None:
    card = await ask(world)
    with world.services.admission.admit(world.alice.id):
        assert "still working" in whispered(await press(world, card, Action.MORE))
    assert (await press(world, card, Action.MORE)).response is not None


@pytest.mark.parametrize(
    ("custom_id", "sentence"),
    [
        ("segue:like:AAAAAAAAAAAA:0", "not kept any more"),
        ("segue:page:AAAAAAAAAAAA:0", "not kept any more"),
        ("segue:more:AAAAAAAAAAAA:7", "not kept any more"),
        ("segue:map:AAAAAAAAAAAA:0:mood", "not kept any more"),
        ("segue:map:AAAAAAAAAAAA:0:sepia", "do not know that button"),
        ("segue:explode:AAAAAAAAAAAA:0", "do not know that button"),
        ("segue:like:'; drop table events; --", "do not know that button"),
        ("party:vote:1", "do not know that button"),
        ("segue:erase:yes:123", "somebody else"),
    ],
)
async def test_a_forged_button_gets_a_sentence(world: World, custom_id: str, sentence: str) -> None:
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.ActionRow(ui.Button(label="forged", custom_id=custom_id)))
    assert sentence in whispered(await _press_forged(world, view, custom_id))


@pytest.mark.parametrize("number", [30])
@pytest.mark.parametrize("action", [Action.LIKE, Action.MORE, Action.PAGE, Action.NEVER, Action.MAP])
async def test_a_pick_that_the_answer_has_not_gets_a_sentence(world: World, action: Action, number: int) -> None:
    answer = controls(await ask(world))[Action.LIKE].answer
    custom_id = Press(action, AnswerId(answer), number).custom_id
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.ActionRow(ui.Button(label="forged", custom_id=custom_id)))
    assert "does not belong to any song" in whispered(await _press_forged(world, view, custom_id))


@pytest.mark.parametrize("value", ["30", "7", "-1", "x", "\u0661"])
async def test_a_choice_that_the_page_has_not_gets_a_sentence(world: World, value: str) -> None:
    answer = controls(await ask(world))[Action.LIKE].answer
    custom_id = Press(Action.CHOOSE, answer, 0).custom_id
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.ActionRow(ui.Select(custom_id=custom_id, options=[discord.SelectOption(label="x", value=value)])))
    message = await _post(world, view)
    result = await world.alice.select(message, [value], custom_id=custom_id)
    assert "does not belong to any song" in whispered(result)


async def test_an_answer_does_not_open_in_another_server(world: World) -> None:
    answer = controls(await ask(world))[Action.LIKE].answer
    elsewhere = world.env.create_guild("Elsewhere", shard_id=0)
    channel = elsewhere.create_text_channel("music")
    mallory = elsewhere.add_member(world.env.create_user("mallory"))
    custom_id = Press(Action.PAGE, answer, 1).custom_id
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.ActionRow(ui.Button(label="forged", custom_id=custom_id)))
    posted = world.env.bot.get_channel(channel.id)
    assert isinstance(posted, discord.TextChannel)
    result = await mallory.click(await posted.send(view=view), custom_id=custom_id)
    assert "not kept any more" in whispered(result)


async def _post(world: World, view: ui.LayoutView) -> discord.Message:
    channel = world.env.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    return await channel.send(view=view)


async def _press_forged(world: World, view: ui.LayoutView, custom_id: str) -> InteractionResult:
    result: InteractionResult = await world.alice.click(await _post(world, view), custom_id=custom_id)
    return result


async def test_a_database_that_another_program_holds_loses_nothing_and_is_told(world: World) -> None:
    card = await ask(world)
    with closing(sqlite3.connect(world.settings.places.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = whispered(await press(world, card, Action.LIKE))
        other.execute("ROLLBACK")
    assert "My memory is busy" in said
    assert whispered(await press(world, card, Action.LIKE)).startswith("Noted")


async def test_a_picture_that_discord_lost_is_sent_again(world: World) -> None:
    card = await ask(world)
    world.env.inject_error("PATCH", "/webhooks/*", status=400, code=50035)
    moved = (await world.alice.select(card, ["1"], custom_id=control(card, Action.CHOOSE))).response
    assert moved is not None
    assert chosen(moved) == ["1"]
    assert len(moved.attachments) == 7


async def test_no_card_stays_in_memory_and_every_control_goes_on_answering(world: World) -> None:
    card = await ask(world)
    second = (await turn_to(world, card, 1)).response
    assert second is not None
    for answer in ("No, keep it", "Yes, erase everything"):
        question = (await world.bob.slash(world.channel, "privacy delete")).response
        assert question is not None
        await world.bob.click(question, label=answer)
    await press(world, second, Action.MORE)
    assert list(world.env.bot.persistent_views) == []
    assert whispered(await press(world, second, Action.LIKE)).startswith("Noted")
