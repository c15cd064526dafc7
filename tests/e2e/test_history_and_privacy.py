from __future__ import annotations

import pytest
from simcord import ResponseMessage

from bot.views.ids import Action
from data.history import Event, EventKind
from data.ids import MemberId, new_answer_id
from engine.songs import SongId
from tests.e2e.cards import control, titles
from tests.e2e.conftest import World, read_json

pytestmark = pytest.mark.asyncio(loop_scope="session")

DELETE, KEEP = "Yes, erase everything", "No, keep it"


async def ask(world: World) -> ResponseMessage:
    result = await world.alice.slash(world.channel, "recommend", song=await world.pick_song("teardrop"))
    assert result.response is not None
    return result.response


async def said(world: World, command: str, who: str = "alice") -> ResponseMessage:
    result = await getattr(world, who).slash(world.channel, command)
    assert not world.env.errors
    assert result.response is not None
    assert result.response.ephemeral
    return result.response


async def test_history_is_empty_at_first_and_then_tells_what_was_done(world: World) -> None:
    assert (await said(world, "history show")).content.startswith("Nothing yet")
    card = await ask(world)
    await world.alice.click(card, custom_id=control(card, Action.LIKE))
    told = (await said(world, "history show")).content
    assert "you asked for more like *Teardrop* by Massive Attack" in told
    assert f"you liked *{titles(card)[0]}*" in told
    assert (await said(world, "history show", "bob")).content.startswith("Nothing yet")


async def test_history_of_hostile_titles_fits_a_message(world: World) -> None:
    song = SongId(await world.pick_song("@everyone free"))
    member = MemberId(world.alice.id)
    asked = [Event(EventKind.ASKED, member, song=song, answer=new_answer_id()) for _ in range(30)]
    await world.services.history.record(asked)
    told = (await said(world, "history show")).content
    assert len(told) <= 2_000
    assert "@everyone" not in told


async def test_undo_takes_the_last_opinion_back(world: World) -> None:
    card = await ask(world)
    await world.alice.click(card, custom_id=control(card, Action.DISLIKE))
    assert (await said(world, "history undo")).content.startswith(f"Taken back: not for you: *{titles(card)[0]}*")
    assert (await said(world, "history undo")).content == "There is nothing to take back."
    again = await world.alice.click(card, custom_id=control(card, Action.DISLIKE))
    assert again.response is not None
    assert again.response.content.startswith("Noted")


async def test_privacy_shows_what_is_kept(world: World) -> None:
    await ask(world)
    told = (await said(world, "privacy show")).content
    assert "**6**" in told
    assert "the answers you got" in told


async def test_privacy_hands_everything_over(world: World) -> None:
    card = await ask(world)
    await world.alice.click(card, custom_id=control(card, Action.LIKE))
    handed = await said(world, "privacy export")
    (file,) = handed.attachments
    read = read_json(await file.read())
    assert read["member"] == str(world.alice.id)
    events = read["kept"]["events"]["rows"]  # type: ignore[index]
    assert {row["kind"] for row in events} == {"asked", "shown", "liked"}


async def test_privacy_erases_only_after_a_second_word(world: World) -> None:
    card = await ask(world)
    question = await said(world, "privacy delete")
    kept = await world.alice.click(question, label=KEEP)
    assert kept.response is not None
    assert kept.response.content == "Nothing was erased."
    assert "asked for more" in (await said(world, "history show")).content
    question = await said(world, "privacy delete")
    gone = await world.alice.click(question, label=DELETE)
    assert gone.response is not None
    assert gone.response.content == "Erased: 7 entries."
    assert (await said(world, "history show")).content.startswith("Nothing yet")
    stale = await world.alice.click(card, custom_id=control(card, Action.LIKE))
    assert stale.response is not None
    assert "not kept any more" in stale.response.content


async def test_the_second_word_counts_after_a_restart(world: World) -> None:
    await ask(world)
    question = await said(world, "privacy delete")
    await world.restart()
    gone = await world.alice.click(question, label=DELETE)
    assert gone.response is not None
    assert gone.response.content.startswith("Erased")


async def test_help_and_about_tell_what_segue_is(world: World) -> None:
    assert "/recommend" in (await said(world, "help")).content
    about = (await said(world, "about")).content
    assert f"{await world.services.catalog.count():,} songs" in about
    assert (await world.services.index.current()).model in about
