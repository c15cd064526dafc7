"""What is shown of one song, on a toy catalogue whose neighbours are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bot.errors import OneOfSongAndClip, UnknownSong
from bot.portraits import NEIGHBOURS, Portraits
from bot.questions import Question
from bot.services import Services
from data.catalog import CatalogEntry
from data.ids import MemberId
from engine.audio import SAMPLE_RATE
from engine.errors import AudioError
from engine.songs import SongId
from tests.bot.toy import MODEL, ToySong, unknown_song

ANN = MemberId(1)


@pytest.fixture
def portraits(services: Services) -> Portraits:
    return services.recommender.portraits


async def test_a_named_song_is_shown_without_a_sound_beside_its_family(
    portraits: Portraits, songs: list[ToySong]
) -> None:
    families = {one.song.id: one.family for one in songs}
    portrait = await portraits.paint(Question(ANN, song=songs[0].song.id))
    assert (portrait.song, portrait.clip_name, portrait.listened) == (songs[0].song, "", None)
    assert [families[near.song.id] for near in portrait.neighbours] == [0] * NEIGHBOURS
    assert songs[0].song.id not in {near.song.id for near in portrait.neighbours}
    similarities = [near.similarity for near in portrait.neighbours]
    assert similarities == sorted(similarities, reverse=True)
    assert portrait.is_known


async def test_a_text_names_a_song(portraits: Portraits, songs: list[ToySong]) -> None:
    portrait = await portraits.paint(Question(ANN, text=f"{songs[12].song.title} by {songs[12].song.artist}"))
    assert portrait.song == songs[12].song


async def test_a_clip_is_shown_with_its_sound_and_the_song_that_it_is(
    portraits: Portraits, songs: list[ToySong]
) -> None:
    portrait = await portraits.paint(Question(ANN, clip=songs[3].wav(4.0), clip_name="my\nclip.wav"))
    assert (portrait.song, portrait.clip_name) == (songs[3].song, "my clip.wav")
    assert portrait.listened is not None
    assert portrait.listened.samples.shape == (4 * SAMPLE_RATE,)
    np.testing.assert_array_equal(portrait.listened.heard.vector, portrait.vector)
    assert songs[3].song.id not in {near.song.id for near in portrait.neighbours}


async def test_a_clip_that_is_no_song_has_neighbours_too(portraits: Portraits) -> None:
    portrait = await portraits.paint(Question(ANN, clip=unknown_song().wav(), clip_name="x.wav"))
    assert portrait.song is None
    assert not portrait.is_known
    assert len(portrait.neighbours) == NEIGHBOURS


async def test_other_versions_of_the_song_are_no_neighbours(
    services: Services, portraits: Portraits, songs: list[ToySong]
) -> None:
    song = songs[0].song
    vector = (await services.index.current()).vectors_of([song.id])[0]
    live = replace(song, id=SongId("a" * 16), title=f"{song.title} (Live)")
    await services.catalog.add([CatalogEntry(live, vector)], MODEL)
    portrait = await portraits.paint(Question(ANN, song=song.id))
    assert live.id not in {near.song.id for near in portrait.neighbours}
    assert len(portrait.neighbours) == NEIGHBOURS


async def test_what_cannot_be_shown_is_told(portraits: Portraits) -> None:
    with pytest.raises(UnknownSong):
        await portraits.paint(Question(ANN, song=SongId("0" * 16)))
    with pytest.raises(UnknownSong):
        await portraits.paint(Question(ANN, text="zzqx vvkj wwpy"))
    with pytest.raises(AudioError):
        await portraits.paint(Question(ANN, clip=b"no music at all" * 100))
    with pytest.raises(OneOfSongAndClip):
        await portraits.paint(Question(ANN))
