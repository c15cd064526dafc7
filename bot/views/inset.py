"""The small whole map in a corner, with a frame around the part that is shown large."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from bot.views.labels import Box
from bot.views.map_view import HEIGHT_PX, WIDTH_PX, View
from bot.views.palette import DUST, INK, NIGHT, Colour, mixed

_WIDTH, _HEIGHT, _GAP = 180.0, 110.0, 16.0


def free_corner(at: NDArray[np.float64]) -> Box:
    """The corner farthest from any mark; the lower right one before others that are as good."""
    right, bottom = WIDTH_PX - _GAP - _WIDTH, HEIGHT_PX - _GAP - _HEIGHT
    lefts_and_tops = ((right, bottom), (right, _GAP), (_GAP, _GAP))  # the fourth holds the caption
    corners = [Box(left, top, left + _WIDTH, top + _HEIGHT) for left, top in lefts_and_tops]

    def room(corner: Box) -> float:
        beside = np.maximum(np.maximum(corner.left - at[:, 0], at[:, 0] - corner.right), 0)
        above = np.maximum(np.maximum(corner.top - at[:, 1], at[:, 1] - corner.bottom), 0)
        return min(float(np.hypot(beside, above).min()), 160.0)

    return max(corners, key=room)


def draw_inset(
    image: Image.Image,
    corner: Box,
    specks: NDArray[np.float32],
    whole: View,
    view: View,
    *,
    colours: Sequence[Colour] = (),
) -> None:
    """Draw the whole catalogue into a corner.

    Parameters
    ----------
    specks
        (n, 2) places on the map.
    colours
        One a speck; without them all are dust.
    """
    box = tuple(int(side) for side in (corner.left, corner.top, corner.right, corner.bottom))
    pen = ImageDraw.Draw(image)
    ground, edge = mixed(DUST, NIGHT, 0.10), mixed(DUST, NIGHT, 0.55)
    pen.rounded_rectangle(box, radius=10, fill=tuple(ground), outline=tuple(edge))
    scale = min((_WIDTH - 16) / WIDTH_PX, (_HEIGHT - 12) / HEIGHT_PX)
    middle = corner.middle

    def inside(points: NDArray[np.float32]) -> NDArray[np.float64]:
        return (whole.to_pixels(points) - (WIDTH_PX / 2, HEIGHT_PX / 2)) * scale + (middle.x, middle.y)

    at = [tuple(point) for point in inside(specks).tolist()]
    if not colours:
        pen.point(at, fill=tuple(mixed(DUST, NIGHT, 0.62)))
    for colour in dict.fromkeys(colours):
        pen.point([point for point, own in zip(at, colours, strict=True) if own == colour], fill=tuple(colour))
    corners = np.array(
        [[view.x - view.half_width, view.y + view.half_height], [view.x + view.half_width, view.y - view.half_height]],
        dtype=np.float32,
    )
    (left, top), (right, bottom) = inside(corners).tolist()
    pen.rectangle(
        (max(left, box[0] + 2), max(top, box[1] + 2), min(right, box[2] - 2), min(bottom, box[3] - 2)),
        outline=tuple(INK),
        width=2,
    )
