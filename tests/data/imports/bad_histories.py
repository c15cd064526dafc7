"""Files that are no listening history, or that are out to harm, each with what its sender is to be told."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from data.imports.errors import HistoryProblem
from data.imports.limits import ReadingLimits
from tests.data.imports.exports import (
    PLAYS,
    Made,
    extended,
    lastfm,
    listenbrainz,
    spotify_extended,
    spotify_year,
    zipped,
)

P = HistoryProblem
SMALL = ReadingLimits(unpacked_bytes=4 * 2**20, members=50, plays=200, songs=20)
"""So that what is too much is little."""


@dataclass(frozen=True, slots=True)
class BadHistory:
    """A file that must be refused."""

    name: str
    build: Callable[[], bytes]
    problem: HistoryProblem


def _photo() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 40


def _after_a_play(rest: bytes) -> bytes:
    """A list of Spotify's that begins well."""
    return spotify_year(PLAYS).rstrip(b"]\n ") + b"," + rest


def _long_string() -> bytes:
    return _after_a_play(b'{"endTime": "' + b"a" * 2_000_000 + b'"}]')


def _encrypted() -> bytes:
    made = bytearray(zipped({"endsong_0.json": spotify_extended(PLAYS)}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(signature) + flags] |= 1
    return bytes(made)


def _lying_about_its_size() -> bytes:
    """A megabyte and more of zeros, which the list of files calls ten bytes."""
    made = bytearray(zipped({"endsong_0.json": b" " * 3_000_000}))
    struct.pack_into("<L", made, made.index(b"PK\x01\x02") + 24, 10)
    return bytes(made)


def _endless_directory() -> bytes:
    made = bytearray(zipped({"endsong_0.json": b"[]"}))
    struct.pack_into("<L", made, made.index(b"PK\x05\x06") + 12, 2**31)
    return bytes(made)


def _many() -> bytes:
    return zipped({f"endsong_{number}.json": b"[]" for number in range(SMALL.members + 1)})


def _lzma() -> bytes:
    return zipped({"endsong_0.json": spotify_extended(PLAYS)}, zipfile.ZIP_LZMA)


def _broken_member() -> bytes:
    made = bytearray(zipped({"endsong_0.json": spotify_extended(PLAYS)}))
    made[80:90] = b"\xff" * 10
    return bytes(made)


def _too_many_plays() -> bytes:
    return spotify_year([Made("A", f"B {n}", PLAYS[0].at + n) for n in range(SMALL.plays + 1)])


def _gzip() -> bytes:
    return b"\x1f\x8b\x08\x00" + bytes(100)


def _patchwork_of_members() -> bytes:
    """Members that are within the ratio each, and too much together."""
    made, play = io.BytesIO(), json.dumps(extended(PLAYS[0]))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for number in range(6):
            archive.writestr(f"endsong_{number}.json", "[" + play + " " * 1_000_000 + play + "]")
    return made.getvalue()


BAD = (
    BadHistory("empty", bytes, P.EMPTY),
    BadHistory("spaces", lambda: b" \n\n ", P.EMPTY),
    BadHistory("empty list", lambda: b"[]", P.EMPTY),
    BadHistory("empty zip", lambda: zipped({}), P.UNKNOWN),
    BadHistory("zip of an empty list", lambda: zipped({"endsong_0.json": b"[]"}), P.EMPTY),
    BadHistory("photo", _photo, P.NOT_TEXT),
    BadHistory("gzip", _gzip, P.NOT_TEXT),
    BadHistory("broken UTF-8", lambda: spotify_year(PLAYS).replace(b"Bj\xc3\xb6rk", b"Bj\xc3rk"), P.NOT_TEXT),
    BadHistory("UTF-16 without a mark", lambda: spotify_year(PLAYS).decode().encode("utf-16-le"), P.NOT_TEXT),
    BadHistory("UTF-16 cut in a letter", lambda: spotify_year(PLAYS).decode().encode("utf-16")[:-1], P.NOT_TEXT),
    BadHistory("a letter", lambda: b"Dear Sir,\nI listen to music.\n", P.UNKNOWN),
    BadHistory("a page", lambda: b"<!doctype html><p>Sign in</p>", P.UNKNOWN),
    BadHistory("another JSON", lambda: b'[{"name": "Playlist", "tracks": []}]', P.UNKNOWN),
    BadHistory("a number", lambda: b"17", P.UNKNOWN),
    BadHistory("another table", lambda: b"name,price\napple,3\npear,4\n", P.UNKNOWN),
    BadHistory("a million columns", lambda: b"artist,track,date" + b",x" * 1_000_000 + b"\n", P.UNKNOWN),
    BadHistory("a row of a million columns", lambda: lastfm(PLAYS) + b"x," * 1_000_000 + b"\n", P.UNREASONABLE),
    BadHistory("a row of 300 columns", lambda: lastfm(PLAYS) + b"x," * 300 + b"\n", P.UNREASONABLE),
    BadHistory("a quotation without end", lambda: lastfm(PLAYS) + b'"' + b"a\n" * 300_000, P.UNREASONABLE),
    BadHistory("a row over many lines", lambda: lastfm(PLAYS) + b'"a\n",' * 60_000, P.UNREASONABLE),
    BadHistory("deep from the start", lambda: b'{"a":' * 200_000, P.UNKNOWN),
    BadHistory("deep lists", lambda: b"[" * 200_000, P.UNKNOWN),
    BadHistory("deep later on", lambda: _after_a_play(b'{"a":' * 20_000), P.UNREASONABLE),
    BadHistory("a string without end", _long_string, P.UNREASONABLE),
    BadHistory("a number without end", lambda: _after_a_play(b'{"a": ' + b"1" * 300_000 + b"}]"), P.UNREASONABLE),
    BadHistory("a list in a list", lambda: _after_a_play(b"[1, 2]]"), P.DAMAGED),
    BadHistory("cut off", lambda: spotify_year(PLAYS)[:-40], P.DAMAGED),
    BadHistory("a line cut off", lambda: listenbrainz(PLAYS)[:-40], P.DAMAGED),
    BadHistory("not a number", lambda: _after_a_play(b'{"msPlayed": NaN}]'), P.DAMAGED),
    BadHistory("too many plays", _too_many_plays, P.TOO_MANY),
    BadHistory("zip cut off", lambda: zipped({"endsong_0.json": spotify_extended(PLAYS)})[:-30], P.DAMAGED),
    BadHistory("zip with a broken member", _broken_member, P.DAMAGED),
    BadHistory("zip of another packing", _lzma, P.DAMAGED),
    BadHistory("zip bomb", lambda: zipped({"endsong_0.json": b" " * 8_000_000}), P.BOMB),
    BadHistory("zip bomb that lies", _lying_about_its_size, P.DAMAGED),
    BadHistory("zip of much in many", _patchwork_of_members, P.BOMB),
    BadHistory("zip in a zip", lambda: zipped({"my_data.zip": zipped({"endsong_0.json": b"[]"})}), P.NESTED),
    BadHistory("zip of too many files", _many, P.CROWDED),
    BadHistory("zip of a list without end", _endless_directory, P.CROWDED),
    BadHistory("zip with a password", _encrypted, P.ENCRYPTED),
    BadHistory("zip of photos", lambda: zipped({"photo.jpg": _photo()}), P.UNKNOWN),
    BadHistory("zip of a photo in disguise", lambda: zipped({"endsong_0.json": _photo()}), P.NOT_TEXT),
)
