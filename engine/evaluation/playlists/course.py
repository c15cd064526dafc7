"""How far a long command has come: one bar over all its phases, each with its share of the whole."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tqdm import tqdm

from engine.collaborative.protocol import Progress


class Course:
    """A bar that is filled phase by phase.

    Parameters
    ----------
    bar
        Its total is what the shares of all phases add up to.
    """

    def __init__(self, bar: Any) -> None:
        self._bar, self._reached, self._what = bar, 0.0, ""

    @contextmanager
    def phase(self, share: float) -> Iterator[Progress]:
        """A part of the whole that ends with the block; within it, shares go from 0 to 1."""
        start = self._reached

        def told(what: str, done: float, /) -> None:
            self._bar.update(max(0.0, start + share * min(done, 1.0) - self._bar.n))
            if what != self._what:
                self._what = what
                self._bar.set_description_str(what)

        yield told
        self._reached = start + share
        self._bar.update(max(0.0, self._reached - self._bar.n))


@contextmanager
def course(total: float = 1.0) -> Iterator[Course]:
    """Show a bar on the error stream, with the time that is probably left.

    Parameters
    ----------
    total
        What the shares of all phases add up to.
    """
    form = "{desc}: {percentage:3.0f}%|{bar}| {elapsed}, about {remaining} left"
    with tqdm(total=total, bar_format=form, smoothing=0, miniters=0, file=sys.stderr) as bar:
        yield Course(bar)


def part(progress: Progress, start: float, share: float) -> Progress:
    """What tells ``progress`` of a piece of its work that begins at ``start``."""

    def told(what: str, done: float, /) -> None:
        progress(what, start + share * done)

    return told
