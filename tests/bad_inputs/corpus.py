"""Files that must be refused, each with the reason that its sender is to be told.

``python -m tests.bad_inputs.corpus DIRECTORY`` writes them all there.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from engine.audio import DecodeLimits
from engine.errors import AudioProblem
from tests.bad_inputs.encoding import clipped_noise, encode, music, silent_film, tone
from tests.bad_inputs.faults import Fault, file_of
from tests.bad_inputs.forging import (
    aiff,
    au,
    id3_before,
    lengthen_ogg,
    ogg_pages,
    overwrite,
    rewrite_boxes,
    wav,
)

MAX_BYTES = DecodeLimits().max_bytes
TEN_HOURS_SECONDS = 36_000
OPUS_RATE = 48_000
LAZY_LIMITS = DecodeLimits(wall_seconds=2.0, cpu_seconds=1)
"""For decoders that hang: the product's limits would make the tests wait."""


@dataclass(frozen=True, slots=True)
class BadInput:
    """A file that must be refused.

    Attributes
    ----------
    kind
        What is wrong with it; several have the same.
    build
        Makes its bytes, the same every time.
    problem
        What the refusal must say.
    file_name
        What its sender calls it, often wrongly.
    needs_faulty_decoder
        It goes wrong only in `tests.bad_inputs.faults.decode_with_faults`.
    """

    name: str
    kind: str
    build: Callable[[], bytes]
    problem: AudioProblem
    file_name: str
    needs_faulty_decoder: bool = False


def _random(size: int, seed: int = 3) -> bytes:
    return bytes(np.random.default_rng(seed).bytes(size))


def _pcm(seconds: float, rate: int = 44_100) -> bytes:
    return bytes((music(seconds, rate)[0] * 32_767).astype("<i2").tobytes())


@cache
def _song(codec: str, container: str | None = None, seconds: float = 12.0) -> bytes:
    rate = OPUS_RATE if codec == "libopus" else 44_100
    bit_rate = None if codec in ("flac", "pcm_s16le") else 96_000
    return encode(music(seconds, rate), codec, rate, container=container, bit_rate=bit_rate)


def _png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + _random(48, row) for row in range(16))
    head = struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@cache
def _ten_hours(channels: int, frame_milliseconds: str) -> bytes:
    options = {"frame_duration": frame_milliseconds, "vbr": "on"}
    song = encode(music(4.0, OPUS_RATE, channels), "libopus", OPUS_RATE, bit_rate=4_500, options=options)
    return lengthen_ogg(song, TEN_HOURS_SECONDS * OPUS_RATE, MAX_BYTES)


def _ogg_claiming(seconds: int) -> bytes:
    """Two seconds of Opus whose last page says that hours have passed."""
    pages = list(ogg_pages(_song("libopus", seconds=2.0)))
    return b"".join(
        page.at(seconds * OPUS_RATE if page is pages[-1] else page.granule, page.sequence) for page in pages
    )


def _broken_pages(codec: str) -> bytes:
    """Ogg whose pages of sound, after the first, hold something else than their checksums say."""
    pages = list(ogg_pages(_song(codec)))
    intact = 3
    return b"".join(
        page.header + (page.body if number < intact else _random(len(page.body), number))
        for number, page in enumerate(pages)
    )


@cache
def _film() -> bytes:
    return encode(music(6.0), "aac", container="mp4", pictures="mpeg4", bit_rate=96_000)


_P = AudioProblem

_NOT_AUDIO = [
    BadInput("text", "not audio", lambda: b"Dear bot, please play something nice.\n" * 50, _P.NOT_AUDIO, "song.mp3"),
    BadInput("json", "not audio", lambda: json.dumps({"song": ["a"] * 400}).encode(), _P.NOT_AUDIO, "song.ogg"),
    BadInput("picture", "not audio", _png, _P.NOT_AUDIO, "cover.mp3"),
    BadInput("random bytes", "not audio", lambda: b"\x07" + _random(65_536), _P.NOT_AUDIO, "noise.flac"),
    BadInput("zip", "not audio", lambda: b"PK\x03\x04" + _random(9_000), _P.NOT_AUDIO, "album.m4a"),
    BadInput("pdf", "not audio", lambda: b"%PDF-1.7\n" + _random(9_000), _P.NOT_AUDIO, "score.wav"),
    BadInput("program", "not audio", lambda: b"\x7fELF\x02\x01\x01" + _random(9_000), _P.NOT_AUDIO, "player.opus"),
    BadInput(
        "subtitles", "not audio", lambda: b"1\n00:00:01,000 --> 00:00:09,000\nLa la\n\n", _P.NOT_AUDIO, "words.mp3"
    ),
    BadInput("one byte", "not audio", lambda: b"\0", _P.NOT_AUDIO, "song.mp3"),
    BadInput("zeros", "not audio", lambda: bytes(1 << 20), _P.NOT_AUDIO, "song.mp3"),
]

