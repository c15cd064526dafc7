"""A decoder with bugs that a file can choose: what a worker process does is real, only its cause is injected."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from enum import StrEnum

import numpy as np

from engine.audio import Clip, DecodeLimits, decode

MARK = b"segue-fault:"


class Fault(StrEnum):
    """What goes wrong in the decoder."""

    SLEEP = "sleep"
    SPIN = "spin"
    DEAF = "deaf"
    """It sleeps and does not hear the polite signals."""
    EXIT = "exit"
    SEGFAULT = "segfault"
    ABORT = "abort"
    BUG = "bug"
    NONSENSE = "nonsense"
    ALLOCATE = "allocate"
    GROW = "grow"
    ARRAY = "array"


def file_of(fault: Fault) -> bytes:
    """A file on which `decode_with_faults` goes wrong."""
    return MARK + fault.encode()


def decode_with_faults(data: bytes, limits: DecodeLimits) -> Clip:
    """Decode as always, except files of `file_of`."""
    if not data.startswith(MARK):
        return decode(data, limits)
    return _fail(Fault(data.removeprefix(MARK).decode()))


def _fail(fault: Fault) -> Clip:  # noqa: PLR0912 - one branch a fault
    match fault:
        case Fault.SLEEP:
            time.sleep(3_600)
        case Fault.SPIN:
            while True:
                pass
        case Fault.DEAF:
            for polite in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGHUP):
                signal.signal(polite, signal.SIG_IGN)
            time.sleep(3_600)
        case Fault.EXIT:
            os._exit(3)
        case Fault.SEGFAULT:
            ctypes.string_at(0)
        case Fault.ABORT:
            os.abort()
        case Fault.BUG:
            raise RuntimeError("a bug that nobody foresaw")
        case Fault.NONSENSE:
            return "not a clip"  # type: ignore[return-value]
        case Fault.ALLOCATE:
            bytearray(8 << 30)
        case Fault.GROW:
            pieces = []
            while True:
                pieces.append(b"\1" * (4 << 20))
        case Fault.ARRAY:
            np.ones(1 << 30)
    raise AssertionError("the fault did not happen")
