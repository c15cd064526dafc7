"""The process that decodes: ``python -m engine.audio.worker FD``, started by `DecoderPool` and by nothing else.

It knows no secret (its environment is bare), can open no file and no address (no descriptor is left to it), has limits
on processor time and memory that the kernel keeps, and ends when its parent does.
"""

from __future__ import annotations

import contextlib
import io
import math
import os
import resource
import signal
import sys
import wave
from multiprocessing.connection import Connection

# PyAV and numpy import these at their first use, when no file can be opened any more.
import av.subtitles.codeccontext
import av.subtitles.stream
import av.video.codeccontext
import av.video.stream  # noqa: F401
import numpy.fft  # noqa: F401

from engine.audio.clip import DecodeLimits
from engine.audio.decoding import decode as hear
from engine.audio.wire import READY, Decode, send_clip, send_error
from engine.errors import AudioError, AudioProblem

NICENESS = 5
"""Talking to Discord comes before decoding."""
WALL_GRACE_SECONDS = 5.0
"""Beyond the parent's own limit; matters only where the parent is gone."""


def main(descriptor: int) -> None:
    """Answer jobs until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection = Connection(descriptor)
    try:
        decode, limits = connection.recv()
    except EOFError:
        return
    os.nice(NICENESS)
    _warm_up()
    _bound_process(limits, descriptor)
    connection.send_bytes(READY)
    # The other end closes when the pool does, or when its whole program is gone.
    with contextlib.suppress(EOFError, BrokenPipeError):
        while _answer(connection, connection.recv_bytes(), decode, limits):
            pass


def _answer(connection: Connection, data: bytes, decode: Decode, limits: DecodeLimits) -> bool:
    """Decode and answer; whether this process is fit for another job.

    After an error that nobody foresaw it may be in any state, and a fresh one takes over.
    """
    _bound_job(limits)
    try:
        send_clip(connection, decode(data, limits))
    except AudioError as error:
        send_error(connection, error, _cause(error.__cause__))
        return error.problem not in (AudioProblem.TOO_HUNGRY, AudioProblem.CRASHED)
    except MemoryError:
        send_error(connection, AudioError(AudioProblem.TOO_HUNGRY, limit=limits.memory_bytes))
        return False
    except BrokenPipeError:
        raise
    except Exception as error:  # The boundary of the process: the parent logs the note.
        send_error(connection, AudioError(AudioProblem.CRASHED), _cause(error))
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return True


def _cause(error: BaseException | None) -> str:
    return "" if error is None else f"{type(error).__name__}: {error}"


def _warm_up() -> None:
    """Hear a tenth of a second: what is loaded at first use is loaded then, and the first file is not the slow one."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(8_000)
        writer.writeframes(b"\x00\x40\x00\xc0" * 400)
    with contextlib.suppress(AudioError):
        hear(file.getvalue(), DecodeLimits(min_seconds=0.05))


def _bound_process(limits: DecodeLimits, descriptor: int) -> None:
    _forbid_beyond(resource.RLIMIT_CORE, 0)
    address_space = _address_space()
    if address_space:
        _forbid_beyond(resource.RLIMIT_AS, address_space + limits.memory_bytes)
    # A new descriptor takes the lowest free number. With none below the limit, nothing can be opened.
    spare = os.dup(descriptor)
    os.close(spare)
    _forbid_beyond(resource.RLIMIT_NOFILE, spare)


def _bound_job(limits: DecodeLimits) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    allowed = math.ceil(used.ru_utime + used.ru_stime) + limits.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (allowed if hard == resource.RLIM_INFINITY else min(allowed, hard), hard))
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds + WALL_GRACE_SECONDS)


def _forbid_beyond(which: int, value: int) -> None:
    """Set a limit for good: this process cannot raise it again."""
    _, hard = resource.getrlimit(which)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (bound, bound))


def _address_space() -> int:
    """Bytes of address space in use; 0 where the system does not say (it is read from Linux's ``/proc``)."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - pathlib would be imported for this alone
            pages = int(file.read().split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main(int(sys.argv[1]))
