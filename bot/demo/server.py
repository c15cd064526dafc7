"""The demo's server: one channel, three members, and what was said there before the page opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import simcord

from bot.demo.people import AIKO, JONAS, MARA, PEOPLE, Person

BOT_NAME = "Segue"
CHANNEL = "music"
TOPIC = "what shall we hear next? /recommend takes a song or a clip"
ASKED_SONG = "teardrop"
"""What is typed into the song's field in the first conversation."""
OUTSIDE_SONG = "Stuart Marshall - Running Out of Coal"
"""A song that the catalogue does not know; the clips that ship with Segue have it."""


@dataclass(frozen=True, slots=True)
class Server:
    """What stands in the simulated Discord.

    Attributes
    ----------
    members
        Who lives there, in the order of :data:`~bot.demo.people.PEOPLE`.
    """

    env: simcord.Env
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    members: Mapping[Person, simcord.MemberActor]


async def found(env: simcord.Env, now: datetime | None = None) -> Server:
    """Set the simulated clock to ``now`` and make the server, the channel and the members; the bot gets its name."""
    moment = datetime.now(UTC) if now is None else now
    await env.advance_time(max(0.0, (moment - env.now()).total_seconds()))
    assert env.bot.user is not None
    await env.bot.user.edit(username=BOT_NAME)
    guild = env.create_guild("The Listening Room")
    channel = guild.create_text_channel(CHANNEL, topic=TOPIC)
    members = {
        person: guild.add_member(env.create_user(person.name, global_name=person.shown_name)) for person in PEOPLE
    }
    await env.settle()
    return Server(env, guild, channel, members)


async def converse(server: Server, clip_name: str, clip: bytes) -> None:
    """Hold the three conversations: by a song, by a song outside the catalogue, by a clip; the real bot answers all."""
    mara, jonas, aiko = (server.members[person] for person in (MARA, JONAS, AIKO))
    channel = server.channel

    await aiko.send(channel, "it has been raining all day. anything to go with that?")
    choices = await mara.autocomplete(channel, "recommend", "song", ASKED_SONG)
    await mara.slash(channel, "recommend", song=str(choices[0]["value"]))
    await aiko.send(channel, "oh, that is exactly the weather. thank you, Mara")

    await aiko.send(channel, "one that is on no list of yours, I bet. I heard it in a game about a steam railway")
    await aiko.slash(channel, "recommend", song=OUTSIDE_SONG)

    await jonas.send(channel, "this plays in the game I am in, I have no idea what it is. more of it, please")
    await jonas.slash(channel, "recommend", clip=(clip_name, clip))
    await mara.send(channel, "that is a loud corner of the map")
