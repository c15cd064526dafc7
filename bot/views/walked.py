"""A walk on the map: where it leads on after the picks of the page, and the line through all of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.views.labels import Line, Point


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """All of a walk but its start.

    Attributes
    ----------
    end
        (2,) float32, its last place, in [-1, 1].
    title
        How the song there is called. Not escaped.
    through
        (n, 2) float32, every song between, also those on other pages.
    """

    end: NDArray[np.float32]
    title: str
    through: NDArray[np.float32]


def steps_of(through: NDArray[np.float64], at: NDArray[np.float64], first: int) -> list[Line]:
    """The line from step to step.

    Parameters
    ----------
    through
        (n, 2) px, true places of all songs between.
    at
        (2 + m, 2) px, where the start, the m marks of the page and the end stand on the picture.
    first
        Which of the songs between the page's first mark is, from 0.
    """
    places = through.copy()
    places[first : first + len(at) - 2] = at[1:-1]
    stops = [Point(*place) for place in (at[0].tolist(), *places.tolist(), at[-1].tolist())]
    return [Line(start, end) for start, end in pairwise(stops)]
