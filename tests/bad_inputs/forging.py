"""Containers that lie: headers written by hand around real or missing sound."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

PCM = 1


def wav(data: bytes, *, rate: int = 44_100, channels: int = 1, bits: int = 16, claimed: int | None = None) -> bytes:
    """A RIFF file whose header says what it is told to, whatever the data are."""
    size = len(data) if claimed is None else claimed
    block = min(channels * bits // 8, 0xFFFF)
    form = struct.pack("<HHIIHH", PCM, channels, rate, min(rate * block, 0xFFFFFFFF), block, bits)
    return (
        b"RIFF" + struct.pack("<I", min(size + 36, 0xFFFFFFFF)) + b"WAVE"
        + b"fmt " + struct.pack("<I", len(form)) + form
        + b"data" + struct.pack("<I", size) + data
    )  # fmt: skip


def aiff(data: bytes, *, exponent: int, mantissa: int, channels: int = 1) -> bytes:
    """An AIFF file of 16 bits whose sample rate is any number of 80 bits."""
    form = struct.pack(">hIh", channels, len(data) // 2 // channels, 16) + struct.pack(">HQ", exponent, mantissa)
    sound = struct.pack(">II", 0, 0) + data
    chunks = b"COMM" + struct.pack(">I", len(form)) + form + b"SSND" + struct.pack(">I", len(sound)) + sound
    return b"FORM" + struct.pack(">I", len(chunks) + 4) + b"AIFF" + chunks


def au(data: bytes, *, rate: int, channels: int = 1) -> bytes:
    """A Sun audio file of 16 bits; its header is six numbers."""
    return b".snd" + struct.pack(">IIIII", 24, len(data), 3, rate, channels) + data


def overwrite(data: bytes, start: float, stop: float, filling: bytes) -> bytes:
    """A file whose bytes between two shares of its length are others."""
    first, last = round(len(data) * start), round(len(data) * stop)
    middle = (filling * ((last - first) // len(filling) + 1))[: last - first]
    return data[:first] + middle + data[last:]


def rewrite_boxes(data: bytes, kind: bytes, at: int, value: bytes) -> bytes:
    """An MP4 file with the same bytes written into every box of a kind, at a distance from its type."""
    edited = bytearray(data)
    found = edited.find(kind)
    while found >= 0:
        edited[found + at : found + at + len(value)] = value
        found = edited.find(kind, found + 4)
    return bytes(edited)


def id3_before(data: bytes, padding: int = 64) -> bytes:
    """A file behind an ID3v2 tag, which FFmpeg skips before it looks what the file is."""
    return b"ID3\x04\x00\x00" + bytes([0, 0, 0, padding]) + bytes(padding) + data


@dataclass(frozen=True, slots=True)
class OggPage:
    """One page (RFC 3533, section 6) with its header's fields where a forger wants them."""

    header: bytes
    body: bytes

    @property
    def granule(self) -> int:
        """Samples until its end."""
        return int(struct.unpack_from("<q", self.header, 6)[0])

    @property
    def sequence(self) -> int:
        """Its number in the stream."""
        return int(struct.unpack_from("<I", self.header, 18)[0])

    def at(self, granule: int, sequence: int) -> bytes:
        """The page as bytes elsewhere in the stream, with a right checksum."""
        blank = self._blank()
        changes = struct.pack("<q", granule) + struct.pack("<I", sequence)
        places = (*range(6, 14), *range(18, 22))
        checksum = _crc(blank)
        # The checksum starts at zero and is not inverted, so that it is linear: it need not be computed over again.
        weights = _crc_weights(len(blank), places)
        for value, weight in zip(changes, weights, strict=True):
            for bit in range(8):
                if value >> bit & 1:
                    checksum ^= weight[bit]
        page = bytearray(blank)
        page[6:14], page[18:22], page[22:26] = changes[:8], changes[8:], struct.pack("<I", checksum)
        return bytes(page)

    def _blank(self) -> bytes:
        return self.header[:6] + bytes(8) + self.header[14:18] + bytes(8) + self.header[26:] + self.body


def ogg_pages(data: bytes) -> Iterator[OggPage]:
    """Every page of an Ogg file."""
    at = 0
    while at < len(data):
        segments = data[at + 26]
        head = at + 27 + segments
        length = sum(data[at + 27 : head])
        yield OggPage(data[at:head], data[head : head + length])
        at = head + length


def lengthen_ogg(data: bytes, samples: int, max_bytes: int) -> bytes:
    """An Ogg file of one second or more, its last full page of sound repeated until it lasts as long as is asked."""
    pages = list(ogg_pages(data))
    heads, sound = pages[:2], pages[2:]
    page = sound[1]
    step = page.granule - sound[0].granule
    parts = [page.at(page.granule, page.sequence) for page in heads] + [sound[0].at(sound[0].granule, 2)]
    granule, size = sound[0].granule, sum(map(len, parts))
    page_bytes = len(page.header) + len(page.body)
    while granule < samples and size + page_bytes <= max_bytes:
        granule += step
        parts.append(page.at(granule, len(parts)))
        size += page_bytes
    return b"".join(parts)


@cache
def _crc_table() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
        table.append(value)
    return tuple(table)


@cache
def _crc(data: bytes) -> int:
    table, value = _crc_table(), 0
    for byte in data:
        value = (value << 8 & 0xFFFFFFFF) ^ table[value >> 24 ^ byte]
    return value


@cache
def _crc_weights(length: int, places: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    def weight(place: int, bit: int) -> int:
        return _crc(bytes([1 << bit]) + bytes(length - place - 1))

    return tuple(tuple(weight(place, bit) for bit in range(8)) for place in places)
