"""What the pool and its processes say to each other.

A process that has decoded a stranger's bytes is not believed: what it answers is read as a bounded line of JSON and a
bounded run of floats, never unpickled.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from multiprocessing.connection import Connection

import numpy as np

from engine.audio.clip import SAMPLE_RATE, Clip, DecodeLimits
from engine.errors import AudioError, AudioProblem

Decode = Callable[[bytes, DecodeLimits], Clip]
"""Turns a file into a clip, or raises `AudioError`. Importable by name, because a process of its own runs it."""

MAX_HEADER_BYTES = 4_096
MAX_NOTE_CHARACTERS = 500
READY = b"ready"


def send_clip(connection: Connection, clip: Clip) -> None:
    """Answer with what was heard."""
    samples = np.ascontiguousarray(clip.samples, dtype=np.float32)
    connection.send_bytes(json.dumps({"source_seconds": clip.source_seconds}).encode())
    connection.send_bytes(samples.tobytes())


def send_error(connection: Connection, error: AudioError, note: str = "") -> None:
    """Answer with why nothing was heard; the note is for the log."""
    answer = {
        "problem": error.problem.value,
        "measured": error.measured,
        "limit": error.limit,
        "note": note[:MAX_NOTE_CHARACTERS],
    }
    connection.send_bytes(json.dumps(answer).encode())


def receive(connection: Connection, limits: DecodeLimits) -> Clip:
    """Read one answer.

    Raises
    ------
    AudioError
        The one sent; ``CRASHED`` for an answer that makes no sense.
    EOFError, OSError
        The process is gone.
    """
    try:
        answer = json.loads(connection.recv_bytes(MAX_HEADER_BYTES))
        if "problem" in answer:
            raise _error(answer)
        seconds = answer["source_seconds"]
        payload = connection.recv_bytes(math.ceil(limits.clip_seconds * SAMPLE_RATE + 1) * 4)
        samples = np.frombuffer(payload, dtype=np.float32)
        return Clip(samples, None if seconds is None else float(seconds))
    except (ValueError, TypeError, KeyError) as error:
        raise AudioError(AudioProblem.CRASHED) from error


def _error(answer: dict[str, object]) -> AudioError:
    error = AudioError(
        AudioProblem(str(answer["problem"])), measured=_number(answer["measured"]), limit=_number(answer["limit"])
    )
    if answer["note"]:
        error.add_note(str(answer["note"]))
    return error


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
