"""A small Discord with the real bot in it: real services on a home of their own, real decoding, the real ear.

One home and one set of services serve all tests: they take time. Each test gets a Discord of its own, and what
its members did is erased after it by the product's own means.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import discord
import numpy as np
import pytest
import pytest_asyncio
import simcord
from numpy.typing import NDArray

from bot.client import Segue
from bot.services import Services
from bot.settings import Discord, Finding, Hearing, Manners, Places, Previews, Settings
from data.catalog import SHIPPED_DIRECTORY, CatalogEntry, Point, read_shipped, write_shipped
from data.ids import GuildId, MemberId
from engine.embed import Embedder
from engine.songs import Song, song_id
from tests.e2e.synth import sweep, tune, wav

HOSTILE_TITLE = "**@everyone** ||[free](https://evil.example)|| <@1> `x`"
HOSTILE_ARTIST = "# ~~@here~~ _x_"
KNOWN_TUNE = 11
SETTLE_SECONDS = 30.0
_MADE_UP = 200


@dataclass(frozen=True, slots=True)
class World:
    """A server with a channel and three members; the first may manage it."""

    env: simcord.Env
    services: Services
    settings: Settings
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    quiet: simcord.ChannelHandle
    alice: simcord.MemberActor
    bob: simcord.MemberActor
    carol: simcord.MemberActor

    async def restart(self) -> None:
        await self.env.restart_bot(Segue(self.services, self.settings))

    async def pick_song(self, typed: str, who: simcord.MemberActor | None = None) -> str:
        """What the first suggestion stands for."""
        found = await (who or self.alice).autocomplete(self.channel, "recommend", "song", typed)
        return str(found[0]["value"])


@pytest.fixture(scope="session")
def known_clip() -> bytes:
    """A clip of "Teardrop" by Massive Attack, as far as this catalogue knows."""
    return wav(tune(KNOWN_TUNE))


@pytest.fixture(scope="session")
def strange_clip() -> bytes:
    """A clip that no catalogue knows."""
    return wav(sweep())


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def services(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Services]:
    home = tmp_path_factory.mktemp("home")
    shipped = home / "shipped"
    ear = Embedder.load(Places(_env_file=None).weights, "cpu")
    heard = ear.embed([tune(KNOWN_TUNE)])[0].vector
    write_shipped(shipped, [*_songs(ear), *_special(heard)], ear.model)
    settings = Settings(
        discord=Discord(_env_file=None, message_content=True),
        places=Places(_env_file=None, home=home, shipped=shipped),
        hearing=Hearing(_env_file=None, decoders=1, clip_megabytes=2, device="cpu"),
        finding=Finding(_env_file=None),
        previews=Previews(_env_file=None, sources="none"),
        manners=Manners(_env_file=None, cool_down_seconds=0, queue=4),
    )
    opened = await Services.open(settings, ear=ear)
    yield opened
    await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def env(services: Services) -> AsyncIterator[simcord.Env]:
    # Not `simcord.run`: it must be left in the context that entered it, which a fixture is not.
    running = simcord.Env(
        Segue(services, services.settings), check_errors=False, shard_count=2, settle_timeout=SETTLE_SECONDS
    )
    await running.start()
    yield running
    await running.shutdown()


@pytest_asyncio.fixture(loop_scope="session")
async def world(env: simcord.Env, services: Services) -> AsyncIterator[World]:
    owner = env.create_user("alice")
    guild = env.create_guild("Music", owner=owner, shard_id=1)
    made = World(
        env=env,
        services=services,
        settings=services.settings,
        guild=guild,
        channel=guild.create_text_channel("music"),
        quiet=guild.create_text_channel(
            "quiet",
            overwrites={env.bot.user: discord.PermissionOverwrite(send_messages=False)},
        ),
        alice=guild.add_member(owner),
        bob=guild.add_member(env.create_user("bob")),
        carol=guild.add_member(env.create_user("carol")),
    )
    yield made
    for member in (made.alice, made.bob, made.carol):
        await services.privacy.delete(MemberId(member.id))
    await services.guild_settings.change(
        GuildId(guild.id), drop_channel=None, public_by_default=True, familiarity="balanced"
    )


def _songs(ear: Embedder) -> Sequence[CatalogEntry]:
    """The shipped catalogue where it is there and fits the ear; else made-up songs."""
    if (SHIPPED_DIRECTORY / "songs.csv").exists():
        shipped = read_shipped()
        if shipped.model == ear.model:
            return shipped.entries
    return made_up_songs(ear)


def made_up_songs(ear: Embedder) -> Sequence[CatalogEntry]:
    """Two hundred songs in groups that sound alike."""
    generator = np.random.default_rng(3)
    groups = generator.standard_normal((8, ear.dimension))
    made = []
    for number in range(_MADE_UP):
        artist, title = f"Band {number // 2}", f"Song {number}"
        song = Song(song_id(artist, title), artist, title, year=1970 + number % 50, genres=("Rock",), moods=("calm",))
        vector = _unit(groups[number % 8] + 0.8 * generator.standard_normal(ear.dimension))
        x, y = generator.uniform(-1, 1, 2)
        made.append(CatalogEntry(song, vector, Point(float(x), float(y)), (f"made{number}",)))
    return made


def _special(heard: NDArray[np.float32]) -> Sequence[CatalogEntry]:
    """Songs that the tests name: what the known clip is, and neighbours of it."""
    generator = np.random.default_rng(8)
    names = [
        ("Massive Attack", "Teardrop"),
        *((f"Neighbour {number}", f"Nearby {number}") for number in range(30)),
        (HOSTILE_ARTIST, HOSTILE_TITLE),
    ]
    side = _unit(generator.standard_normal(heard.size))
    made = []
    for place, (artist, title) in enumerate(names):
        song = Song(song_id(artist, title), artist, title, year=1998, genres=("Trip-hop",), moods=("wistful",))
        away = 0.0 if place == 0 else 0.35 + 0.02 * place
        own = _unit(generator.standard_normal(heard.size))
        # Every other neighbour lies on the same side, so that a liked one has songs nearer to it than the rest.
        vector = _unit(heard + away * (_unit(side + own) if place % 2 else own))
        made.append(CatalogEntry(song, vector, Point(0.02 * place, 0.01 * place), (f"special{place}",)))
    return made


def _unit(vector: NDArray[np.floating]) -> NDArray[np.float32]:
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def read_json(data: bytes) -> dict[str, object]:
    """A file that was handed over."""
    read: dict[str, object] = json.loads(data)
    return read
