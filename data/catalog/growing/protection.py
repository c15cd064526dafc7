"""Telling files whose sound is encrypted: they can be told apart from damaged ones, and are not tried.

An MP4 track that is protected says so in its sample description (ISO/IEC 14496-12, 8.12: ``enca`` and ``encv``, the
scheme in ``sinf``; Apple's FairPlay writes ``drms``, Audible's ``aavd``). ASF has objects for it (Microsoft, "Advanced
Systems Format specification", 3.14 and 3.15).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_ON_THE_WAY = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl"})
_PROTECTED = frozenset({b"drms", b"drmi", b"enca", b"encv", b"aavd"})
_ENTRIES_AT = 8
"""A sample description begins with version, flags and the number of its entries."""
_MAX_BOXES = 10_000
_LONG_SIZE = 1
_ASF_HEADER = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_ENCRYPTION = (
    bytes.fromhex("fbb3112223bdd211b4b700a0c955fc6e"),
    bytes.fromhex("14e68a292226174cb935dae07ee9289c"),
)
_ASF_HEAD_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int
    end: int


def is_protected(data: bytes) -> bool:
    """Whether a file's sound is encrypted."""
    if data.startswith(_ASF_HEADER):
        return any(mark in data[:_ASF_HEAD_BYTES] for mark in _ASF_ENCRYPTION)
    if data[4:8] != b"ftyp":
        return False
    waiting = list(_boxes(data, 0, len(data)))
    for _ in range(_MAX_BOXES):
        if not waiting:
            return False
        box = waiting.pop()
        if box.kind in _ON_THE_WAY:
            waiting.extend(_boxes(data, box.start, box.end))
        elif box.kind == b"stsd" and _describes_protected(data, box):
            return True
    return False


def _describes_protected(data: bytes, description: _Box) -> bool:
    return any(entry.kind in _PROTECTED for entry in _boxes(data, description.start + _ENTRIES_AT, description.end))


def _boxes(data: bytes, start: int, end: int) -> Iterator[_Box]:
    """The boxes that lie one after another between two places; where one makes no sense, the rest is left."""
    for _ in range(_MAX_BOXES):
        if start + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", data, start)
        header = 8
        if size == _LONG_SIZE:
            if start + 16 > end:
                return
            size, header = struct.unpack_from(">Q", data, start + 8)[0], 16
        elif size == 0:
            size = end - start
        if size < header or start + size > end:
            return
        yield _Box(kind, start + header, start + size)
        start += size
