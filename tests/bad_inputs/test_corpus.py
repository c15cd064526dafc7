"""Every bad input is refused for the right reason, at a bounded price, and the next file is heard."""

from __future__ import annotations

import dataclasses
import socket
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from engine.audio import SAMPLE_RATE, DecodeLimits, DecoderPool
from engine.errors import AudioError, AudioProblem
from tests.bad_inputs.corpus import BAD_INPUTS, LAZY_LIMITS, BadInput
from tests.bad_inputs.encoding import encode, music
from tests.bad_inputs.faults import decode_with_faults
from tests.bad_inputs.measuring import PeakMemory

MIB = 1024 * 1024
MAX_SECONDS = 10.0
"""Generous: half of what the product allows, on a machine that does other things too."""
MAX_WORKER_BYTES = DecodeLimits().memory_bytes + 128 * MIB
"""A worker's allowance, and what Python, numpy and FFmpeg hold without any file."""
MAX_BYTES_HERE = 96 * MIB
"""Three times the largest file: this process only passes files on."""
GOOD_SECONDS = 4.0


@pytest.fixture(scope="module")
def pool() -> Iterator[DecoderPool]:
    # One worker, so that the good file after a bad one meets the same process, or the one that replaced it.
    with DecoderPool(1, decode=decode_with_faults) as pool:
        yield pool


@pytest.fixture(scope="module")
def hasty_pool() -> Iterator[DecoderPool]:
    with DecoderPool(1, LAZY_LIMITS, decode_with_faults) as pool:
        yield pool


@pytest.fixture(scope="module")
def good() -> bytes:
    return encode(music(GOOD_SECONDS), "pcm_s16le")


@pytest.mark.parametrize("bad", BAD_INPUTS, ids=lambda bad: bad.name)
def test_refused_for_the_right_reason_at_a_bounded_price(
    bad: BadInput, pool: DecoderPool, hasty_pool: DecoderPool, good: bytes
) -> None:
    pool = hasty_pool if bad.needs_faulty_decoder and bad.problem is AudioProblem.TOO_SLOW else pool
    # A worker that replaces another starts before the clock does.
    assert pool.submit(good).result().seconds == pytest.approx(GOOD_SECONDS, abs=0.01)
    data = bad.build()

    started = time.monotonic()
    with PeakMemory(lambda: pool.pids) as memory, pytest.raises(AudioError) as refusal:
        pool.submit(data).result()
    seconds = time.monotonic() - started

    assert refusal.value.problem is bad.problem
    assert seconds < MAX_SECONDS
    assert memory.worker < MAX_WORKER_BYTES
    assert memory.here < MAX_BYTES_HERE
    heard = pool.submit(good).result()
    assert len(heard.samples) == pytest.approx(GOOD_SECONDS * SAMPLE_RATE, abs=2)


def test_corpus_is_large_and_every_kind_is_there_twice() -> None:
    assert len(BAD_INPUTS) >= 60
    assert len({bad.name for bad in BAD_INPUTS}) == len(BAD_INPUTS)
    kinds = Counter(bad.kind for bad in BAD_INPUTS)
    assert min(kinds.values()) >= 2, kinds
    assert {bad.problem for bad in BAD_INPUTS} == set(AudioProblem)


def test_building_twice_gives_the_same_bytes() -> None:
    assert all(bad.build() == bad.build() for bad in BAD_INPUTS)


def test_no_list_of_addresses_is_followed(pool: DecoderPool) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.setblocking(False)
        port = server.getsockname()[1]
        for bad in BAD_INPUTS:
            if bad.kind != "playlist":
                continue
            aimed = bad.build().replace(b"127.0.0.1:1", b"127.0.0.1:%d" % port)
            aimed = aimed.replace(b"file:///etc/passwd", b"http://127.0.0.1:%d/a.ts" % port)
            with pytest.raises(AudioError):
                pool.submit(aimed).result()
        with pytest.raises(BlockingIOError):
            server.accept()


def test_a_lying_duration_does_not_keep_good_sound_from_being_heard(pool: DecoderPool) -> None:
    song = encode(music(GOOD_SECONDS), "pcm_s16le")
    endless = song[:4] + b"\xff\xff\xff\xff" + song[8:]
    at = song.index(b"data") + 4
    endless = endless[:at] + b"\xff\xff\xff\xff" + endless[at + 4 :]
    heard = pool.submit(endless).result()
    assert heard.source_seconds == pytest.approx(GOOD_SECONDS, abs=0.1)


def test_limits_are_the_callers(good: bytes) -> None:
    strict = dataclasses.replace(DecodeLimits(), max_bytes=len(good) - 1)
    with DecoderPool(1, strict) as pool, pytest.raises(AudioError) as refusal:
        pool.submit(good).result()
    assert refusal.value.problem is AudioProblem.TOO_LARGE
    assert (refusal.value.measured, refusal.value.limit) == (len(good), len(good) - 1)