_EMPTY = [
    BadInput("nothing, as mp3", "empty", bytes, _P.EMPTY, "song.mp3"),
    BadInput("nothing, as wav", "empty", bytes, _P.EMPTY, "song.wav"),
]

_SHORT = [
    BadInput("wav of 2.5 s", "under 3 s", lambda: wav(_pcm(2.5)), _P.TOO_SHORT, "hook.wav"),
    BadInput("mp3 of 2 s", "under 3 s", lambda: _song("mp3", seconds=2.0), _P.TOO_SHORT, "hook.mp3"),
    BadInput("opus of 1 s", "under 3 s", lambda: _song("libopus", seconds=1.0), _P.TOO_SHORT, "hook.opus"),
    BadInput("m4a of 2 s", "under 3 s", lambda: _song("aac", seconds=2.0), _P.TOO_SHORT, "hook.m4a"),
    BadInput("flac of a hundredth", "under 3 s", lambda: _song("flac", seconds=0.01), _P.TOO_SHORT, "hook.flac"),
    BadInput("wav of no samples", "under 3 s", lambda: wav(b""), _P.TOO_SHORT, "hook.wav"),
]

_SILENT = [
    BadInput("silent wav", "silent", lambda: wav(bytes(44_100 * 2 * 5)), _P.SILENT, "take.wav"),
    BadInput("silent flac", "silent", lambda: encode(tone(6, level=0), "flac"), _P.SILENT, "take.flac"),
    BadInput("silent mp3", "silent", lambda: encode(tone(6, level=0), "mp3", bit_rate=64_000), _P.SILENT, "take.mp3"),
    BadInput("below hearing", "silent", lambda: encode(tone(6, level=0.0005), "flac"), _P.SILENT, "take.flac"),
    BadInput(
        "silent film with a silent track",
        "silent",
        lambda: encode(tone(5, level=0), "aac", container="mp4", pictures="mpeg4"),
        _P.SILENT,
        "take.mp4",
    ),
]

_NOISE = [
    BadInput("noise, wav", "clipped noise", lambda: encode(clipped_noise(5), "pcm_s16le"), _P.NOISE, "drop.wav"),
    BadInput(
        "noise, flac", "clipped noise", lambda: encode(clipped_noise(5, 44_100, 2), "flac"), _P.NOISE, "drop.flac"
    ),
    BadInput(
        "noise, mp3",
        "clipped noise",
        lambda: encode(clipped_noise(5, gain=10), "mp3", bit_rate=128_000),
        _P.NOISE,
        "drop.mp3",
    ),
    BadInput(
        "noise, opus",
        "clipped noise",
        lambda: encode(clipped_noise(5, OPUS_RATE), "libopus", OPUS_RATE, bit_rate=96_000),
        _P.NOISE,
        "drop.opus",
    ),
]

