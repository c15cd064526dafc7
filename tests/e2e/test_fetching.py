"""Songs that the catalogue does not know: asked for by name and by link, found at servers on loopback, heard, kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import discord
import pytest
import pytest_asyncio
import simcord
from simcord import ResponseMessage

from bot.client import Segue
from bot.services import Services
from bot.settings import Discord, Finding, Hearing, Manners, Places, Previews, Settings, Spotify
from data.catalog import write_shipped
from engine.embed import Embedder
from tests.data.previews.servers import DeezerServer, Fault, ItunesServer, OembedServer, ServedTrack
from tests.e2e.cards import SELECT, components, text, titles
from tests.e2e.conftest import SETTLE_SECONDS, made_up_songs
from tests.e2e.synth import tune, wav

pytestmark = pytest.mark.asyncio(loop_scope="session")

SPOTIFY_ID, VIDEO_ID = "4uLU6hMCjMI75M1A2tKUQC", "dQw4w9WgXcQ"
ISRC = "GBAYE0601498"
ANNOUNCED = [
    ("Paper Harbour", "Lanterns", ISRC),
    ("The Slow Comets", "Perihelion", ""),
    ("Ada Fern", "Glass Weather", ""),
    ("Winter Orchard", "Ember Road", ""),
    ("Nora Vale", "Salt and Static", ""),
    ("Kite Parade", "Ninth Street", ""),
    ("Halden", "Blue Hour", ""),
    ("Mara Quill", "Dust Bowl", ""),
    ("Otto Brandt", "Homeward", ""),
    ("Lena Frost", "Homeward", ""),
]
"""Only the last two share a title."""


def tracks(first: int) -> list[ServedTrack]:
    return [
        ServedTrack(
            first + number, artist, title, isrc=isrc, seconds=180 + number, sound=wav(tune(500 + first + number))
        )
        for number, (artist, title, isrc) in enumerate(ANNOUNCED)
    ]


@dataclass(frozen=True, slots=True)
class Outside:
    """The sources, as servers on loopback."""

    deezer: DeezerServer
    itunes: ItunesServer
    pages: OembedServer


@dataclass(frozen=True, slots=True)
class Town:
    """A server that may grow the catalogue, another one, and members."""

    env: simcord.Env
    services: Services
    channel: simcord.ChannelHandle
    elsewhere: simcord.ChannelHandle
    alice: simcord.MemberActor
    bob: simcord.MemberActor
    carol: simcord.MemberActor
    """Lives elsewhere."""

    async def restart(self) -> None:
        await self.env.restart_bot(Segue(self.services, self.services.settings))

    async def ask(self, song: str, who: simcord.MemberActor | None = None) -> ResponseMessage:
        asking = who or self.alice
        result = await asking.slash(self.elsewhere if asking is self.carol else self.channel, "recommend", song=song)
        said = [*([result.response] if result.response is not None else []), *result.followups]
        assert len(said) == 1
        return said[0]

    async def manage(self, command: str, **options: object) -> str:
        """What ``/catalog`` says to the owner."""
        result = await self.alice.slash(self.channel, f"catalog {command}", **options)
        said = result.response or result.followups[0]
        assert said.ephemeral
        return said.content


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def outside() -> AsyncIterator[Outside]:
    pages = {
        f"https://open.spotify.com/track/{SPOTIFY_ID}": {"title": "Glass Weather"},
        f"https://www.youtube.com/watch?v={VIDEO_ID}": {
            "title": "Winter Orchard - Ember Road (Official Video)",
            "author_name": "Winter Orchard",
        },
        "https://soundcloud.com/noravale/salt-and-static": {
            "title": "Salt and Static by Nora Vale",
            "author_name": "Nora Vale",
        },
    }
    async with DeezerServer(tracks(100)) as deezer, ItunesServer(tracks(200)) as itunes, OembedServer(pages) as oembed:
        yield Outside(deezer, itunes, oembed)


@pytest.fixture
def asked_at(outside: Outside) -> Outside:
    """The sources without faults, and nothing asked of them yet."""
    for server in (outside.deezer, outside.itunes, outside.pages):
        server.fault, server.fault_only = None, ""
        server.asked.clear()
    return outside


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared(outside: Outside, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Services]:
    home = tmp_path_factory.mktemp("growing")
    ear = Embedder.load(Places(_env_file=None).weights, "cpu")
    write_shipped(home / "shipped", made_up_songs(ear), ear.model)
    settings = Settings(
        discord=Discord(_env_file=None),
        places=Places(_env_file=None, home=home, shipped=home / "shipped"),
        hearing=Hearing(_env_file=None, decoders=1, device="cpu"),
        finding=Finding(_env_file=None),
        previews=Previews(
            _env_file=None,
            sources="deezer,itunes",
            deezer_url=outside.deezer.base,
            itunes_url=outside.itunes.base,
            youtube_url=outside.pages.base,
            soundcloud_url=outside.pages.base,
            server_songs=50,
        ),
        spotify=Spotify(_env_file=None, pages_url=outside.pages.base),
        manners=Manners(_env_file=None, cool_down_seconds=0, queue=4),
    )
    async with await Services.open(settings, ear=ear) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def town(shared: Services) -> AsyncIterator[Town]:
    env = simcord.Env(Segue(shared, shared.settings), check_errors=False, shard_count=1, settle_timeout=SETTLE_SECONDS)
    await env.start()
    owner = env.create_user("alice")
    guild, other = env.create_guild("Growing", owner=owner), env.create_guild("Elsewhere")
    yield Town(
        env=env,
        services=shared,
        channel=guild.create_text_channel("music"),
        elsewhere=other.create_text_channel("music"),
        alice=guild.add_member(owner),
        bob=guild.add_member(env.create_user("bob")),
        carol=other.add_member(env.create_user("carol")),
    )
    await env.shutdown()


async def test_a_song_is_found_heard_and_known_from_then_on(town: Town, asked_at: Outside) -> None:
    card = await town.ask("the slow comets - perihelion")
    assert text(card).startswith("## More like Perihelion\nThe Slow Comets \u00b7 2001")
    assert "heard just now: 30 seconds from Deezer; I know it from now on" in text(card)
    assert "[listen on Deezer](https://www.deezer.com/track/101)" in text(card)
    assert len(titles(card)) == 5
    asked_at.deezer.asked.clear()
    offered = await town.bob.autocomplete(town.channel, "recommend", "song", "perihelon")
    assert offered[0]["name"] == "Perihelion \u2014 The Slow Comets (2001)"
    again = await town.ask(str(offered[0]["value"]), town.bob)
    assert text(again).startswith("## More like Perihelion")
    assert "heard just now" not in text(again)
    assert asked_at.deezer.asked == []


async def test_with_deezer_down_itunes_answers(town: Town, asked_at: Outside) -> None:
    asked_at.deezer.fault = Fault.DOWN
    card = await town.ask("Paper Harbour - Lanterns")
    assert "heard just now: 30 seconds from Apple Music" in text(card)


async def test_a_preview_that_is_no_music_is_passed_over(town: Town, asked_at: Outside) -> None:
    asked_at.deezer.fault, asked_at.deezer.fault_only = Fault.HTML, "/preview"
    card = await town.ask("Kite Parade - Ninth Street")
    assert "30 seconds from Apple Music" in text(card)


async def test_with_all_down_the_known_songs_that_are_near_by_name_are_said(town: Town, asked_at: Outside) -> None:
    asked_at.deezer.fault = asked_at.itunes.fault = Fault.SILENCE
    said = await town.ask("song number 17 of some band")
    assert said.ephemeral
    assert "Deezer and Apple Music cannot be asked right now. Did you mean" in said.content
    assert "Band" in said.content


@pytest.mark.parametrize(
    ("link", "title"),
    [
        ("https://www.deezer.com/en/track/106?utm_source=x", "Blue Hour"),
        (f"https://open.spotify.com/intl-de/track/{SPOTIFY_ID}?si=0123456789abcdef", "Glass Weather"),
        ("https://music.apple.com/us/album/an-album/42?i=201", "Perihelion"),
        (f"listen to this https://youtu.be/{VIDEO_ID} !!", "Ember Road"),
        ("https://soundcloud.com/noravale/salt-and-static", "Salt and Static"),
        (ISRC, "Lanterns"),
    ],
)
async def test_every_kind_of_link_leads_to_its_song(town: Town, asked_at: Outside, link: str, title: str) -> None:
    card = await town.ask(link)
    assert text(card).startswith(f"## More like {title}\n"), text(card)


async def test_a_link_to_anywhere_else_is_a_name_like_any_other(town: Town, asked_at: Outside) -> None:
    said = await town.ask("http://169.254.169.254/latest/meta-data/")
    assert "I do not know" in said.content
    assert not any("169" in asked and "q=" not in asked and "term=" not in asked for asked in asked_at.deezer.asked)


async def test_a_name_of_several_songs_is_asked_back_and_answered_after_a_restart(
    town: Town, asked_at: Outside
) -> None:
    menu = await town.ask("homeward")
    assert "could be one of" in menu.content
    select = next(part for part in components(menu) if part["type"] == SELECT)
    described = {option["description"].split(" \u00b7 ")[0]: option["value"] for option in select["options"]}
    assert {"Otto Brandt", "Lena Frost"} <= set(described)
    await town.restart()
    refused = await town.bob.select(menu, [described["Lena Frost"]], custom_id=select["custom_id"])
    assert "closed, or somebody else's" in refused.response.content
    answered = await town.alice.select(menu, [described["Lena Frost"]], custom_id=select["custom_id"])
    shown = await _message(town, menu)
    assert answered.acknowledged
    assert text(shown).startswith("## More like Homeward\nLena Frost")


async def test_managers_add_songs_take_them_back_and_see_how_it_stands(town: Town, asked_at: Outside) -> None:
    assert "Heard and added: *Dust Bowl* by Mara Quill" in await town.manage("add", song="Mara Quill - Dust Bowl")
    assert "I know *Dust Bowl* by Mara Quill already" in await town.manage("add", song="mara quill dust bowl")
    status = await town.manage("status")
    assert "songs can be recommended here" in status
    assert "1 added" in status
    assert "Taken back: *Dust Bowl* by Mara Quill" in await town.manage("undo")
    assert "There is no song that this server added" in await town.manage("undo")
    offered = await town.alice.autocomplete(town.channel, "recommend", "song", "dust bowl mara quill")
    assert "Dust Bowl" not in str(offered)
    with pytest.raises(simcord.SetupError):
        await town.bob.slash(town.channel, "catalog status")


async def _message(town: Town, message: ResponseMessage) -> discord.Message:
    channel = town.env.bot.get_channel(town.channel.id)
    assert isinstance(channel, discord.TextChannel)
    return await channel.fetch_message(message.id)
