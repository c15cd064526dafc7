"""Which part of the map is shown, and where a place on it lies on the picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WIDTH_PX, HEIGHT_PX = 1100, 640
"""Twice the 550 px that Discord shows, for screens of double density."""

_LEAST_HALF_WIDTH = 0.08
"""Of the neighbourhood, in map units."""
_LEAST_COMPANY = 140
"""The neighbourhood is widened until it shows so many specks: with fewer there is no landscape."""
_WIDENING = 1.25
_ROOM = 1.35
"""How much wider than question and picks the neighbourhood is."""
_WHOLE_FROM = 0.8
"""Of the whole map's width: a neighbourhood wider than that shows the whole instead."""


@dataclass(frozen=True, slots=True)
class View:
    """The part of the map that is shown: its middle and half its width, in map units. Up is up."""

    x: float
    y: float
    half_width: float

    @property
    def half_height(self) -> float:
        """Half the height, in map units."""
        return self.half_width * HEIGHT_PX / WIDTH_PX

    def holds(self, places: NDArray[np.float32]) -> int:
        """How many of the places ``(n, 2)`` are in it."""
        across, up = np.abs(places - (self.x, self.y)).T
        return int(((across <= self.half_width) & (up <= self.half_height)).sum())

    def to_pixels(self, places: NDArray[np.float32]) -> NDArray[np.float64]:
        """Places ``(n, 2)`` on the map as px ``(n, 2)`` on the picture."""
        scale = WIDTH_PX / (2 * self.half_width)
        x = (places[:, 0] - self.x) * scale + WIDTH_PX / 2
        y = HEIGHT_PX / 2 - (places[:, 1] - self.y) * scale
        return np.stack([x, y], axis=1).astype(np.float64)


def view_of(background: NDArray[np.float32], shown: NDArray[np.float32]) -> View:
    """The neighbourhood that holds all ``shown`` ``(n, 2)`` with room around; the whole map where that is not wider."""
    whole = whole_of(background, shown)
    low, high = shown.min(axis=0), shown.max(axis=0)
    reach = max((high[0] - low[0]) / 2, (high[1] - low[1]) / 2 * WIDTH_PX / HEIGHT_PX)
    half = max(float(reach) * _ROOM, _LEAST_HALF_WIDTH)
    view = View(float((low[0] + high[0]) / 2), float((low[1] + high[1]) / 2), half)
    while view.half_width < whole.half_width * _WHOLE_FROM:
        if view.holds(background) >= _LEAST_COMPANY:
            return view
        view = View(view.x, view.y, view.half_width * _WIDENING)
    return whole


def whole_of(background: NDArray[np.float32], shown: NDArray[np.float32]) -> View:
    """The view of every song ``(n, 2)`` and everything ``shown``."""
    everything = np.concatenate([background.reshape(-1, 2), shown])
    low, high = everything.min(axis=0), everything.max(axis=0)
    reach = max(float(high[0] - low[0]), float(high[1] - low[1]) * WIDTH_PX / HEIGHT_PX) / 2
    return View(float((low[0] + high[0]) / 2), float((low[1] + high[1]) / 2), max(reach * 1.06, _LEAST_HALF_WIDTH))
