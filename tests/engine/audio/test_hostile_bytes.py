"""Whatever the bytes, the answer is sound or an `AudioError`."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.audio import SAMPLE_RATE, Clip, DecodeLimits, decode
from engine.errors import AudioError
from tests.bad_inputs.encoding import encode, music

LIMITS = DecodeLimits(max_bytes=1 << 20, clip_seconds=4.0, max_seconds=60.0, max_pcm_bytes=4 << 20)
KINDS = {
    "mp3": ("mp3", "mp3", 44_100),
    "m4a": ("aac", "ipod", 44_100),
    "ogg": ("libvorbis", "ogg", 44_100),
    "opus": ("libopus", "ogg", 48_000),
    "flac": ("flac", "flac", 22_050),
    "wav": ("pcm_s16le", "wav", 8_000),
    "webm": ("libopus", "webm", 48_000),
    "avi": ("mp3", "avi", 44_100),
}
hostile = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def real(kind: str) -> bytes:
    codec, container, rate = KINDS[kind]
    return encode(music(5.0, rate), codec, rate, container=container)


def answer(data: bytes) -> Clip | None:
    try:
        clip = decode(data, LIMITS)
    except AudioError:
        return None
    assert len(clip.samples) <= LIMITS.clip_seconds * SAMPLE_RATE
    assert len(clip.samples) >= (LIMITS.min_seconds - 0.1) * SAMPLE_RATE
    assert np.isfinite(clip.samples).all()
    return clip


@hostile
@given(st.binary(max_size=4_096))
def test_random_bytes_are_refused(data: bytes) -> None:
    assert answer(data) is None


@hostile
@given(
    st.sampled_from(
        [b"RIFF", b"OggS", b"fLaC", b"ID3", b"\x1a\x45\xdf\xa3", b"\0\0\0\x20ftypM4A ", b"\xff\xfb\x90\x44"]
    ),
    st.binary(max_size=4_096),
)
def test_random_bytes_behind_a_true_beginning_are_refused(start: bytes, rest: bytes) -> None:
    assert answer(start + rest) is None


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_changed_bytes_of_a_real_file_are_heard_or_refused(kind: str, data: st.DataObject) -> None:
    song = bytearray(real(kind))
    # Half of the changes hit the headers, where a changed byte is a lie and not a crackle.
    places = st.integers(0, min(600, len(song) - 1)) | st.integers(0, len(song) - 1)
    for place, value in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=40)):
        song[place] = value
    answer(bytes(song))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cut=st.floats(0, 1), start=st.floats(0, 0.2))
def test_any_piece_of_a_real_file_is_heard_or_refused(kind: str, cut: float, start: float) -> None:
    song = real(kind)
    answer(song[round(start * len(song)) : round(cut * len(song))])


@pytest.mark.parametrize("kind", KINDS)
def test_the_unchanged_file_is_heard(kind: str) -> None:
    assert answer(real(kind)) is not None
