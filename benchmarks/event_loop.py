"""Does the event loop stay free for talking while twenty clips are heard at once?"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Coroutine, Sequence
from typing import Any

from benchmarks.command import Run, main
from benchmarks.measurement import Measurement, percentile
from benchmarks.opened import settings_in
from benchmarks.sounds import MP3_128K, clip
from bot.questions import Question
from bot.services import Services
from data.ids import MemberId

DESCRIPTION = """\
Twenty members attach a clip at the same moment; meanwhile a task asks to be woken every millisecond and measures by how
much it is late. The same with nothing to do shows what the machine itself costs."""

P99_MS = 50.0
CLIPS = 20
_ROUNDS = 3
_TICK_SECONDS = 0.001
_IDLE_SECONDS = 2.0
_SETTLE_SECONDS = 0.5


def measure(run: Run) -> Sequence[Measurement]:
    """p99 and longest lateness, under load and idle."""
    return asyncio.run(_measure(run))


async def _measure(run: Run) -> Sequence[Measurement]:
    clips = [clip(seed, MP3_128K) for seed in range(CLIPS)]
    async with await Services.open(settings_in(run.directory)) as services:
        await services.recommender.answer(Question(MemberId(1), clip=clips[0], clip_name="warm-up.mp3"))
        await asyncio.sleep(_SETTLE_SECONDS)
        idle = await lateness(asyncio.sleep(_IDLE_SECONDS))
        busy: list[float] = []
        seconds = []
        for _ in range(1 if run.quick else _ROUNDS):
            started = time.perf_counter()
            busy += await lateness(_ask_together(services, clips))
            seconds.append(time.perf_counter() - started)
    ticks = f"{len(busy):,} ticks over {sum(seconds):.1f} s while {CLIPS} clips are answered, {len(seconds)} times"
    return (
        Measurement(f"stall under {CLIPS} clips, p99", percentile(busy, 0.99), "ms", P99_MS, note=ticks),
        Measurement(f"stall under {CLIPS} clips, longest", max(busy), "ms", note=ticks),
        Measurement("stall with nothing to do, longest", max(idle), "ms", note="what the machine itself costs"),
        Measurement(f"{CLIPS} clips at once, all answered", percentile(seconds, 0.5), "s"),
    )


async def _ask_together(services: Services, clips: Sequence[bytes]) -> None:
    questions = [Question(MemberId(100 + n), clip=data, clip_name="clip.mp3") for n, data in enumerate(clips)]
    await asyncio.gather(*(services.recommender.answer(question) for question in questions))


async def lateness(work: Coroutine[Any, Any, None]) -> list[float]:
    """Milliseconds by which each tick came late, until the work was done; its exception is raised."""
    task = asyncio.create_task(work)
    late = []
    while not task.done():
        asked = time.perf_counter()
        await asyncio.sleep(_TICK_SECONDS)
        late.append(1_000 * (time.perf_counter() - asked - _TICK_SECONDS))
    await task
    return late


if __name__ == "__main__":
    sys.exit(main("benchmarks.event_loop", DESCRIPTION, measure))
