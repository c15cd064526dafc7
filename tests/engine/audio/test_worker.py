"""What a decoding process may and may not do."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.audio import SAMPLE_RATE, Clip, DecodeLimits, DecoderPool

MIB = 1024 * 1024


def clip_of(answer: bool) -> Clip:
    return Clip(np.full(SAMPLE_RATE, answer, np.float32), None)


def can_open_a_file(data: bytes, limits: DecodeLimits) -> Clip:
    return clip_of(_succeeds(lambda: Path("/etc/passwd").read_bytes()))


def can_open_a_socket(data: bytes, limits: DecodeLimits) -> Clip:
    return clip_of(_succeeds(socket.socket))


def can_allocate_what_is_asked(data: bytes, limits: DecodeLimits) -> Clip:
    return clip_of(_succeeds(lambda: bytearray(int(data))))


def has_heard_of_torch(data: bytes, limits: DecodeLimits) -> Clip:
    return clip_of(not {"torch", "discord", "sqlalchemy", "scipy"}.isdisjoint(sys.modules))


def _succeeds(action: Callable[[], object]) -> bool:
    try:
        action()
    except (OSError, MemoryError):
        return False
    return True


def ask(question: Callable[[bytes, DecodeLimits], Clip], data: bytes = b"?") -> bool:
    with DecoderPool(1, decode=question) as pool:
        return bool(pool.submit(data).result().samples[0])


def test_it_opens_no_file() -> None:
    assert not ask(can_open_a_file)


def test_it_opens_no_socket() -> None:
    assert not ask(can_open_a_socket)


@pytest.mark.parametrize(("wanted", "granted"), [(100 * MIB, True), (500 * MIB, False)])
def test_it_gets_the_memory_allowed_and_no_more(wanted: int, granted: bool) -> None:
    assert ask(can_allocate_what_is_asked, str(wanted).encode()) is granted


def test_it_loads_nothing_but_what_decoding_needs() -> None:
    assert not ask(has_heard_of_torch)


def test_importing_the_ear_loads_no_network() -> None:
    program = "import sys, engine.audio; print('torch' in sys.modules)"
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
