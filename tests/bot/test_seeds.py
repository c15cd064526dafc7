"""What a question turns out to be about."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.errors import AmbiguousSong, UnknownSong
from bot.hearing import Hearing
from bot.questions import Question, SeedKind
from bot.seeds import Seeds
from bot.services import Services
from data.catalog import CatalogEntry
from data.ids import MemberId
from engine.audio import Clip
from engine.embed import Heard, Tag
from engine.embed.heard import LEAST_PROBABILITY, MOST_WORDS
from engine.index import IndexKind, build_index, open_index
from engine.music import Key, Tempo
from engine.songs import Song, SongId
from engine.traits import Traits
from tests.bot.toy import BANDS, MODEL, ToySong

ANN = MemberId(1)
FAR = np.eye(BANDS, dtype=np.float32)[BANDS - 1]


class Done:
    """Answers every submission at once."""

    def __init__(self, answer: Callable[[object], object]) -> None:
        self._answer = answer

    def submit(self, thing: object) -> Future[object]:
        future: Future[object] = Future()
        future.set_result(self._answer(thing))
        return future


def seeds(services: Services, vector: NDArray[np.float32], **facts: Any) -> Seeds:
    heard = Heard(
        vector,
        genres=tuple(Tag(f"Genre {number}", 0.9 - number / 10) for number in range(9)),
        moods=(Tag("wistful", LEAST_PROBABILITY - 0.01),),
        quadrants=(Tag("Q3", 0.7), Tag("Q1", 0.3)),
        **facts,
    )
    clip = Clip(np.zeros(22_050, np.float32), 1.0)
    hearing = Hearing(Done(lambda _: clip), Done(lambda _: heard), dimension=BANDS, seconds=5.0)
    return Seeds(services.catalog, hearing, services.fetching)


async def test_a_picked_song_brings_its_facts_and_its_vector(services: Services, songs: list[ToySong]) -> None:
    index = await services.index.current()
    song = songs[5].song
    sought = await seeds(services, FAR).resolve(Question(ANN, song=song.id), index)
    assert (sought.song, sought.seed.kind, sought.seed.title) == (song, SeedKind.SONG, song.title)
    assert (sought.seed.genres, sought.seed.moods) == (song.genres, song.moods)
    np.testing.assert_array_equal(sought.seed.vector, index.vectors_of([song.id])[0])


async def test_a_name_that_two_songs_bear_is_asked_back(services: Services, songs: list[ToySong]) -> None:
    twin = replace(songs[0].song, id=SongId("e" * 16), artist="Somebody Else")
    await services.catalog.add([CatalogEntry(twin, FAR)], MODEL)
    with pytest.raises(AmbiguousSong) as told:
        await seeds(services, FAR).resolve(Question(ANN, text=twin.title), await services.index.current())
    assert {song.artist for song in told.value.songs} == {twin.artist, songs[0].song.artist}


async def test_an_id_of_nothing_is_unknown(services: Services) -> None:
    with pytest.raises(UnknownSong):
        await seeds(services, FAR).resolve(Question(ANN, song=SongId("0" * 16)), await services.index.current())


async def test_an_unknown_clip_is_described_by_what_the_ear_is_sure_of(services: Services) -> None:
    sought = await seeds(services, FAR).hear(b"clip", "**clip**.ogg", await services.index.current())
    assert sought.song is None
    assert sought.seed.title == "**clip**.ogg", "escaped where it is shown"
    assert sought.seed.genres == tuple(f"Genre {number}" for number in range(MOST_WORDS))
    assert sought.seed.moods == ()
    assert sought.seed.confidence == pytest.approx({"Genre 0": 0.9, "Genre 1": 0.8, "Genre 2": 0.7, "Q3": 0.7})
    assert sought.seed.quadrant == "Q3"


async def test_how_a_clip_is_played_is_asked_with_it_where_the_ear_is_sure(
    services: Services, songs: list[ToySong]
) -> None:
    facts = {"instruments": (Tag("piano", 0.9),), "tempo": Tempo(96.0, 0.9), "key": Key("A", "minor", 0.72)}
    sought = await seeds(services, FAR, **facts).hear(b"clip", "x", await services.index.current())
    assert sought.query.traits == sought.seed.traits == Traits(96.0, "A minor", None, ("piano",))
    assert sought.seed.confidence["A minor"] == 0.72
    own = replace(songs[7].song, tempo_bpm=120.0, instruments=("organ",))
    vector = (await services.index.current()).vectors_of([own.id])[0]
    await services.catalog.add([CatalogEntry(own, vector)], MODEL)
    known = await seeds(services, vector, **facts).hear(b"clip", "x", await services.index.current())
    assert known.seed.traits == Traits(120.0, "A minor", None, ("organ",))
    assert "piano" not in known.seed.confidence


async def test_a_recognised_clip_is_described_by_what_is_published(services: Services, songs: list[ToySong]) -> None:
    vector = (await services.index.current()).vectors_of([songs[7].song.id])[0]
    sought = await seeds(services, vector).hear(b"clip", "x", await services.index.current())
    assert sought.recognised == sought.song == songs[7].song
    assert sought.seed.genres == songs[7].song.genres
    assert set(sought.seed.confidence) == {"Q3"}
    assert sought.seed.quadrant == "Q3", "nothing is published, so the ear says"


async def test_a_recognised_song_without_labels_is_described_by_the_ear(
    services: Services, songs: list[ToySong]
) -> None:
    bare = Song(songs[7].song.id, songs[7].song.artist, songs[7].song.title, quadrant="Q1")
    vector = (await services.index.current()).vectors_of([bare.id])[0]
    await services.catalog.add([CatalogEntry(bare, vector)], MODEL)
    sought = await seeds(services, vector).hear(b"clip", "x", await services.index.current())
    assert sought.recognised == bare
    assert len(sought.seed.genres) == MOST_WORDS
    assert sought.seed.quadrant == "Q1"


async def test_a_neighbour_that_left_the_catalogue_is_not_named_nor_the_next_one(
    services: Services, tmp_path: Path
) -> None:
    current = await services.index.current()
    vectors = np.vstack([FAR[np.newaxis], current.vectors_of(current.ids)])
    build_index(IndexKind.EXACT, tmp_path / "index", [SongId("0" * 16), *current.ids], vectors, MODEL)
    index = open_index(tmp_path / "index", model=MODEL)
    assert index.query(FAR, 1).ids == ("0" * 16,)
    assert (await seeds(services, FAR).hear(b"clip", "x", index)).recognised is None
