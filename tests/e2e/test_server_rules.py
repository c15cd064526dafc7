"""Who manages a server keeps artists, genres and explicit songs away from it."""

from __future__ import annotations

import pytest
from simcord.backend.errors import SetupError

from tests.e2e.cards import text, titles
from tests.e2e.conftest import World
from tests.e2e.test_buttons import ask, whispered

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_artist_that_a_server_keeps_away_comes_to_nobody_until_it_is_let_in_again(world: World) -> None:
    first = titles(await ask(world))[0]
    artist = next(line for line in text(await ask(world)).splitlines() if line.startswith("Neighbour"))
    artist = artist.split(" \u00b7 ")[0]
    said = whispered(await world.alice.slash(world.channel, "settings block", artist=artist.upper()))
    assert artist.upper() in said
    for who in (world.alice, world.bob):
        song = await world.pick_song("teardrop")
        assert artist not in text((await who.slash(world.channel, "recommend", song=song)).response)
    await world.services.privacy.delete(world.alice.id)
    assert "Nothing is kept away" in whispered(
        await world.alice.slash(world.channel, "settings unblock", artist=artist)
    )
    assert first in titles(await ask(world))
    assert not world.env.errors


async def test_the_rules_are_shown_and_only_who_manages_the_server_makes_them(world: World) -> None:
    await world.alice.slash(world.channel, "settings explicit", allow=False)
    await world.alice.slash(world.channel, "settings block", genre="Polka")
    shown = whispered(await world.alice.slash(world.channel, "settings show"))
    assert "explicit: stay away" in shown
    assert "Genres that stay away: Polka" in shown
    with pytest.raises(SetupError):
        await world.bob.slash(world.channel, "settings block", genre="Jazz")
