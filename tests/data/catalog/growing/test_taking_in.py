from __future__ import annotations

from dataclasses import replace

import numpy as np
from sqlalchemy import select

from data.catalog import Catalog
from data.catalog.growing.files import KnownFile
from data.catalog.growing.taking_in import NewSong, TakenIn, take_in
from data.database import Database
from data.tables import SongRow
from engine.embed import Heard, Tag
from tests.data.songs import JOGA, MODEL, ONE, TEARDROP, song, vector


async def take(database: Database, *songs: NewSong, files: tuple[KnownFile, ...] = (), model: str = MODEL) -> TakenIn:
    async with database.write() as session:
        return await take_in(session, songs, files, model)


def new(artist: str, title: str, voice: str = "", ref: str = "", **facts: object) -> NewSong:
    made = song(artist, title, **facts)
    return NewSong(made, Heard(vector(voice or made.id), (), (), ()), ref)


async def test_new_songs_are_added_and_known_ones_only_filled(database: Database, catalog: Catalog) -> None:
    await catalog.add([TEARDROP], MODEL)
    other = new("massive attack", "TEARDROP", "another voice", year=2020, isrc="GBAAA9800322", genres=("Rock",))
    assert await take(database, other, new("U2", "One")) == TakenIn(added=1, known=1)
    kept = (await catalog.get([TEARDROP.song.id]))[TEARDROP.song.id]
    assert kept == replace(TEARDROP.song, isrc="GBAAA9800322")
    vectors = await catalog.vectors(MODEL)
    assert TEARDROP.vector is not None
    np.testing.assert_allclose(vectors.vectors[vectors.ids.index(kept.id)], TEARDROP.vector, atol=1e-6)
    places = await catalog.coordinates([kept.id])
    assert places[0].tolist() == [0.25, -0.5], "its place stays"


async def test_a_known_song_of_another_ear_gets_the_new_vector(database: Database, catalog: Catalog) -> None:
    await catalog.add([JOGA], "older ear")
    await take(database, new("Björk", "Jóga", "new voice"))
    vectors = await catalog.vectors(MODEL)
    assert vectors.ids == (JOGA.song.id,)
    np.testing.assert_allclose(vectors.vectors[0], vector("new voice"), atol=1e-6)


async def test_portions_do_not_matter(database: Database, catalog: Catalog) -> None:
    songs = [
        new("A", "B", "first", "r1", source="toy", year=1990),
        new("a", "b", "second", "r2", source="toy", album="C", year=2000),
        new("A", "B!", "third", "r3", source="other", album="D", key="A minor"),
    ]
    assert await take(database, *songs) == TakenIn(added=1, known=2)
    together = await catalog.get([songs[0].song.id])
    refs = await _refs(database)
    await catalog.remove([songs[0].song.id])
    for one in songs:
        await take(database, one)
    assert await catalog.get([songs[0].song.id]) == together
    assert await _refs(database) == refs == ("r1", "r2")
    vectors = await catalog.vectors(MODEL)
    np.testing.assert_allclose(vectors.vectors[0], vector("first"), atol=1e-6)


async def test_the_ear_counts_only_where_the_vector_is_taken(database: Database, catalog: Catalog) -> None:
    await catalog.add([JOGA, ONE], MODEL)
    await catalog.add([JOGA], "older ear")
    said = Heard(vector("voice"), (Tag("Rap", 0.9),), (Tag("calm", 0.9),), (), (Tag("harp", 0.9),))
    songs = [NewSong(song("Björk", "Jóga"), said), NewSong(song("U2", "One"), said), NewSong(song("A", "B"), said)]
    assert await take(database, *songs) == TakenIn(added=1, known=2)
    known = await catalog.get([one.song.id for one in songs])
    joga, one, new_one = (known[made.song.id] for made in songs)
    assert (joga.genres, joga.moods, joga.instruments) == (JOGA.song.genres, JOGA.song.moods, ("harp",))
    assert one == ONE.song
    assert (new_one.genres, new_one.moods, new_one.instruments) == (("Rap",), ("calm",), ("harp",))


async def test_nothing_new_changes_nothing(database: Database, catalog: Catalog) -> None:
    await take(database, new("A", "B"))
    before = await catalog.sequence()
    await take(database, new("A", "B"))
    assert await catalog.sequence() == before


async def _refs(database: Database) -> tuple[str, ...]:
    async with database.read() as session:
        return (await session.execute(select(SongRow.source_refs))).scalar_one()
