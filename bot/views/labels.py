"""Where labels go on the map: beside their marks, over nothing else. Pure geometry, in px, y downwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_GAP = 7.0
"""Between a mark and its label."""
_RINGS = (0.0, 26.0, 54.0, 88.0, 130.0)
"""How far out a label is tried when there is no room nearer."""
_PUSHES = 60
_NOTHING = 1e-6
"""Shorter or smaller than this does not count, in px."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """The area that both cover."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * high if wide > 0 and high > 0 else 0.0

    def outside(self, frame: Box) -> float:
        """The area that sticks out of a frame."""
        return (self.right - self.left) * (self.bottom - self.top) - self.overlap(frame)

    def nearest(self, point: Point) -> Point:
        """Its point that lies nearest to another."""
        return Point(min(max(point.x, self.left), self.right), min(max(point.y, self.top), self.bottom))

    @property
    def middle(self) -> Point:
        """Its centre."""
        return Point((self.left + self.right) / 2, (self.top + self.bottom) / 2)


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the picture."""

    x: float
    y: float

    def around(self, radius: float) -> Box:
        """The square that holds a circle around it."""
        return Box(self.x - radius, self.y - radius, self.x + radius, self.y + radius)


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    start: Point
    end: Point


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that wants a place: its mark, the mark's radius, and its own size."""

    mark: Point
    radius: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label went; ``far`` when it needs a line to its mark."""

    box: Box
    far: bool


def spread(points: NDArray[np.float64], radii: NDArray[np.float64], frame: Box) -> NDArray[np.float64]:
    """Push circles ``(n, 2)`` with ``(n,)`` radii apart until none covers another, staying near where they were.

    Coincident circles part in a direction that depends on their order alone. Where there is no room they touch.
    """
    moved = points.astype(np.float64).copy()
    count = len(moved)
    if count == 0:
        return moved
    turns = np.arange(count) * 2.399963  # the golden angle: no two directions are alike
    nudge = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    room = radii[:, None] + radii[None, :] + 2.0
    low = np.array([frame.left, frame.top]) + radii[:, None]
    high = np.array([frame.right, frame.bottom]) - radii[:, None]
    moved = np.clip(moved, low, high)
    for _ in range(_PUSHES):
        between = moved[:, None, :] - moved[None, :, :]
        distance = np.hypot(between[..., 0], between[..., 1])
        same = distance < _NOTHING
        between = np.where(same[..., None], nudge[:, None, :] - nudge[None, :, :], between)
        length = np.maximum(np.hypot(between[..., 0], between[..., 1]), _NOTHING)
        short = np.maximum(room - distance, 0.0)
        np.fill_diagonal(short, 0.0)
        if not short.any():
            break
        moved += (between / length[..., None] * (short / 2)[..., None]).sum(axis=1)
        moved = np.clip(moved, low, high)
    return moved


def place(wanted: Sequence[Wanted], taken: Sequence[Box], frame: Box) -> tuple[Placed | None, ...]:
    """A place for each label, in the order given; ``None`` for one that fits nowhere without covering something."""
    occupied = list(taken) + [label.mark.around(label.radius) for label in wanted]
    placed: list[Placed | None] = []
    for label in wanted:
        found = next(
            (
                Placed(box, far=ring > 0)
                for ring in _RINGS
                for box in _around(label, ring)
                if box.outside(frame) < _NOTHING and not any(box.overlap(other) > 0 for other in occupied)
            ),
            None,
        )
        if found is not None:
            occupied.append(found.box)
        placed.append(found)
    return tuple(placed)


def _around(label: Wanted, ring: float) -> tuple[Box, ...]:
    """The places on one ring, the most natural first: right, left, below, above, then the corners."""
    away = label.radius + _GAP + ring
    x, y, wide, high = label.mark.x, label.mark.y, label.width, label.height
    lean = away * 0.72
    corners = (
        (x + away, y - high / 2),
        (x - away - wide, y - high / 2),
        (x - wide / 2, y + away),
        (x - wide / 2, y - away - high),
        (x + lean, y + lean),
        (x + lean, y - lean - high),
        (x - lean - wide, y + lean),
        (x - lean - wide, y - lean - high),
    )
    return tuple(Box(left, top, left + wide, top + high) for left, top in corners)
