"""How long each step of a start took, told in the log."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import structlog


@contextmanager
def step(log: structlog.stdlib.BoundLogger, event: str, **facts: object) -> Iterator[None]:
    """Log the event when the block has ended well, with its milliseconds."""
    started = time.perf_counter()
    yield
    log.info(event, ms=ms_since(started), **facts)


def ms_since(started: float) -> int:
    """Milliseconds since a moment of :func:`time.perf_counter`."""
    return round(1000 * (time.perf_counter() - started))
