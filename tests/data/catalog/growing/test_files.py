from __future__ import annotations

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from data.catalog import Catalog
from data.catalog.growing.files import (
    KnownFile,
    count_problems,
    forget_files,
    known_files,
    path_text,
    same_content,
    text_path,
    write_files,
)
from data.database import Database
from tests.data.songs import MODEL, ONE

GOOD = KnownFile(Path("/m/one.mp3"), 3, 4, "aa", ONE.song.id)
BAD = KnownFile(Path("/m/J\udcf3ga.mp3"), 5, 6, "bb", None, "damaged")


@given(st.binary(min_size=1).filter(lambda name: b"\0" not in name))
def test_any_path_can_be_stored_and_read_back(name: bytes) -> None:
    path = Path(os.fsdecode(b"/" + name))
    text = path_text(path)
    text.encode()
    assert text_path(text) == path


async def test_what_is_written_is_known_again(database: Database, catalog: Catalog) -> None:
    await catalog.add([ONE], MODEL)
    async with database.write() as session:
        await write_files(session, [GOOD, BAD])
        await write_files(session, [GOOD])
    async with database.read() as session:
        assert await known_files(session, [GOOD.path, BAD.path, Path("/other")], MODEL) == {
            GOOD.path: GOOD, BAD.path: BAD,
        }  # fmt: skip
        assert await count_problems(session) == {"": 1, "damaged": 1}
        assert await same_content(session, "aa", MODEL) == GOOD
        assert await same_content(session, "bb", MODEL) == BAD
        assert await same_content(session, "cc", MODEL) is None


async def test_a_song_of_another_ear_is_to_be_heard_again(database: Database, catalog: Catalog) -> None:
    await catalog.add([ONE], "another ear")
    async with database.write() as session:
        await write_files(session, [GOOD])
    async with database.read() as session:
        assert await known_files(session, [GOOD.path], MODEL) == {}
        assert await same_content(session, "aa", MODEL) is None


async def test_a_removed_song_does_not_come_back_by_itself(database: Database, catalog: Catalog) -> None:
    await catalog.add([ONE], MODEL)
    async with database.write() as session:
        await write_files(session, [GOOD])
    await catalog.remove([ONE.song.id])
    async with database.read() as session:
        known = await known_files(session, [GOOD.path], MODEL)
        assert known[GOOD.path].song is None
        assert await same_content(session, "aa", MODEL) is None, "the operator may add the file under another name"


async def test_files_that_are_gone_can_be_forgotten(database: Database) -> None:
    async with database.write() as session:
        await write_files(session, [BAD])
        await forget_files(session, [BAD.path])
        await write_files(session, [])
    async with database.read() as session:
        assert await count_problems(session) == {}
