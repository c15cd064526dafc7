"""Several pieces of work timed by turns, so that whatever else the machine does meets all of them alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.measurement import percentile

_LOW, _MEDIAN, _HIGH = 0.1, 0.5, 0.9


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of several rounds, and what all but the lowest and the highest tenth of them lie between."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """From at least one value."""
        return cls(percentile(values, _MEDIAN), percentile(values, _LOW), percentile(values, _HIGH))


@dataclass(frozen=True, slots=True)
class Times:
    """One piece of work, round by round, in milliseconds.

    Attributes
    ----------
    processor
        Time that this process was computing, all threads together, also those that only wait for each other.
    wall
        Time that passed.
    """

    processor: tuple[float, ...]
    wall: tuple[float, ...]

    def each_of(self, pieces: int) -> Times:
        """The time of one of so many equal pieces of the work."""
        return Times(tuple(one / pieces for one in self.processor), tuple(one / pieces for one in self.wall))


def by_turns(works: Sequence[Callable[[], object]], rounds: int, warm_up: int = 1) -> tuple[Times, ...]:
    """Do every piece of work once a round; every second round goes backwards.

    Parameters
    ----------
    warm_up
        Rounds before those that count.
    """
    processor: list[list[float]] = [[] for _ in works]
    wall: list[list[float]] = [[] for _ in works]
    for number in range(warm_up + rounds):
        places = range(len(works))
        for place in places if number % 2 == 0 else reversed(places):
            started, started_processor = time.perf_counter(), time.process_time()
            works[place]()
            if number >= warm_up:
                processor[place].append(1_000 * (time.process_time() - started_processor))
                wall[place].append(1_000 * (time.perf_counter() - started))
    return tuple(Times(tuple(a), tuple(b)) for a, b in zip(processor, wall, strict=True))
