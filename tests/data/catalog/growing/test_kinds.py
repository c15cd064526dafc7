from __future__ import annotations

from pathlib import PurePath

import pytest

from data.catalog.growing.kinds import HEAD_BYTES, begins_like_music, says_music
from tests.data.catalog.growing.music import sound


@pytest.mark.parametrize("ending", ["mp3", "flac", "ogg", "opus", "wav", "aiff", "m4a"])
def test_every_format_is_told_by_its_name_and_by_its_first_bytes(ending: str) -> None:
    assert says_music(PurePath(f"a/Song.{ending.upper()}"))
    assert begins_like_music(sound(ending)[:HEAD_BYTES])


@pytest.mark.parametrize("name", ["cover.jpg", "notes", "._song.mp3", "mp3", "song.mp3.part", ".mp3"])
def test_other_names_say_nothing(name: str) -> None:
    assert not says_music(PurePath(name))


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\xff",
        b"\xff\xfeh\0e\0l\0l\0o\0",  # text in UTF-16 has the bits of an MPEG frame's beginning
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"%PDF-1.7",
        b"RIFF\0\0\0\0AVI LIST",
        b"\0\0\0\x20ftypisom",
        b"PK\x03\x04",
    ],
)
def test_what_is_not_music_does_not_begin_like_it(head: bytes) -> None:
    assert not begins_like_music(head.ljust(HEAD_BYTES, b"\0"))