_TRUNCATED = [
    BadInput("m4a without its end", "truncated", lambda: _song("aac")[:40_000], _P.DAMAGED, "cut.m4a"),
    BadInput(
        "wav of which a second came", "truncated", lambda: wav(_pcm(1.0), claimed=2_646_000), _P.TOO_SHORT, "cut.wav"
    ),
    BadInput("flac of which a second came", "truncated", lambda: _song("flac")[:60_000], _P.DAMAGED, "cut.flac"),
    BadInput("vorbis cut in its header", "truncated", lambda: _song("libvorbis")[:2_000], _P.DAMAGED, "cut.ogg"),
    BadInput("opus cut in its header", "truncated", lambda: _song("libopus")[:60], _P.DAMAGED, "cut.opus"),
    BadInput("webm cut in its header", "truncated", lambda: _song("libopus", "webm")[:150], _P.DAMAGED, "cut.webm"),
    BadInput("film cut before its index", "truncated", lambda: _film()[: len(_film()) // 2], _P.DAMAGED, "cut.mp4"),
]

_CORRUPTED = [
    BadInput("mp3 zeroed", "corrupted", lambda: overwrite(_song("mp3"), 0.1, 0.95, b"\0"), _P.DAMAGED, "bad.mp3"),
    BadInput(
        "flac overwritten",
        "corrupted",
        lambda: overwrite(_song("flac"), 0.1, 0.9, _random(997)),
        _P.DAMAGED,
        "bad.flac",
    ),
    BadInput("m4a overwritten", "corrupted", lambda: overwrite(_song("aac"), 0.1, 0.9, b"\xff"), _P.DAMAGED, "bad.m4a"),
    BadInput("opus with wrong checksums", "corrupted", lambda: _broken_pages("libopus"), _P.DAMAGED, "bad.opus"),
    BadInput("vorbis with wrong checksums", "corrupted", lambda: _broken_pages("libvorbis"), _P.DAMAGED, "bad.ogg"),
    BadInput(
        "webm overwritten",
        "corrupted",
        lambda: overwrite(_song("libopus", "webm"), 0.15, 0.95, _random(997)),
        _P.DAMAGED,
        "bad.webm",
    ),
    BadInput(
        "wav of floats that are no numbers",
        "corrupted",
        lambda: encode(np.full((1, 44_100 * 5), np.nan, np.float32), "pcm_f32le", container="wav"),
        _P.DAMAGED,
        "bad.wav",
    ),
]

_LARGE = [
    BadInput("zeros over the limit", "over the size limit", lambda: bytes(MAX_BYTES + 1), _P.TOO_LARGE, "big.mp3"),
    BadInput("wav over the limit", "over the size limit", lambda: wav(bytes(MAX_BYTES)), _P.TOO_LARGE, "big.wav"),
]

_LONG = [
    BadInput("ten hours of opus", "ten hours long", lambda: _ten_hours(1, "60"), _P.TOO_LONG, "mix.opus"),
    BadInput(
        "ten hours of opus in short packets", "ten hours long", lambda: _ten_hours(1, "40"), _P.TOO_LONG, "mix.ogg"
    ),
    BadInput(
        "an hour of bytes",
        "ten hours long",
        lambda: wav(bytes(range(256)) * 62_500, rate=4_000, bits=8),
        _P.TOO_LONG,
        "mix.wav",
    ),
]

_FORGED = [
    BadInput("wav at 1 Hz", "forged sample rate", lambda: wav(_pcm(4), rate=1), _P.UNREASONABLE, "song.wav"),
    BadInput(
        "wav at 4 GHz", "forged sample rate", lambda: wav(_pcm(4), rate=4_000_000_000), _P.UNREASONABLE, "song.wav"
    ),
    BadInput(
        "wav at 2 GHz", "forged sample rate", lambda: wav(_pcm(4), rate=2_000_000_000), _P.UNREASONABLE, "song.wav"
    ),
    BadInput("wav at 0 Hz", "forged sample rate", lambda: wav(_pcm(4), rate=0), _P.UNREASONABLE, "song.wav"),
    BadInput("au at 3 Hz", "forged sample rate", lambda: au(_pcm(4), rate=3), _P.UNREASONABLE, "song.au"),
    BadInput(
        "aiff at 2 Hz",
        "forged sample rate",
        lambda: aiff(_pcm(4), exponent=0x4000, mantissa=1 << 63),
        _P.UNREASONABLE,
        "song.aiff",
    ),
    BadInput(
        "wav of 255 channels", "forged channel count", lambda: wav(_pcm(4), channels=255), _P.UNREASONABLE, "song.wav"
    ),
    BadInput(
        "wav of 65,535 channels",
        "forged channel count",
        lambda: wav(_pcm(4), channels=65_535),
        _P.UNREASONABLE,
        "song.wav",
    ),
    BadInput(
        "wav of no channel", "forged channel count", lambda: wav(_pcm(4), channels=0), _P.UNREASONABLE, "song.wav"
    ),
    BadInput("opus of 2 s that claims 10 h", "forged duration", lambda: _ogg_claiming(36_000), _P.DAMAGED, "song.opus"),
    BadInput(
        "m4a whose packets claim hours",
        "forged duration",
        # In 'stts' each run of packets has a count and a duration; version, flags and the number of runs come first.
        lambda: rewrite_boxes(_song("aac"), b"stts", 16, struct.pack(">I", 44_100 * 60)),
        _P.DAMAGED,
        "song.m4a",
    ),
    BadInput(
        "wav of 1 s that claims 4 GB",
        "forged duration",
        lambda: wav(_pcm(1.0), claimed=0xFFFFFFF0),
        _P.TOO_SHORT,
        "song.wav",
    ),
]


_FILMS = [
    BadInput(
        "mp4 without sound", "video without sound", lambda: silent_film(5, "mpeg4", "mp4"), _P.NO_SOUND, "clip.mp4"
    ),
    BadInput(
        "webm without sound", "video without sound", lambda: silent_film(5, "libvpx", "webm"), _P.NO_SOUND, "clip.webm"
    ),
    BadInput(
        "mkv without sound", "video without sound", lambda: silent_film(5, "mpeg4", "matroska"), _P.NO_SOUND, "clip.mkv"
    ),
    BadInput(
        "avi without sound", "video without sound", lambda: silent_film(5, "mpeg4", "avi"), _P.NO_SOUND, "clip.avi"
    ),
]

_HLS = b"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
_DASH = (
    b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><BaseURL>http://127.0.0.1:1/'
    b"</BaseURL><Period><AdaptationSet><Representation/></AdaptationSet></Period></MPD>"
)

_PLAYLISTS = [
    BadInput("hls as mp3", "playlist", lambda: _HLS, _P.PLAYLIST, "song.mp3"),
    BadInput("hls behind a tag", "playlist", lambda: id3_before(_HLS), _P.PLAYLIST, "song.mp3"),
    BadInput("hls behind a mark", "playlist", lambda: b"\xef\xbb\xbf" + _HLS, _P.PLAYLIST, "song.m4a"),
    BadInput(
        "concat as wav", "playlist", lambda: b"ffconcat version 1.0\nfile '/etc/passwd'\n", _P.PLAYLIST, "song.wav"
    ),
    BadInput(
        "concat behind a tag",
        "playlist",
        lambda: id3_before(b"ffconcat version 1.0\nfile a.wav\n"),
        _P.PLAYLIST,
        "song.mp3",
    ),
    BadInput("dash as mp4", "playlist", lambda: _DASH, _P.PLAYLIST, "song.mp4"),
    BadInput("pls", "playlist", lambda: b"[playlist]\nFile1=http://127.0.0.1:1/a\n", _P.PLAYLIST, "song.ogg"),
    BadInput("bare addresses", "playlist", lambda: b"http://127.0.0.1:1/a.mp3\n" * 3, _P.PLAYLIST, "song.mp3"),
    BadInput(
        "session description",
        "playlist",
        lambda: b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=audio 1 RTP/AVP 0\r\n",
        _P.PLAYLIST,
        "song.opus",
    ),
]


def _fault(name: str, kind: str, fault: Fault, problem: AudioProblem) -> BadInput:
    return BadInput(name, kind, lambda: file_of(fault), problem, "song.mp3", needs_faulty_decoder=True)


_FAULTS = [
    _fault("decoder that sleeps", "decoder hangs", Fault.SLEEP, _P.TOO_SLOW),
    _fault("decoder that spins", "decoder hangs", Fault.SPIN, _P.TOO_SLOW),
    _fault("decoder deaf to signals", "decoder hangs", Fault.DEAF, _P.TOO_SLOW),
    _fault("decoder that exits", "decoder crashes", Fault.EXIT, _P.CRASHED),
    _fault("decoder that reads nowhere", "decoder crashes", Fault.SEGFAULT, _P.CRASHED),
    _fault("decoder that aborts", "decoder crashes", Fault.ABORT, _P.CRASHED),
    _fault("decoder with a bug", "decoder crashes", Fault.BUG, _P.CRASHED),
    _fault("decoder that answers nonsense", "decoder crashes", Fault.NONSENSE, _P.CRASHED),
    _fault("decoder that wants eight gigabytes", "decoder eats memory", Fault.ALLOCATE, _P.TOO_HUNGRY),
    _fault("decoder that grows", "decoder eats memory", Fault.GROW, _P.TOO_HUNGRY),
    _fault("decoder that fills an array", "decoder eats memory", Fault.ARRAY, _P.TOO_HUNGRY),
]

BAD_INPUTS: tuple[BadInput, ...] = (
    *_NOT_AUDIO,
    *_EMPTY,
    *_SHORT,
    *_SILENT,
    *_NOISE,
    *_TRUNCATED,
    *_CORRUPTED,
    *_LARGE,
    *_LONG,
    *_FORGED,
    *_FILMS,
    *_PLAYLISTS,
    *_FAULTS,
)


def main(directory: Path) -> None:
    """Write every file that does not need a faulty decoder."""
    directory.mkdir(parents=True, exist_ok=True)
    for number, bad in enumerate(BAD_INPUTS):
        if not bad.needs_faulty_decoder:
            (directory / f"{number:02}-{bad.problem.value}-{bad.file_name}").write_bytes(bad.build())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
