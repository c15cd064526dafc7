"""Ctrl-C that lets a long command end well: what is in hand is finished, and no more is begun."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass(slots=True)
class Stop:
    """Whether somebody wants the command to end."""

    asked: bool = False


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Note the first Ctrl-C; the second ends the command at once, as it would without this."""
    stop = Stop()
    before = signal.getsignal(signal.SIGINT)

    def note(number: int, frame: FrameType | None) -> None:
        stop.asked = True
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, note)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
