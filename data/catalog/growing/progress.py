"""How far a long command is and when it will end, for whoever looks at it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TextIO

from tqdm import tqdm

SHOWN_AFTER_SECONDS = 2.0
"""What is over sooner needs no bar."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A bar on a terminal; nothing elsewhere."""

    bar: Any
    stream: TextIO
    shown_from: float
    """When it is drawn for the first time, by the monotonic clock."""

    def step(self) -> None:
        """One more is done."""
        self.bar.update()

    def say(self, line: str) -> None:
        """Write a line above the bar."""
        if time.monotonic() < self.shown_from:
            self.stream.write(f"{line}\n")
        else:
            self.bar.write(line, file=self.stream)


@contextmanager
def progress(total: int, unit: str, stream: TextIO | None = None) -> Iterator[Progress]:
    """Show progress with the time that is left, from two seconds on and only on a terminal.

    Parameters
    ----------
    total
        How many there are.
    unit
        What they are.
    stream
        Standard error, unless told otherwise.
    """
    shown = stream or sys.stderr
    bar = tqdm(total=total, unit=f" {unit}", file=shown, delay=SHOWN_AFTER_SECONDS, disable=None, smoothing=0.05)
    try:
        yield Progress(bar, shown, time.monotonic() + SHOWN_AFTER_SECONDS)
    finally:
        bar.close()
