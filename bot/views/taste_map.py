"""A taste on the catalogue's map: a member's songs, the larger the more they count, the first ones named."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from bot.text.en import taste as say
from bot.views.labels import Box, Point, Wanted, place
from bot.views.lettering import font, legible, shortened, width
from bot.views.map_view import HEIGHT_PX, WIDTH_PX, whole_of
from bot.views.marks import LABEL_PX, Disc, draw_discs
from bot.views.palette import FAINT_INK, INK, NIGHT, QUERY
from bot.views.sky import sky
from bot.views.song_map import MOST_SPECKS

MOST_NAMED = 5
_LEAST_RADIUS, _MOST_RADIUS = 6.0, 13.0
_MARGIN, _SMALL_PX, _LABEL_WIDTH = 17, 19, 300.0
_COLOURS = 128
"""Of the palette the PNG is stored with."""


def draw(
    background: NDArray[np.float32],
    places: NDArray[np.float32],
    weights: NDArray[np.float64],
    titles: Sequence[str],
) -> bytes:
    """The map as a PNG.

    Parameters
    ----------
    background
        ``(n, 2) float32``, where the catalogue's songs lie.
    places, weights, titles
        ``(m, 2)`` and ``(m,)``: where the member's songs lie, how much each counts, and what they are called; those
        that count most first.
    """
    specks = background.reshape(-1, 2)
    specks = specks[np.isfinite(specks).all(axis=1)]
    specks = specks[:: -(-len(specks) // MOST_SPECKS) or 1]
    view = whole_of(specks, places if len(places) else np.zeros((1, 2), dtype=np.float32))
    image = sky(view.to_pixels(specks))
    at = view.to_pixels(places)
    radii = _radii(weights)
    # The largest lie below, so that none hides another.
    draw_discs(image, at[::-1], radii[::-1], [Disc(QUERY)] * len(at))
    _name(image, at, radii, titles[:MOST_NAMED])
    _caption(image)
    few = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    file = io.BytesIO()
    few.save(file, "PNG", compress_level=5)
    return file.getvalue()


def _radii(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Areas grow with the weights."""
    if not len(weights):
        return np.zeros(0)
    part = weights / weights.max()
    radii: NDArray[np.float64] = np.sqrt(_LEAST_RADIUS**2 + part * (_MOST_RADIUS**2 - _LEAST_RADIUS**2))
    return radii


def _name(image: Image.Image, at: NDArray[np.float64], radii: NDArray[np.float64], titles: Sequence[str]) -> None:
    captions = [shortened(legible(title), LABEL_PX, _LABEL_WIDTH) for title in titles]
    wanted = [
        Wanted(Point(*position), radius, width(caption, LABEL_PX) + 4, LABEL_PX + 6.0)
        for position, radius, caption in zip(at.tolist(), radii.tolist(), captions, strict=False)
    ]
    others = [Point(*position).around(radius) for position, radius in zip(at.tolist(), radii.tolist(), strict=True)]
    taken = [Box(0, HEIGHT_PX - 46, 320, HEIGHT_PX), *others[len(wanted) :]]
    pen = ImageDraw.Draw(image)
    frame = Box(10, 10, WIDTH_PX - 10, HEIGHT_PX - 10)
    for caption, label in zip(captions, place(wanted, taken, frame), strict=True):
        if caption and label is not None:
            corner = (label.box.left + 2, label.box.middle.y)
            pen.text(
                corner,
                caption,
                font=font(LABEL_PX),
                fill=tuple(INK),
                anchor="lm",
                stroke_width=3,
                stroke_fill=tuple(NIGHT),
            )


def _caption(image: Image.Image) -> None:
    ImageDraw.Draw(image).text(
        (_MARGIN, HEIGHT_PX - _MARGIN),
        say.MAP_CAPTION,
        font=font(_SMALL_PX),
        fill=tuple(FAINT_INK),
        anchor="ls",
        stroke_width=3,
        stroke_fill=tuple(NIGHT),
    )
