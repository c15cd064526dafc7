"""What a worker answers is read as data, whatever it answers."""

from __future__ import annotations

import json
from multiprocessing.connection import Pipe

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.audio import SAMPLE_RATE, Clip, DecodeLimits
from engine.audio.wire import receive, send_clip, send_error
from engine.errors import AudioError, AudioProblem

LIMITS = DecodeLimits(clip_seconds=1.0)


def answer_of(*messages: bytes) -> Clip:
    here, there = Pipe()
    with here, there:
        for message in messages:
            there.send_bytes(message)
        return receive(here, LIMITS)


@given(st.lists(st.floats(-1, 1, width=32), max_size=50), st.none() | st.floats(0, 1e5))
def test_a_clip_arrives_as_it_was_sent(samples: list[float], seconds: float | None) -> None:
    here, there = Pipe()
    with here, there:
        send_clip(there, Clip(np.asarray(samples, np.float32), seconds))
        clip = receive(here, LIMITS)
    assert clip.samples.dtype == np.float32
    assert clip.samples.tolist() == samples
    assert clip.source_seconds == seconds


@given(
    st.sampled_from(AudioProblem),
    st.none() | st.floats(allow_nan=False),
    st.none() | st.floats(allow_nan=False),
    st.text(max_size=2_000),
)
def test_an_error_arrives_with_its_facts(
    problem: AudioProblem, measured: float | None, limit: float | None, note: str
) -> None:
    here, there = Pipe()
    with here, there:
        send_error(there, AudioError(problem, measured=measured, limit=limit), note)
        with pytest.raises(AudioError) as refusal:
            receive(here, LIMITS)
    error = refusal.value
    assert (error.problem, error.measured, error.limit) == (problem, measured, limit)


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"7",
        b"null",
        b"{}",
        b'{"source_seconds": []}',
        b'{"problem": "boredom", "measured": null, "limit": null, "note": ""}',
        b'{"problem": "crashed"}',
        json.dumps({"source_seconds": 1}).encode()[:-1],
    ],
)
def test_an_answer_without_sense_is_a_crash(header: bytes) -> None:
    with pytest.raises(AudioError) as refusal:
        answer_of(header, b"\0\0\0\0")
    assert refusal.value.problem is AudioProblem.CRASHED


def test_samples_of_half_a_float_are_a_crash() -> None:
    with pytest.raises(AudioError) as refusal:
        answer_of(b'{"source_seconds": 1}', b"\0\0\0")
    assert refusal.value.problem is AudioProblem.CRASHED


@pytest.mark.parametrize(
    "messages", [(b"{" * 5_000,), (b'{"source_seconds": 1}', bytes((SAMPLE_RATE + 2) * 4))], ids=["header", "samples"]
)
def test_an_answer_without_end_is_not_read(messages: tuple[bytes, ...]) -> None:
    with pytest.raises(OSError, match="message"):
        answer_of(*messages)
