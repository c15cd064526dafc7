"""What stands before a source: its rate, its closing times, a breaker, and a second try where that is safe."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from aiolimiter import AsyncLimiter
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from data.previews.errors import PreviewError, SourceClosed, SourceConfused, SourceUnavailable
from data.previews.facts import SourceName

Answer = TypeVar("Answer")

MOMENT_SECONDS = 0.2
_JITTER_FROM, _JITTER_TO = 1.1, 1.5
"""A pause is lengthened by a tenth to a half, so that those who failed together do not return together."""


def after_a_moment(error: PreviewError) -> float | None:
    """Try again shortly where the source was out of reach; an answer, even a refusal, stands."""
    return MOMENT_SECONDS if type(error) is SourceUnavailable else None


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a source is asked, and how soon it is left alone.

    Attributes
    ----------
    calls, seconds
        At most ``calls`` at once, and as many again spread over the next ``seconds``: twice ``calls`` is what a
        source can see in any ``seconds``.
    patience_seconds
        How long one question may wait in all: for its turn, and between tries.
    failures
        So many in a row close the source.
    rest_seconds
        For so long; then one question tries it again while others still stay away.
    tries
        Of one question.
    """

    calls: float
    seconds: float
    patience_seconds: float = 3.0
    failures: int = 5
    rest_seconds: float = 30.0
    tries: int = 2


class Gate:
    """The way to one source, shared by all who ask it.

    Parameters
    ----------
    clock
        Seconds that only grow.
    sleep
        Waits between tries.
    draw
        Uniform in [0, 1), for the jitter.
    """

    def __init__(
        self,
        source: SourceName,
        pace: Pace,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._source = source
        self._pace = pace
        self._clock = clock
        self._sleep = sleep
        self._draw = draw
        self._limiter = AsyncLimiter(pace.calls, pace.seconds)
        self._closed_until = clock()
        self._failures = 0
        self._trying = False

    @property
    def closed_seconds(self) -> float:
        """How long the source is still left alone; 0 where it may be asked."""
        return max(self._closed_until - self._clock(), 0.0)

    async def ask(
        self,
        call: Callable[[], Awaitable[Answer]],
        again: Callable[[PreviewError], float | None] = after_a_moment,
    ) -> Answer:
        """Ask when it is this question's turn.

        Parameters
        ----------
        call
            Asks the source; reads only, so that asking twice does no harm.
        again
            How many seconds after a failure to ask again; ``None`` where that would not help. A pause that does not
            fit into the patience is not waited for.

        Raises
        ------
        SourceClosed
            It may not be asked now, or its turn would come too late.
        PreviewError
            What ``call`` raised last.
        """
        deadline = self._clock() + self._pace.patience_seconds

        def pause_after(error: BaseException | None) -> float | None:
            return again(error) if isinstance(error, PreviewError) else None

        def helps(error: BaseException) -> bool:
            pause = pause_after(error)
            return pause is not None and self._clock() + pause * _JITTER_TO <= deadline

        def pause(state: RetryCallState) -> float:
            seconds = pause_after(state.outcome.exception() if state.outcome else None) or 0.0
            return seconds * (_JITTER_FROM + (_JITTER_TO - _JITTER_FROM) * self._draw())

        trying = AsyncRetrying(
            stop=stop_after_attempt(self._pace.tries),
            retry=retry_if_exception(helps),
            wait=pause,
            sleep=self._sleep,
            reraise=True,
        )
        return await trying(self._once, call, deadline)

    async def _once(self, call: Callable[[], Awaitable[Answer]], deadline: float) -> Answer:
        self._refuse_while_closed()
        await self._turn(deadline)
        self._refuse_while_closed()
        trial = self._failures >= self._pace.failures
        if trial and self._trying:
            raise SourceClosed(self._source, "being tried again", self._pace.patience_seconds)
        self._trying = trial or self._trying
        try:
            answer = await call()
        except SourceClosed as error:
            self._close_for(error.seconds)
            self._failures = 0
            raise
        except PreviewError as error:
            self._count(error)
            raise
        finally:
            self._trying = self._trying and not trial
        self._failures = 0
        return answer

    async def _turn(self, deadline: float) -> None:
        try:
            async with asyncio.timeout(max(deadline - self._clock(), 0.0)):
                await self._limiter.acquire()
        except TimeoutError:
            wait = self._pace.seconds / self._pace.calls
            raise SourceClosed(self._source, "too many questions at once", wait) from None

    def _refuse_while_closed(self) -> None:
        if self.closed_seconds > 0.0:
            raise SourceClosed(self._source, "left alone for a while", self.closed_seconds)

    def _count(self, error: PreviewError) -> None:
        """Count what speaks against the source itself; a missing track or a refused address shows that it answers."""
        if not (type(error) is SourceUnavailable or isinstance(error, SourceConfused)):
            self._failures = 0
            return
        self._failures += 1
        if self._failures >= self._pace.failures:
            self._close_for(self._pace.rest_seconds)

    def _close_for(self, seconds: float) -> None:
        self._closed_until = max(self._closed_until, self._clock() + seconds)
