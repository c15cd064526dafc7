"""Where things lie on the map, whatever the catalogue knows of them."""

from dataclasses import replace

import numpy as np

from bot.atlas import Atlas
from bot.questions import Seed, SeedKind
from bot.services import Services
from data.catalog import CatalogEntry, Point
from engine.songs import SongId
from tests.bot.toy import BANDS, MODEL, ToySong

NOWHERE = SongId("0" * 16)


def clip_seed(vector: np.ndarray) -> Seed:
    return Seed(SeedKind.CLIP, None, "clip.ogg", vector.astype(np.float32))


async def test_a_song_lies_where_the_catalogue_says(services: Services, songs: list[ToySong]) -> None:
    index = await services.index.current()
    seed = Seed(SeedKind.SONG, songs[20].song, "x", index.vectors_of([songs[20].song.id])[0])
    chart = await Atlas(services.catalog).chart(index, seed, (songs[0].song.id, songs[59].song.id))
    np.testing.assert_allclose(chart.query, [0.8 * np.cos(2), 0.8 * np.sin(2)], atol=1e-3)
    np.testing.assert_allclose(chart.picks[1], [0.8 * np.cos(5), 0.8 * np.sin(5)], atol=1e-3)


async def test_what_is_on_no_map_lies_where_the_question_does(services: Services, songs: list[ToySong]) -> None:
    index = await services.index.current()
    seed = Seed(SeedKind.SONG, songs[0].song, "x", index.vectors_of([songs[0].song.id])[0])
    chart = await Atlas(services.catalog).chart(index, seed, (NOWHERE,))
    np.testing.assert_array_equal(chart.picks[0], chart.query)


async def test_an_answer_of_another_model_lies_in_the_middle(services: Services) -> None:
    chart = await Atlas(services.catalog).chart(await services.index.current(), clip_seed(np.ones(3)), ())
    np.testing.assert_array_equal(chart.query, [0, 0])
    assert chart.picks.shape == (0, 2)


async def test_songs_question_and_picks_are_in_their_groups(services: Services, songs: list[ToySong]) -> None:
    index = await services.index.current()
    seed = replace(clip_seed(index.vectors_of([songs[0].song.id])[0]), quadrant="Q3", genres=("Genre 2", "Chords"))
    chart = await Atlas(services.catalog).chart(index, seed, (songs[0].song.id, NOWHERE, songs[59].song.id))
    assert chart.genres.names == tuple(f"Genre {number}" for number in range(6))
    assert np.bincount(chart.genres.background).tolist() == [10] * 6
    assert (chart.genres.query, chart.genres.picks.tolist()) == (2, [0, -1, 5])
    assert (chart.moods.query, chart.moods.picks.tolist()) == (2, [-1, -1, -1]), "nothing is said of the toys' quadrant"


async def test_songs_without_a_place_are_left_off_the_background(services: Services, songs: list[ToySong]) -> None:
    vector = np.full(BANDS, BANDS**-0.5, np.float32)
    await services.catalog.add([CatalogEntry(songs[0].song, vector, None)], MODEL)
    chart = await Atlas(services.catalog).chart(await services.index.current(), clip_seed(vector), (songs[0].song.id,))
    assert chart.background.shape == (len(songs) - 1, 2)
    assert np.isfinite(chart.background).all()


async def test_the_places_are_read_once_for_each_index(services: Services, songs: list[ToySong]) -> None:
    atlas, index = Atlas(services.catalog), await services.index.current()
    vector = index.vectors_of([songs[0].song.id])[0]
    before = await atlas.chart(index, clip_seed(vector), ())
    await services.catalog.add([CatalogEntry(songs[0].song, vector, Point(-1.0, -1.0))], MODEL)
    same = await atlas.chart(index, clip_seed(vector), ())
    assert same.background is before.background
    fresh = await Atlas(services.catalog).chart(index, clip_seed(vector), ())
    assert fresh.background.tolist() != before.background.tolist()
