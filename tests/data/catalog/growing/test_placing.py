from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.catalog import Catalog, CatalogEntry, Point
from data.catalog.growing.placing import place_songs
from data.database import Database
from tests.data.songs import HURT, JOGA, MODEL, ONE, TEARDROP, song, vector


async def test_a_new_song_lies_where_the_song_most_like_it_does(database: Database, catalog: Catalog) -> None:
    known = [replace(one, point=Point(n / 4, -n / 4)) for n, one in enumerate((TEARDROP, JOGA, ONE, HURT))]
    twin = song("A", "B")
    assert ONE.vector is not None
    await catalog.add([*known, CatalogEntry(twin, ONE.vector)], MODEL)
    assert await place_songs(database, MODEL) == 1
    np.testing.assert_allclose(await catalog.coordinates([twin.id]), [[0.5, -0.5]], atol=0.02)
    assert await place_songs(database, MODEL) == 0
    np.testing.assert_allclose(await catalog.coordinates([JOGA.song.id]), [[0.25, -0.25]])


async def test_songs_are_placed_by_what_was_placed_before(database: Database, catalog: Catalog) -> None:
    """Two songs alike and unlike all others do not pull at each other, so that their order does not matter."""
    await catalog.add([replace(ONE, point=Point(1.0, 1.0))], MODEL)
    await catalog.add([CatalogEntry(song("A", str(n)), vector("odd")) for n in range(3)], MODEL)
    assert await place_songs(database, MODEL) == 3
    places = await catalog.coordinates([song("A", str(n)).id for n in range(3)])
    np.testing.assert_allclose(places, np.ones((3, 2)))


async def test_without_a_map_there_is_no_place(database: Database, catalog: Catalog) -> None:
    assert await place_songs(database, MODEL) == 0
    await catalog.add([replace(ONE, point=None), replace(JOGA, point=None)], MODEL)
    assert await place_songs(database, MODEL) == 0
    assert np.isnan(await catalog.coordinates([ONE.song.id])).all()


async def test_songs_of_another_ear_are_left(database: Database, catalog: Catalog) -> None:
    await catalog.add([replace(ONE, point=Point(0.5, 0.5))], MODEL)
    await catalog.add([replace(JOGA, point=None)], "another ear")
    assert await place_songs(database, MODEL) == 0
