from __future__ import annotations

from dataclasses import replace

import discord
import pytest
import simcord

from bot.client import Segue
from bot.settings import Discord
from cogs.drop import BUSY, MAY_NOT_POST
from tests.e2e.cards import text, titles
from tests.e2e.conftest import World
from tests.e2e.synth import tune, wav

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def opt_in(world: World, channel: simcord.ChannelHandle | None = None) -> str:
    chosen = world.channel if channel is None else channel
    result = await world.alice.slash(world.channel, "settings drop-channel", channel=chosen)
    assert not world.env.errors
    assert result.response is not None
    assert result.response.ephemeral
    return result.response.content


def replies(world: World, message: discord.Message) -> list[discord.Message]:
    return [
        said
        for said in world.channel.history()
        if said.reference is not None and said.reference.message_id == message.id
    ]


async def test_nothing_is_answered_before_a_server_opts_in(world: World, known_clip: bytes) -> None:
    message = await world.bob.send(world.channel, "listen", attachments=[("a.wav", known_clip)])
    assert replies(world, message) == []


async def test_an_upload_is_answered_by_a_reply(world: World, known_clip: bytes) -> None:
    assert f"<#{world.channel.id}>" in await opt_in(world)
    message = await world.bob.send(world.channel, "listen", attachments=[("a.wav", known_clip)])
    (answer,) = replies(world, message)
    assert text(answer).startswith("## This is *Teardrop*")
    assert len(titles(answer)) == 5
    assert not world.env.errors


async def test_a_voice_message_is_heard(world: World, known_clip: bytes) -> None:
    await opt_in(world)
    message = await world.bob.send(world.channel, attachments=[("voice-message.ogg", known_clip)])
    assert len(replies(world, message)) == 1


async def test_every_file_of_a_message_is_answered_and_a_bad_one_is_told(
    world: World, known_clip: bytes, strange_clip: bytes
) -> None:
    await opt_in(world)
    files = [
        ("one.wav", known_clip),
        ("cover.png", b"\x89PNG\r\n\x1a\n"),
        ("short.wav", wav(tune(5, 1))),
        ("two.wav", strange_clip),
    ]
    message = await world.bob.send(world.channel, attachments=files)
    said = [text(reply) for reply in replies(world, message)]
    assert len(said) == 3
    assert sum("This is *Teardrop*" in one for one in said) == 1
    assert sum("too short" in one and "(id " in one for one in said) == 1
    assert sum("no song I know" in one for one in said) == 1


@pytest.mark.parametrize("name", ["notes.txt", "picture.png", "archive.zip"])
async def test_other_files_and_plain_words_are_left_alone(world: World, name: str) -> None:
    await opt_in(world)
    message = await world.bob.send(world.channel, "hello", attachments=[(name, b"hello")])
    assert replies(world, message) == []
    assert not message.reactions


async def test_another_bots_upload_is_never_answered(world: World, known_clip: bytes) -> None:
    await opt_in(world)
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    message = await robot.send(world.channel, attachments=[("a.wav", known_clip)])
    assert replies(world, message) == []


async def test_another_channel_is_left_alone(world: World, known_clip: bytes) -> None:
    await opt_in(world)
    other = world.guild.create_text_channel("other")
    await world.bob.send(other, attachments=[("a.wav", known_clip)])
    assert len(other.history()) == 1


async def test_where_it_may_not_post_it_leaves_a_sign(world: World, known_clip: bytes) -> None:
    assert "Send Messages" in await opt_in(world, world.quiet)
    await world.bob.send(world.quiet, attachments=[("a.wav", known_clip)])
    (message,) = world.quiet.history()
    assert [str(reaction.emoji) for reaction in message.reactions] == [MAY_NOT_POST]


async def test_where_discord_refuses_the_reply_it_leaves_a_sign(world: World, known_clip: bytes) -> None:
    await opt_in(world)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    message = await world.bob.send(world.channel, attachments=[("a.wav", known_clip)])
    stored = next(said for said in world.channel.history() if said.id == message.id)
    assert [str(reaction.emoji) for reaction in stored.reactions] == [MAY_NOT_POST]


async def test_while_a_question_runs_it_leaves_a_sign(world: World, known_clip: bytes) -> None:
    await opt_in(world)
    with world.services.admission.admit(world.bob.id):
        message = await world.bob.send(world.channel, attachments=[("a.wav", known_clip)])
    stored = next(said for said in world.channel.history() if said.id == message.id)
    assert [str(reaction.emoji) for reaction in stored.reactions] == [BUSY]


async def test_a_server_can_opt_out_again(world: World, known_clip: bytes) -> None:
    await opt_in(world)
    result = await world.alice.slash(world.channel, "settings drop-channel")
    assert result.response is not None
    assert "any more" in result.response.content
    message = await world.bob.send(world.channel, attachments=[("a.wav", known_clip)])
    assert replies(world, message) == []


async def test_the_context_menu_answers_a_message_with_a_clip(world: World, known_clip: bytes) -> None:
    message = await world.bob.send(world.channel, "listen", attachments=[("cover.png", b"x"), ("a.wav", known_clip)])
    result = await world.alice.context_menu(world.channel, "Recommend from this clip", message)
    assert not world.env.errors
    assert text(result.response).startswith("## This is *Teardrop*")


async def test_the_context_menu_says_when_there_is_no_clip(world: World) -> None:
    message = await world.bob.send(world.channel, "just words")
    result = await world.alice.context_menu(world.channel, "Recommend from this clip", message)
    assert result.response is not None
    assert result.response.ephemeral
    assert "no audio or video" in result.response.content


async def test_settings_are_shown_and_changed(world: World) -> None:
    await opt_in(world)
    await world.alice.slash(world.channel, "settings familiarity", familiarity="adventurous")
    result = await world.alice.slash(world.channel, "settings show")
    assert result.response is not None
    assert f"Drop channel: <#{world.channel.id}>" in result.response.content
    assert "adventurous" in result.response.content


async def test_only_those_who_manage_the_server_see_the_settings(world: World) -> None:
    assert "settings show" not in world.bob.available_commands(world.channel)
    assert "settings show" in world.alice.available_commands(world.channel)


async def test_without_the_owners_word_there_is_no_drop_channel(world: World) -> None:
    deaf = replace(world.settings, discord=Discord(_env_file=None, message_content=False))
    await world.env.restart_bot(Segue(world.services, deaf))
    assert "DISCORD_MESSAGE_CONTENT" in await opt_in(world)
