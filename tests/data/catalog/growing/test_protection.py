from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalog.growing.protection import is_protected
from tests.data.catalog.growing.music import protected_m4a, sound


def test_a_sample_description_says_whether_the_sound_is_encrypted() -> None:
    plain = sound("m4a")
    assert not is_protected(plain)
    assert is_protected(protected_m4a())
    place = plain.index(b"mp4a", plain.index(b"stsd"))
    assert is_protected(plain[:place] + b"enca" + plain[place + 4 :])


def test_the_words_alone_mean_nothing() -> None:
    assert not is_protected(b"drms enca sinf " * 10)
    assert not is_protected(sound("m4a") + b"\0\0\0\x10drms")
    assert not is_protected(sound("mp3"))


def test_windows_media_says_so_in_its_head() -> None:
    head = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
    assert not is_protected(head + bytes(100))
    assert is_protected(head + bytes(30) + bytes.fromhex("fbb3112223bdd211b4b700a0c955fc6e"))


@pytest.mark.parametrize("size", [0, 1, 7, 8, 2**31])
def test_boxes_that_lie_are_left(size: int) -> None:
    ftyp = struct.pack(">I4s8s", 16, b"ftyp", b"M4A isom")
    assert not is_protected(ftyp + struct.pack(">I4sQ", size, b"moov", size) + bytes(50))


@given(st.binary(max_size=300))
def test_no_bytes_are_too_much(data: bytes) -> None:
    is_protected(b"\0\0\0\x10ftypM4A isom" + data)
