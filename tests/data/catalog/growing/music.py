"""Files of music to grow from: short, real, in every format, tagged as one likes; and files that are none."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import mutagen
import numpy as np
from mutagen.flac import Picture
from mutagen.id3 import APIC, TALB, TCON, TDRC, TIT2, TPE1, TSRC
from mutagen.mp4 import MP4Cover
from PIL import Image

from tests.bad_inputs.encoding import encode, music, tone
from tests.bad_inputs.forging import wav

SECONDS = 3.5
CODECS = {
    "mp3": ("libmp3lame", 44_100),
    "m4a": ("aac", 44_100),
    "flac": ("flac", 44_100),
    "ogg": ("libvorbis", 44_100),
    "opus": ("libopus", 48_000),
    "wav": ("pcm_s16le", 22_050),
}
CONTAINERS = {"mp3": "mp3", "m4a": "ipod", "flac": "flac", "ogg": "ogg", "opus": "ogg", "wav": "wav", "aiff": "aiff"}


def sound(ending: str, seed: int = 0, seconds: float = SECONDS) -> bytes:
    """A tune as a file without tags."""
    codec, rate = ("pcm_s16be", 22_050) if ending == "aiff" else CODECS[ending]
    return encode(music(seconds, rate, 1, seed), codec, rate, container=CONTAINERS[ending])


def cover(colour: tuple[int, int, int] = (200, 30, 30), side: int = 32) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(stream, "JPEG")
    return stream.getvalue()


def write_song(path: Path, seed: int = 0, *, picture: bytes = b"", seconds: float = SECONDS, **words: str) -> Path:
    """Write a tune and tag it with ``artist``, ``title``, ``album``, ``date``, ``genre``, ``isrc``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sound(path.suffix.removeprefix("."), seed, seconds))
    tag(path, picture=picture, **words)
    return path


def tag(path: Path, *, picture: bytes = b"", **words: str) -> None:
    if not words and not picture:
        return
    file: Any = mutagen.File(path)
    if path.suffix in {".mp3", ".wav", ".aiff"}:
        _tag_id3(file, picture, words)
    elif path.suffix == ".m4a":
        _tag_mp4(file, picture, words)
    else:
        file.update(words)
        if picture and path.suffix == ".flac":
            block = Picture()
            block.type, block.mime, block.data = 3, "image/jpeg", picture
            file.add_picture(block)
    file.save()


def _tag_id3(file: Any, picture: bytes, words: dict[str, str]) -> None:
    frames = {"artist": TPE1, "title": TIT2, "album": TALB, "date": TDRC, "genre": TCON, "isrc": TSRC}
    if file.tags is None:
        file.add_tags()
    for name, word in words.items():
        file.tags.add(frames[name](encoding=3, text=[word]))
    if picture:
        file.tags.add(APIC(encoding=3, mime="image/jpeg", type=3, data=picture))


def _tag_mp4(file: Any, picture: bytes, words: dict[str, str]) -> None:
    atoms = {"artist": "\xa9ART", "title": "\xa9nam", "album": "\xa9alb", "date": "\xa9day", "genre": "\xa9gen"}
    file.update({atoms[name]: [word] for name, word in words.items() if name in atoms})
    if "isrc" in words:
        file["----:com.apple.iTunes:ISRC"] = [words["isrc"].encode()]
    if picture:
        file["covr"] = [MP4Cover(picture)]


def protected_m4a(seed: int = 0) -> bytes:
    """An MP4 file whose sample description says FairPlay."""
    data = sound("m4a", seed)
    place = data.index(b"mp4a", data.index(b"stsd"))
    return data[:place] + b"drms" + data[place + 4 :]


def silent_wav(seconds: float = 4.0) -> bytes:
    return wav(bytes(round(seconds * 22_050) * 2), rate=22_050)


def bad_file(number: int) -> tuple[str, bytes]:
    """One of eight kinds of files that become no song: the ending of its name, and its bytes, no two alike."""
    mark = number.to_bytes(4, "big")
    kinds: tuple[tuple[str, bytes], ...] = (
        ("mp3", b"Dear Anna, this is no music at all. " * 50 + mark),
        ("flac", b"fLaC" + np.random.default_rng(number).bytes(5_000)),
        ("wav", silent_wav() + mark),
        ("m4a", protected_m4a() + mark),
        ("ogg", sound("ogg")[:200] + mark),
        ("wav", encode(tone(0.5 + number / 10_000), "pcm_s16le")),
        ("mp3", b"#EXTM3U\nfile:///etc/passwd\n" + mark),
        ("opus", bytes(2_000) + mark),
    )
    return kinds[number % len(kinds)]
