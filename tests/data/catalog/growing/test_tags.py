from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest

from data.catalog.growing.tag_reader import TagReader
from data.catalog.growing.tags import MAX_COVER_BYTES, Tags, read_tags
from tests.data.catalog.growing.music import SECONDS, cover, sound, write_song

WORDS = {
    "artist": "Björk",
    "title": "Jóga",
    "album": "Homogenic",
    "date": "1997-09-16",
    "genre": "Electronic",
    "isrc": "GBAYE9700123",
}


@pytest.mark.parametrize("ending", ["mp3", "m4a", "flac", "ogg", "opus", "wav", "aiff"])
def test_every_format_says_what_it_is(tmp_path: Path, ending: str, tag_reader: TagReader) -> None:
    path = write_song(tmp_path / f"a.{ending}", **WORDS)
    tags = tag_reader.read(path)
    assert (tags.artist, tags.title, tags.album, tags.date) == ("Björk", "Jóga", "Homogenic", "1997-09-16")
    assert (tags.genres, tags.isrc) == (("Electronic",), "GBAYE9700123")
    assert tags.seconds == pytest.approx(SECONDS, abs=0.2)
    assert tags.cover == b""


@pytest.mark.parametrize("ending", ["mp3", "m4a", "flac"])
def test_covers_come_out_as_they_went_in(tmp_path: Path, ending: str, tag_reader: TagReader) -> None:
    picture = cover()
    assert tag_reader.read(write_song(tmp_path / f"a.{ending}", picture=picture)).cover == picture


def test_a_file_without_tags_says_nothing_but_its_length() -> None:
    tags = read_tags(io.BytesIO(sound("wav")))
    assert tags == Tags(seconds=pytest.approx(SECONDS, abs=0.01))


@pytest.mark.parametrize(
    "data", [b"", b"ID3", b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + bytes(100), b"fLaC\xff\xff\xff\xff", b"x" * 999]
)
def test_what_cannot_be_understood_says_nothing(data: bytes) -> None:
    assert read_tags(io.BytesIO(data)) == Tags()


def test_a_picture_that_is_too_large_is_left(tmp_path: Path, tag_reader: TagReader) -> None:
    path = write_song(tmp_path / "a.mp3", picture=bytes(MAX_COVER_BYTES + 1), artist="A", title="B")
    tags = tag_reader.read(path)
    assert (tags.artist, tags.cover) == ("A", b"")


def test_a_tag_that_unpacks_to_gigabytes_costs_that_file_its_tags_and_no_more(tmp_path: Path) -> None:
    """An ID3 frame may be packed; this one claims and holds two gigabytes of noughts."""
    deflate = zlib.compressobj(9)
    first, later = (deflate.compress(bytes(2**24)) + deflate.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    packed = first + 127 * later
    body = struct.pack(">I", 2**31 - 1) + packed
    frame = b"TIT2" + _size(len(body)) + b"\x00\x09" + body
    bomb = tmp_path / "bomb.mp3"
    bomb.write_bytes(b"ID3\x04\x00\x00" + _size(len(frame)) + frame + sound("mp3"))
    good = write_song(tmp_path / "good.mp3", artist="A", title="B")
    with TagReader() as reader:
        assert reader.read(bomb).title == ""
        assert reader.read(good).artist == "A"


def test_a_reader_that_is_too_slow_is_replaced(tmp_path: Path) -> None:
    path = write_song(tmp_path / "a.mp3", artist="A", title="B")
    with TagReader(file_seconds=0.0) as reader:
        assert reader.read(path) == Tags()


def test_words_are_bounded(tmp_path: Path, tag_reader: TagReader) -> None:
    tags = tag_reader.read(write_song(tmp_path / "a.flac", artist="x" * 2_000_000, title="B"))
    assert len(tags.artist) <= 1_000
    assert tags.title == "B"


def test_what_is_not_there_says_nothing(tmp_path: Path, tag_reader: TagReader) -> None:
    assert tag_reader.read(tmp_path / "nowhere.mp3") == Tags()


def _size(number: int) -> bytes:
    """Four bytes of seven bits each."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
