"""What the first bytes of a file say it is, for the sentence that refuses it. Nothing is trusted to them."""

from __future__ import annotations

import struct
from dataclasses import dataclass

HEAD_BYTES = 4_096
"""How much of a file is looked at."""

_ID3_HEADER_BYTES = 10
_PLAYLIST_STARTS = (
    b"#extm3u",
    b"#extinf",
    b"#ext-x-",
    b"ffconcat",
    b"[playlist]",
    b"[reference]",
    b"v=0\r\n",
    b"v=0\no=",
    b"http://",
    b"https://",
    b"file:",
    b"rtsp://",
    b"rtmp://",
    b"concat:",
    b"data:",
    b"file '",
)
_PLAYLIST_TAGS = (b"<mpd", b"<smil", b"<asx", b"<playlist", b"<smoothstreamingmedia", b"<manifest")

_MEDIA_STARTS = (
    b"RIFF", b"RF64", b"OggS", b"fLaC", b"ID3", b"FORM", b"caff", b"wvpk", b"MAC ", b"TTA1", b"MPCK", b"MP+",
    b"\x1a\x45\xdf\xa3", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", b"FLV\x01", b".snd", b"#!AMR", b"\x00\x00\x01\xba",
    b"riff\x2e\x91", b"\x0b\x77",
)  # fmt: skip
_MP4_BOXES = (b"ftyp", b"moov", b"mdat", b"free", b"wide", b"skip")
_MPEG_SYNC = 0xFFE0
"""The eleven set bits that begin each frame of MPEG audio (ISO/IEC 11172-3, 2.4.2.3) and of ADTS."""


@dataclass(frozen=True, slots=True)
class WavClaim:
    """What the header of a WAV file says of its sound."""

    sample_rate: int
    channels: int


def wav_claim(data: bytes) -> WavClaim | None:
    """The claim of a WAV file; ``None`` for any other, and where it is not near the beginning.

    FFmpeg reads 4 GHz and 65,535 channels as nothing at all, so that it cannot say what was wrong.
    """
    if data[:4] not in (b"RIFF", b"RF64") or data[8:12] != b"WAVE":
        return None
    at = data.find(b"fmt ", 12, HEAD_BYTES)
    if at < 0 or len(data) < at + 16:
        return None
    channels, sample_rate = struct.unpack_from("<HI", data, at + 10)
    return WavClaim(sample_rate, channels)


def looks_like_playlist(data: bytes) -> bool:
    """Whether a file is a list of other files, whatever its name says.

    An ID3 tag in front is skipped, as FFmpeg's own probe skips it.
    """
    head = _skip_id3(data)[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\0").lower()
    if head.startswith(_PLAYLIST_STARTS):
        return True
    return head.startswith(b"<") and any(tag in head for tag in _PLAYLIST_TAGS)


def looks_like_media(data: bytes) -> bool:
    """Whether a file begins as sound or video would, so that a failure to open it means that it is damaged."""
    if data.startswith(_MEDIA_STARTS) or data[4:8] in _MP4_BOXES:
        return True
    return int.from_bytes(data[:2], "big") & _MPEG_SYNC == _MPEG_SYNC


def _skip_id3(data: bytes) -> bytes:
    # ID3v2 (id3.org, section 3.1): a size of four bytes, seven bits each, without the header of ten.
    if not data.startswith(b"ID3") or len(data) < _ID3_HEADER_BYTES:
        return data
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    start = _ID3_HEADER_BYTES + size
    return data[start : start + HEAD_BYTES]
