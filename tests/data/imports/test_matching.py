from __future__ import annotations

from datetime import UTC, datetime

import pytest

from data.catalog import Catalog
from data.catalog.servers import Brought
from data.database import Database
from data.ids import GuildId
from data.imports.matching import ArtistPlays, match
from data.imports.plays import Play
from data.imports.tally import PlayedSong, Tally
from tests.data.songs import HURT, JOGA, MODEL, TEARDROP, TOYS, entry

LIVE = entry("Massive Attack", "Teardrop (Live at the Royal Albert Hall)")
FIFTH = entry("Ludwig van Beethoven", "Symphony No. 5")
HOME, AWAY = GuildId(1), GuildId(2)


def played(*plays: tuple[str, str]) -> list[PlayedSong]:
    tally = Tally(10_000, 10_000)
    tally.add(Play(artist, title, 1_600_000_000 + place) for place, (artist, title) in enumerate(plays))
    return list(tally.songs())


@pytest.fixture
async def stocked(database: Database, catalog: Catalog) -> Database:
    await catalog.add([*TOYS, LIVE, FIFTH], MODEL)
    return database


@pytest.mark.parametrize(
    ("artist", "title", "song"),
    [
        ("Massive Attack", "Teardrop", TEARDROP),
        ("MASSIVE ATTACK", "teardrop", TEARDROP),
        ("Massive Attack", "Teardrop - Remastered 2012", TEARDROP),
        ("Massive Attack", "Teardrop (Live at the Royal Albert Hall)", LIVE),
        ("Massive Attack feat. Elizabeth Fraser", "Teardrop", TEARDROP),
        ("Massive Attack", "Teardop", TEARDROP),
        ("Bjork", "Joga", JOGA),
        ("Johnny Cash", "Hurt", HURT),
        ("Johnny Cash", "Hirt", None),
        ("Ludwig van Beethoven", "Symphony No. 6", None),
        ("Massive Attack", "Angel", None),
    ],
)
async def test_a_song_is_found_by_its_names(stocked: Database, artist: str, title: str, song: object) -> None:
    (found,) = (await match(stocked, played((artist, title)), None)).plays
    assert found.song == (song.song.id if song is not None else None)  # type: ignore[attr-defined]
    assert found.count == 1


async def test_versions_and_spellings_are_one_song_and_other_songs_are_their_artists(stocked: Database) -> None:
    songs = played(
        ("Massive Attack", "Teardrop"), ("Massive Attack", "TEARDROP"), ("Massive Attack", "Angel"),
        ("massive attack", "Risingson"), ("Björk", "Jóga"), ("Nobody", "Nothing"), ("NOBODY", "Else"),
        ("No One", "At all"),
    )  # fmt: skip
    found = await match(stocked, songs, None)
    assert {(one.name, one.song): one.count for one in found.plays} == {
        ("Massive Attack", TEARDROP.song.id): 2,
        ("Massive Attack", None): 2,
        ("Björk", JOGA.song.id): 1,
    }
    assert found.unmatched == 3
    assert found.unknown == (ArtistPlays("Nobody", 2), ArtistPlays("No One", 1))
    assert found.top_artists(1) == (ArtistPlays("Massive Attack", 4),)


async def test_an_artist_may_be_known_apart_from_the_catalogue(stocked: Database) -> None:
    found = await match(stocked, played(("The Beatles", "Help!"), ("Nobody", "x")), None, {"beatles"}.__contains__)
    assert [(one.artist, one.name, one.song) for one in found.plays] == [("beatles", "The Beatles", None)]
    assert found.unmatched == 1


async def test_a_servers_private_song_is_found_there_alone(stocked: Database, catalog: Catalog) -> None:
    private = entry("Our Band", "Our Song")
    await catalog.add([private], MODEL, Brought(HOME, added=True, private=True, at=datetime.now(UTC)))
    songs = played(("Our Band", "Our Song"))
    assert [one.song for one in (await match(stocked, songs, HOME)).plays] == [private.song.id]
    assert (await match(stocked, songs, AWAY)).plays == ()
    assert (await match(stocked, songs, None)).plays == ()


async def test_thousands_of_artists_are_looked_up(stocked: Database) -> None:
    songs = played(*((f"Artist {number}", "x") for number in range(1200)))[:-1] + played(("Zz", "y"), ("Björk", "Jóga"))
    found = await match(stocked, songs, None)
    assert [one.song for one in found.plays] == [JOGA.song.id]
