from __future__ import annotations

from datetime import UTC, datetime

import pytest
from simcord import ResponseMessage

from bot.views.ids import PREFIX
from data.ids import MemberId
from tests.data.imports.exports import PLAYS, Made, lastfm, spotify_extended, zipped
from tests.e2e.cards import components, text
from tests.e2e.conftest import World, read_json

pytestmark = pytest.mark.asyncio(loop_scope="session")

TEARDROP = Made("Massive Attack", "Teardrop", PLAYS[0].at)
ZIP = zipped({"MyData/endsong_0.json": spotify_extended([*PLAYS, *[TEARDROP] * 20]), "MyData/ReadMeFirst.pdf": b"%PDF"})


async def bring(world: World, data: bytes, name: str = "my_spotify_data.zip", **more: object) -> ResponseMessage:
    result = await world.alice.slash(world.channel, "import file", file=(name, data), **more)
    assert result.response is not None
    assert result.response.ephemeral
    return result.response


async def said(world: World, command: str, **options: object) -> str:
    result = await world.alice.slash(world.channel, command, **options)
    assert result.response is not None
    assert result.response.ephemeral
    return result.response.content


def button(message: ResponseMessage) -> str:
    return next(part["custom_id"] for part in components(message) if part.get("custom_id", "").startswith(PREFIX))


async def test_a_member_brings_a_history_sees_what_matched_and_takes_it_back(world: World) -> None:
    told = await bring(world, ZIP)
    assert "Imported from Spotify" in text(told)
    assert "**1 song** that I know: 22 plays" in text(told)
    assert "Massive Attack (22)" in text(told)
    assert "東京事変" in text(told)
    assert "Spotify" in await said(world, "import list")
    assert "the listening histories that you imported: **1**" in await said(world, "privacy show")
    await world.restart()
    undone = await world.alice.click(told, custom_id=button(told))
    assert undone.response is None or "Taken back" in text(undone.response)
    assert (await said(world, "import list")).startswith("Nothing yet")
    assert await said(world, "import undo") == "There is no import to take back."


async def test_what_was_played_elsewhere_turns_the_next_answer(world: World) -> None:
    lately = int(datetime.now(UTC).timestamp()) - 24 * 3600
    plays = [Made(f"Neighbour {place}", f"Nearby {place}", lately - n) for n in range(30) for place in (8, 10, 12, 14)]
    assert "**4 songs** that I know: 120 plays" in text(await bring(world, spotify_extended(plays), "endsong_0.json"))
    song = await world.pick_song("teardrop")
    answered = await world.alice.slash(world.channel, "recommend", song=song, only_me=True)
    assert "which you play" in text(answered.response)
    assert await said(world, "import undo")
    other = await world.bob.slash(world.channel, "recommend", song=song, only_me=True)
    assert "which you play" not in text(other.response)


async def test_a_history_belongs_to_its_member(world: World) -> None:
    await bring(world, ZIP)
    assert await world.services.importing.imports(MemberId(world.bob.id)) == ()
    handed = await world.alice.slash(world.channel, "privacy export")
    assert handed.response is not None
    (file,) = handed.response.attachments
    kept = read_json(await file.read())["kept"]
    assert {row["count"] for row in kept["plays"]["rows"]} == {"1", "22"}  # type: ignore[index]
    assert "Taken back: the import from Spotify" in await said(world, "import undo")


async def test_files_of_one_export_come_together(world: World) -> None:
    told = await bring(world, lastfm(PLAYS[:2]), "a.csv", file2=("b.csv", lastfm(PLAYS[2:])))
    assert "Imported from Last.fm" in text(told)
    again = await bring(world, lastfm(PLAYS), "c.csv")
    assert "takes its place" in text(again)


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"\xff\xd8\xff\xe0" + bytes(500), "photo.jpg", "neither text"),
        (zipped({"endsong_0.json": b" " * 9_000_000}), "bomb.zip", "more than any history"),
        (zipped({"inner.zip": ZIP}), "nested.zip", "another archive"),
        (ZIP[:-40], "cut.zip", "breaks off"),
    ],
)
async def test_what_is_no_history_is_answered_in_one_sentence(
    world: World, data: bytes, name: str, sentence: str
) -> None:
    told = (await bring(world, data, name)).content
    assert sentence in told
    assert "(id " in told
    assert "\n" not in told


async def test_services_are_not_asked_without_a_key(world: World) -> None:
    for command in ("import lastfm", "import listenbrainz"):
        assert "nothing was sent" in await said(world, command, user="somebody")


async def test_a_paused_member_imports_nothing(world: World) -> None:
    await said(world, "privacy pause")
    assert "paused" in (await bring(world, ZIP)).content
    await said(world, "privacy resume")
    assert (await said(world, "import list")).startswith("Nothing yet")
