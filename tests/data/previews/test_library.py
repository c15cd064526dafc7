from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from data.catalog.growing.tags import Tags, read_tags
from data.previews.errors import SourceUnavailable, TrackMissing
from data.previews.facts import SourceName
from data.previews.library import REFRESH_SECONDS, Library
from data.previews.protocol import SongQuery
from engine.audio import decode
from engine.errors import AudioError
from tests.data.previews.clients import Seconds
from tests.data.previews.test_cutting import wav

MIB = 2**20


@pytest.fixture
def folder(tmp_path: Path, examples: dict[str, Path]) -> Path:
    music = tmp_path / "music"
    (music / "Karissa Hobbs" / "Age of Flowers").mkdir(parents=True)
    shutil.copy(examples["holiznacc0-fire-place.mp3"], music / "01.mp3")
    shutil.copy(
        examples["karissa-hobbs-lets-go-fishin.opus"],
        music / "Karissa Hobbs" / "Age of Flowers" / "02 Let's Go Fishin'.opus",
    )
    (music / "Somebody - A Long Tone.wav").write_bytes(wav(100.0))
    (music / "notes.txt").write_text("no music")
    (music / "broken - file.mp3").write_bytes(b"no music at all")
    (music / "empty.mp3").touch()
    (music / os.fsdecode(b"Jos\xe9 - Uno.mp3")).write_bytes(
        examples["holiznacc0-fire-place.mp3"].read_bytes()[-100_000:]
    )
    return music


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


class InThisProcess:
    """Reads tags without a process of its own, which takes a second to start."""

    def read(self, path: Path) -> Tags:
        with path.open("rb") as file:
            return read_tags(file)

    def close(self) -> None:
        pass


def opened_at(folder: Path, clock: Seconds) -> Library:
    return Library(folder, max_bytes=MIB, open_reader=InThisProcess, patience_seconds=30.0, clock=clock)


@pytest.fixture
async def library(folder: Path, clock: Seconds) -> AsyncIterator[Library]:
    opened = opened_at(folder, clock)
    yield opened
    await opened.close()


async def test_songs_are_found_by_tags_and_by_names(library: Library) -> None:
    for text, artist, title in (
        ("fire place", "HoliznaCC0", "Fire Place"),
        ("lets go fishin", "Karissa Hobbs", "Let's Go Fishin'"),
        ("somebody a long tone", "Somebody", "A Long Tone"),
        ("jose uno", "José", "Uno"),
    ):
        found = await library.search(SongQuery(text), 5)
        assert (found[0].artist, found[0].title) == (artist, title)
        assert found[0].source is SourceName.LIBRARY
        assert found[0].licence == found[0].link == ""
        assert await library.resolve(found[0].ref) == found[0]


async def test_a_file_comes_whole_where_it_fits(library: Library, examples: dict[str, Path]) -> None:
    found = await library.search(SongQuery("fire place"), 1)
    assert await library.fetch(found[0].ref) == examples["holiznacc0-fire-place.mp3"].read_bytes()


async def test_the_middle_is_cut_from_a_large_one(library: Library) -> None:
    found = await library.search(SongQuery("a long tone"), 1)
    data = await library.fetch(found[0].ref)
    assert len(data) < MIB
    assert decode(data).seconds == pytest.approx(30.0, abs=1.5)


async def test_a_ref_tells_nobody_where_a_file_lies(library: Library, folder: Path) -> None:
    found = await library.search(SongQuery("holiznacc0"), 5)
    assert all(len(one.ref) == 32 and one.ref.isalnum() for one in found)
    for ref in ("01.mp3", "../secret", str(folder / "01.mp3"), ""):
        with pytest.raises(TrackMissing):
            await library.fetch(ref)


async def test_no_link_leads_out_of_the_folder(folder: Path, clock: Seconds, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    shutil.copy(folder / "01.mp3", outside / "Secret - Song.mp3")
    (folder / "Linked - Song.mp3").symlink_to(outside / "Secret - Song.mp3")
    (folder / "linked").symlink_to(outside)
    (folder / "circle").symlink_to(folder)
    os.mkfifo(folder / "Pipe - Song.mp3")
    library = opened_at(folder, clock)
    titles = {
        found.title for text in ("song", "secret", "fire place") for found in await library.search(SongQuery(text), 9)
    }
    assert titles == {"Fire Place"}
    found = (await library.search(SongQuery("lets go fishin"), 1))[0]
    # What was a folder when it was looked through is a link when it is read.
    shutil.move(folder / "Karissa Hobbs", outside / "moved")
    (folder / "Karissa Hobbs").symlink_to(outside / "moved")
    with pytest.raises(TrackMissing):
        await library.fetch(found.ref)
    await library.close()


async def test_it_is_looked_through_again_when_it_changed(library: Library, folder: Path, clock: Seconds) -> None:
    assert await library.search(SongQuery("new song"), 5) == []
    gone = (await library.search(SongQuery("fire place"), 1))[0]
    shutil.copy(folder / "Somebody - A Long Tone.wav", folder / "Somebody - New Song.wav")
    (folder / "01.mp3").unlink()
    assert await library.search(SongQuery("new song"), 5) == []
    with pytest.raises(TrackMissing):
        await library.fetch(gone.ref)
    clock.now += REFRESH_SECONDS
    assert [found.title for found in await library.search(SongQuery("new song"), 5)] == ["New Song"]
    with pytest.raises(TrackMissing):
        await library.resolve(gone.ref)


async def test_a_folder_that_is_not_there_is_a_source_that_cannot_be_asked(tmp_path: Path, clock: Seconds) -> None:
    library = opened_at(tmp_path / "later", clock)
    with pytest.raises(SourceUnavailable):
        await library.search(SongQuery("song"), 5)
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "Somebody - Song.wav").write_bytes(wav(5.0))
    assert len(await library.search(SongQuery("song"), 5)) == 1
    await library.close()


async def test_many_who_ask_at_once_look_once_and_who_gives_up_stops_nobody(library: Library) -> None:
    asking = [asyncio.create_task(library.search(SongQuery("fire place"), 1)) for _ in range(5)]
    await asyncio.sleep(0)
    asking[0].cancel()
    found = await asyncio.gather(*asking[1:])
    assert {one[0].title for one in found} == {"Fire Place"}


async def test_a_file_that_is_no_music_is_given_as_it_is_and_refused_when_it_is_decoded(library: Library) -> None:
    found = await library.search(SongQuery("broken file"), 1)
    data = await library.fetch(found[0].ref)
    with pytest.raises(AudioError):
        decode(data)


async def test_tags_are_read_in_a_process_of_their_own(folder: Path) -> None:
    library = Library(folder)
    assert [found.title for found in await library.search(SongQuery("fire place"), 1)] == ["Fire Place"]
    await library.close()
