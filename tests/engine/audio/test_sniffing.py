"""First bytes tell playlists and media apart, and nothing else is concluded from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.audio.sniffing import WavClaim, looks_like_media, looks_like_playlist, wav_claim
from tests.bad_inputs.encoding import encode, tone
from tests.bad_inputs.forging import id3_before, wav


@pytest.mark.parametrize(
    ("codec", "container"),
    [
        ("mp3", "mp3"), ("aac", "ipod"), ("aac", "adts"), ("aac", "mp4"), ("libvorbis", "ogg"), ("libopus", "webm"),
        ("flac", "flac"), ("pcm_s16le", "wav"), ("pcm_s16be", "aiff"), ("pcm_s16be", "caf"), ("pcm_s16be", "au"),
        ("wmav2", "asf"), ("mp3", "avi"), ("mp3", "flv"), ("ac3", "ac3"), ("wavpack", "wv"), ("tta", "tta"),
    ],
)  # fmt: skip
def test_real_files_look_like_media_and_not_like_playlists(codec: str, container: str) -> None:
    rate = 48_000 if codec == "libopus" else 44_100
    data = encode(tone(0.5, rate=rate), codec, rate, container=container, bit_rate=96_000)
    assert looks_like_media(data)
    assert not looks_like_playlist(data)


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\n\n  ", b"\0"])
@pytest.mark.parametrize("text", [b"#EXTM3U\n", b"#extm3u\n", b"ffconcat version 1.0", b"<?xml?><MPD/>", b"HTTP://a/"])
def test_playlists_behind_what_a_player_skips(start: bytes, text: bytes) -> None:
    assert looks_like_playlist(start + text)
    assert looks_like_playlist(id3_before(start + text))


@pytest.mark.parametrize("data", [b"", b"ID3", b"<html><body>", b"<svg/>", b"#!AMR\n", b"Dear #EXTM3U"])
def test_what_is_no_playlist(data: bytes) -> None:
    assert not looks_like_playlist(data)


@given(rate=st.integers(0, 2**32 - 1), channels=st.integers(0, 2**16 - 1))
def test_a_wav_header_is_read_as_written(rate: int, channels: int) -> None:
    assert wav_claim(wav(b"", rate=rate, channels=channels)) == WavClaim(rate, channels)


@given(st.binary(max_size=80))
def test_nothing_is_claimed_by_what_is_no_wav(data: bytes) -> None:
    assert wav_claim(b"OggS" + data) is None
    wav_claim(b"RIFF\0\0\0\0WAVE" + data)
