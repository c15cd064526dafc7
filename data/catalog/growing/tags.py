"""What a music file says of itself: ID3, Vorbis comments and MP4 tags, and the cover, read by mutagen."""

from __future__ import annotations

import base64
import binascii
import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import mutagen
from mutagen.flac import Picture
from mutagen.id3 import ID3
from mutagen.mp4 import MP4Tags

MAX_COVER_BYTES = 8 * 2**20
"""A larger picture is not taken for a cover."""
MAX_PICTURES = 8
"""Pictures that are looked at."""
_FRONT = 3
"""The kind of picture that is the front cover, in ID3 (4.14) and in FLAC alike."""
_EXPLICIT = (1, 4)
"""Values of iTunes' ``rtng``."""


@dataclass(frozen=True, slots=True)
class Tags:
    """Tags as they stand in a file: not cleaned, not believed.

    Attributes
    ----------
    date
        Whatever was written where the date belongs.
    seconds
        Length of the sound as its header tells it.
    cover
        A picture's bytes; empty where there is none.
    """

    artist: str = ""
    title: str = ""
    album: str = ""
    date: str = ""
    genres: tuple[str, ...] = ()
    isrc: str = ""
    seconds: float | None = None
    explicit: bool | None = None
    cover: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class _Picture:
    kind: int
    data: bytes


def read_tags(file: BinaryIO) -> Tags:
    """Read a file's tags; what cannot be understood is as if it were not there.

    Time and memory are not bounded here but in the process of :class:`~data.catalog.growing.tag_reader.TagReader`.
    """
    with contextlib.suppress(Exception):  # mutagen raises whatever a broken field leads to
        known = mutagen.File(file)
        if known is not None:
            length = getattr(known.info, "length", None)
            return _read(known, float(length) if length else None)
    return Tags()


def _read(known: Any, seconds: float | None) -> Tags:
    tags = known.tags
    if isinstance(tags, ID3):
        return _from_id3(tags, seconds)
    if isinstance(tags, MP4Tags):
        return _from_mp4(tags, seconds)
    if tags is None:
        return Tags(seconds=seconds)
    words = {str(key).lower(): [str(value) for value in values] for key, values in tags.items()}
    return _from_comments(words, getattr(known, "pictures", []), seconds)


def _from_id3(tags: Any, seconds: float | None) -> Tags:
    def first(*names: str) -> str:
        return next((str(text) for name in names for frame in tags.getall(name) for text in frame.text), "")

    genres = tuple(str(genre) for frame in tags.getall("TCON") for genre in frame.genres)
    pictures = (_Picture(int(frame.type), bytes(frame.data)) for frame in tags.getall("APIC")[:MAX_PICTURES])
    return Tags(
        artist=first("TPE1", "TPE2"),
        title=first("TIT2"),
        album=first("TALB"),
        date=first("TDOR", "TDRC", "TYER"),
        genres=genres,
        isrc=first("TSRC"),
        seconds=seconds,
        cover=_front(pictures),
    )


def _from_mp4(tags: Any, seconds: float | None) -> Tags:
    def first(*names: str) -> str:
        values = (value for name in names for value in tags.get(name, []))
        return next((bytes(v).decode("utf-8", "replace") if isinstance(v, bytes) else str(v) for v in values), "")

    rating = next(iter(tags.get("rtng", [])), None)
    return Tags(
        artist=first("\xa9ART", "aART"),
        title=first("\xa9nam"),
        album=first("\xa9alb"),
        date=first("\xa9day"),
        genres=tuple(str(genre) for genre in tags.get("\xa9gen", [])),
        isrc=first("----:com.apple.iTunes:ISRC"),
        seconds=seconds,
        explicit=None if rating is None else rating in _EXPLICIT,
        cover=_front(_Picture(_FRONT, bytes(picture)) for picture in tags.get("covr", [])[:MAX_PICTURES]),
    )


def _from_comments(words: Mapping[str, list[str]], pictures: list[Picture], seconds: float | None) -> Tags:
    def first(*names: str) -> str:
        return next((value for name in names for value in words.get(name, [])), "")

    own = (_Picture(int(picture.type), bytes(picture.data)) for picture in pictures[:MAX_PICTURES])
    inside = words.get("metadata_block_picture", [])[:MAX_PICTURES]
    return Tags(
        artist=", ".join(words.get("artist", [])) or first("albumartist"),
        title=first("title"),
        album=first("album"),
        date=first("originaldate", "date", "year"),
        genres=tuple(words.get("genre", [])),
        isrc=first("isrc"),
        seconds=seconds,
        cover=_front(own) or _front(_decoded(inside)),
    )


def _decoded(blocks: list[str]) -> Iterator[_Picture]:
    for block in blocks:
        with contextlib.suppress(binascii.Error, ValueError, mutagen.MutagenError):
            picture: Any = Picture(base64.b64decode(block))  # type: ignore[no-untyped-call]
            yield _Picture(int(picture.type), bytes(picture.data))


def _front(pictures: Iterable[_Picture]) -> bytes:
    """The front cover, else the first picture that is not too large."""
    fitting = [picture for picture in pictures if 0 < len(picture.data) <= MAX_COVER_BYTES]
    return next((one.data for one in fitting if one.kind == _FRONT), fitting[0].data if fitting else b"")
