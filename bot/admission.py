"""Who may ask now: one running question a member, a short cool-down, and a bound on all questions together."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.errors import AlreadyAsking, CoolingDown, QueueFull
from data.ids import MemberId

_SWEEP_EVERY = 1024
"""Members whose cool-down may be over are forgotten when so many are remembered."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right to ask, while :meth:`Admission.admit` is open. One ticket serves all clips of one message."""

    member: MemberId


class Admission:
    """Decides at once, never waits; one event loop's use only.

    Parameters
    ----------
    most
        Questions that may run at once.
    cool_down_seconds
        Between a member's answer and the same member's next question.
    clock
        Seconds that only grow.
    """

    def __init__(self, most: int, cool_down_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._cool_down = cool_down_seconds
        self._clock = clock
        self._asking: set[MemberId] = set()
        self._free_at: dict[MemberId, float] = {}

    @property
    def running(self) -> int:
        """Questions that run now."""
        return len(self._asking)

    @property
    def remembered(self) -> int:
        """Members whose cool-down is remembered; bounded by those who asked within it."""
        return len(self._free_at)

    @contextmanager
    def admit(self, member: MemberId) -> Iterator[Ticket]:
        """Hold the member's place while the question runs.

        Raises
        ------
        AlreadyAsking, CoolingDown, QueueFull
            Before anything is done.
        """
        self._check(member)
        self._asking.add(member)
        try:
            yield Ticket(member)
        finally:
            self._asking.discard(member)
            if self._cool_down > 0:
                self._free_at[member] = self._clock() + self._cool_down
                self._forget()

    def _check(self, member: MemberId) -> None:
        if member in self._asking:
            raise AlreadyAsking
        wait = self._free_at.get(member, 0.0) - self._clock()
        if wait > 0:
            raise CoolingDown(wait)
        if len(self._asking) >= self._most:
            raise QueueFull

    def _forget(self) -> None:
        if len(self._free_at) >= _SWEEP_EVERY:
            now = self._clock()
            self._free_at = {member: at for member, at in self._free_at.items() if at > now}
