from __future__ import annotations

import io
import os
import tracemalloc
from typing import BinaryIO, cast

import pytest

from data.imports.errors import HistoryProblem, HistoryRefused
from data.imports.limits import ReadingLimits
from data.imports.plays import Layout
from data.imports.reading import STEP_ENTRIES, ReadHistory, read_history
from tests.data.imports.bad_histories import BAD, SMALL, BadHistory
from tests.data.imports.exports import EXPORTS, NAMES, NOW, PLAYS, Made, spotify_extended, spotify_year, zipped

LIMITS = ReadingLimits()


def read(data: bytes, limits: ReadingLimits = LIMITS) -> ReadHistory:
    return read_history(io.BytesIO(data), limits, NOW)


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_what_is_no_history_is_refused_for_its_reason(bad: BadHistory) -> None:
    with pytest.raises(HistoryRefused) as refused:
        read(bad.build(), SMALL)
    assert refused.value.problem is bad.problem


@pytest.mark.parametrize("layout", EXPORTS)
def test_an_export_is_read_alone_and_in_a_zip(layout: Layout) -> None:
    data = EXPORTS[layout](PLAYS)
    alone, packed = read(data), read(zipped({"ReadMe.pdf": b"%PDF", NAMES[layout]: data}))
    assert alone.layout is packed.layout is layout
    assert alone.tally.counts == packed.tally.counts
    assert alone.tally.counts.plays == len(PLAYS)
    assert list(alone.tally.songs()) == list(packed.tally.songs())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_way_to_write_letters_down_is_read(encoding: str) -> None:
    found = read(spotify_year(PLAYS).decode().encode(encoding))
    assert {song.artist for song in found.tally.songs()} == {one.artist for one in PLAYS}


def test_all_files_of_an_export_count_together() -> None:
    files = {f"MyData/StreamingHistory_music_{place}.json": spotify_year([one]) for place, one in enumerate(PLAYS)}
    assert read(zipped(files | {"MyData/Playlist1.json": b"{}"})).tally.counts.plays == len(PLAYS)


def test_two_exports_that_tell_of_the_same_plays_count_once() -> None:
    found = read(zipped({NAMES[Layout.SPOTIFY_YEAR]: spotify_year(PLAYS), "x/endsong_0.json": spotify_extended(PLAYS)}))
    assert found.layout is Layout.SPOTIFY_EXTENDED
    assert found.tally.counts.plays == len(PLAYS)


def test_renamed_files_are_known_by_what_is_in_them() -> None:
    files = {"a/mine.json": spotify_year(PLAYS[:2]), "b/older.json": spotify_year(PLAYS[2:]), "photo.txt": b"\xff\xd8"}
    found = read(zipped(files | {"notes.txt": b"hello"}))
    assert found.layout is Layout.SPOTIFY_YEAR
    assert found.tally.counts.plays == len(PLAYS)


def test_names_in_an_archive_are_never_paths() -> None:
    found = read(zipped({"../../../etc/endsong_0.json": spotify_extended(PLAYS), "/etc/passwd": b"x"}))
    assert found.tally.counts.plays == len(PLAYS)


def test_songs_past_the_limit_are_counted_and_not_kept() -> None:
    data = spotify_year([Made("A", f"B {n}", PLAYS[0].at) for n in range(SMALL.songs + 5)])
    found = read(data, SMALL)
    assert len(list(found.tally.songs())) == SMALL.songs
    assert found.tally.counts.left_out == 5


def test_memory_is_that_of_a_piece_however_long_the_text_is() -> None:
    one = spotify_year(PLAYS)
    data = one[:-2] + b"," + b" " * 16_000_000 + one[1:]
    tracemalloc.start()
    read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000


def test_progress_is_told_now_and_then() -> None:
    data = spotify_year([Made("A", f"B {n % 7}", PLAYS[0].at + n) for n in range(2 * STEP_ENTRIES + 1)])
    steps: list[int] = []
    read_history(io.BytesIO(data), LIMITS, NOW, steps.append)
    assert steps == [STEP_ENTRIES, 2 * STEP_ENTRIES]


class Gigabyte(io.RawIOBase):
    """A beginning, and then one letter until there is a gigabyte of it."""

    def __init__(self, beginning: bytes) -> None:
        self.beginning, self.at, self.read_in_all = beginning, 0, 0

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self.at = offset + (2**30 if whence == os.SEEK_END else 0)
        return self.at

    def read(self, size: int = -1) -> bytes:
        data = self.beginning[self.at : self.at + size]
        data += b"a" * (min(size, 2**30 - self.at) - len(data))
        self.at += len(data)
        self.read_in_all += len(data)
        return data


@pytest.mark.parametrize(
    ("beginning", "problem"),
    [
        (b'"', HistoryProblem.UNKNOWN),
        (b'[{"endTime": "', HistoryProblem.UNKNOWN),
        (spotify_year(PLAYS)[:-2] + b', {"endTime": "', HistoryProblem.UNREASONABLE),
        (EXPORTS[Layout.LASTFM](PLAYS), HistoryProblem.UNREASONABLE),
    ],
)
def test_a_gigabyte_of_one_string_is_refused_at_its_beginning(beginning: bytes, problem: HistoryProblem) -> None:
    file = Gigabyte(beginning)
    with pytest.raises(HistoryRefused) as refused:
        read_history(cast(BinaryIO, file), LIMITS, NOW)
    assert refused.value.problem is problem
    assert file.read_in_all < 2_000_000


def test_more_than_may_be_read_of_plain_text_is_refused() -> None:
    with pytest.raises(HistoryRefused) as refused:
        read(spotify_year(PLAYS)[:-2] + b" " * 600_000, ReadingLimits(unpacked_bytes=500_000))
    assert refused.value.problem is HistoryProblem.BOMB
