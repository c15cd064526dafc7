"""Which files may be music: by their names, and where those say nothing, by their first bytes."""

from __future__ import annotations

from pathlib import PurePath

HEAD_BYTES = 64
"""As much of a file is looked at."""
SUFFIXES = frozenset(
    {".aac", ".aif", ".aifc", ".aiff", ".flac", ".m4a", ".m4b", ".m4p", ".mp3", ".oga", ".ogg", ".opus", ".wav"}
)
"""Files that say they are music are taken at their word; what is none of it is reported."""
RESOURCE_FORK = "._"
"""What macOS writes beside files on other systems' disks begins so."""

_BRANDS = frozenset({b"M4A ", b"M4B ", b"M4P "})
"""Major brands of MP4 files that hold sound alone (ISO/IEC 14496-12, 4.3; Apple's own)."""
_SYNC_BITS = 0xFFE0
_RESERVED_VERSION, _LAYER_3, _NO_BIT_RATE, _NO_SAMPLE_RATE = 0b01, 0b01, 0b1111, 0b11
_HEADER_BYTES = 3


def says_music(path: PurePath) -> bool:
    """Whether a file's name says that it is music."""
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(RESOURCE_FORK)


def begins_like_music(head: bytes) -> bool:
    """Whether a file begins as MP3, FLAC, Ogg, WAV, AIFF or MP4 sound does.

    >>> begins_like_music(b"fLaC" + bytes(60))
    True
    """
    if head.startswith((b"ID3", b"fLaC", b"OggS")):
        return True
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return True
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return True
    if head[4:8] == b"ftyp":
        return head[8:12] in _BRANDS
    return _is_mp3_frame(head)


def _is_mp3_frame(head: bytes) -> bool:
    """Whether a header of an MPEG frame of layer III makes sense (ISO/IEC 11172-3, 2.4.2.3).

    The eleven set bits alone also begin many a file of text in UTF-16.
    """
    if len(head) < _HEADER_BYTES or int.from_bytes(head[:2], "big") & _SYNC_BITS != _SYNC_BITS:
        return False
    version, layer = head[1] >> 3 & 0b11, head[1] >> 1 & 0b11
    bit_rate, sample_rate = head[2] >> 4, head[2] >> 2 & 0b11
    return (
        version != _RESERVED_VERSION
        and layer == _LAYER_3
        and bit_rate not in (0, _NO_BIT_RATE)
        and sample_rate != _NO_SAMPLE_RATE
    )
