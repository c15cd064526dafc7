"""Work that outlives whoever asked for it is done outside the asker's context."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Coroutine
from typing import Any, TypeVar

Got = TypeVar("Got")


def apart(work: Coroutine[Any, Any, Got]) -> asyncio.Task[Got]:
    """Start work in a context of its own.

    Connections and limits are shared by all who ask: what they set going for one question goes on for the next, and
    would bear the first one's marks in the log.
    """
    return contextvars.Context().run(asyncio.ensure_future, work)
