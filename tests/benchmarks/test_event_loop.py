"""The ticker notices what holds the event loop up, and only that."""

from __future__ import annotations

import asyncio
import time

import pytest

from benchmarks.event_loop import lateness


async def test_a_blocked_loop_is_noticed() -> None:
    async def block() -> None:
        await asyncio.sleep(0.02)
        time.sleep(0.2)  # noqa: ASYNC251 -- what must be noticed

    late = await lateness(block())
    assert max(late) > 150


async def test_work_elsewhere_is_not() -> None:
    late = await lateness(asyncio.sleep(0.3))
    assert len(late) > 10
    assert sorted(late)[len(late) // 2] < 100


async def test_the_works_failure_is_not_swallowed() -> None:
    async def fail() -> None:
        raise RuntimeError("toy")

    with pytest.raises(RuntimeError, match="toy"):
        await lateness(fail())
