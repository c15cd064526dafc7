"""The map: every song of the catalogue as a speck, the question green, the picks red and numbered (after paper 3).

Near songs sound alike, so question and picks lie close together: the picture shows their neighbourhood, and a small
inset the whole. Where the specks have the colours of their groups, question and picks are white and a legend stands
below.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from bot.text.en import cards as say
from bot.views.inset import draw_inset, free_corner
from bot.views.labels import Box, Point, Wanted, place, spread
from bot.views.legend import with_legend
from bot.views.lettering import font, legible, shortened, width
from bot.views.looks import Colouring
from bot.views.map_view import HEIGHT_PX, WIDTH_PX, View, view_of, whole_of
from bot.views.marks import (
    LABEL_PX,
    MARK_RADIUS,
    QUERY_RADIUS,
    draw_discs,
    draw_letters,
    draw_lines,
    grouped_style,
    plain_style,
    rays_of,
)
from bot.views.palette import FAINT_INK, NIGHT, Colour
from bot.views.sky import coloured_sky, sky
from bot.views.walked import Route, steps_of

MOST_SPECKS = 6_000
"""A larger catalogue is thinned evenly: more specks than this are a cloud anyway."""

_MARGIN = 34.0
_SMALL_PX = 19
_LABEL_WIDTH = 330.0
_COLOURS = 128
"""Of the palette the PNG is stored with."""

_Kind = TypeVar("_Kind", np.float32, np.int8)


@dataclass(frozen=True, slots=True)
class Mark:
    """One numbered pick: its number on the card, its title, and its place ``(2,)`` in [-1, 1]."""

    number: int
    title: str
    place: NDArray[np.float32]
    group: int = -1


def draw(
    background: NDArray[np.float32],
    query: NDArray[np.float32],
    query_title: str,
    marks: Sequence[Mark],
    colouring: Colouring | None = None,
    *,
    route: Route | None = None,
) -> bytes:
    """The map as a PNG.

    Parameters
    ----------
    background
        ``(n, 2) float32``, every song; thinned above :data:`MOST_SPECKS`.
    query
        ``(2,) float32``.
    query_title
        As it comes; letters that the font lacks are left out.
    marks
        The picks of the page, best first.
    colouring
        The background's groups and their colours; without it all specks are alike.
    route
        Where the walk leads of which the marks are a part: its end is a second question, and the line goes from step
        to step.
    """
    specks = _thinned(_finite(background.reshape(-1, 2)))
    ends = [] if route is None else [route.end]
    places = _finite(np.stack([query, *(mark.place for mark in marks), *ends]).astype(np.float32))
    through = _finite(np.zeros((0, 2), np.float32) if route is None else route.through)
    shown = np.concatenate([places, through])
    whole, view = whole_of(specks, shown), view_of(specks, shown)
    image = _ground(specks, view, colouring)
    frame = Box(_MARGIN, _MARGIN, WIDTH_PX - _MARGIN, HEIGHT_PX - _MARGIN)
    radii = np.array([QUERY_RADIUS, *([MARK_RADIUS] * len(marks)), *([QUERY_RADIUS] * len(ends))])
    true = view.to_pixels(places)
    at = spread(true, radii + 2, frame)
    taken = [Box(0, HEIGHT_PX - _MARGIN - 12, 200, HEIGHT_PX)]
    if view != whole:
        corner = free_corner(at)
        draw_inset(image, corner, specks, whole, view, colours=_speck_colours(colouring))
        taken.append(corner)
    captions = [_caption(query_title), *(_caption(mark.title) for mark in marks)]
    captions += [] if route is None else [_caption(route.title)]
    wanted = [
        Wanted(Point(*position), radius, width(caption, LABEL_PX) + 4, LABEL_PX + 6.0)
        for position, radius, caption in zip(at.tolist(), radii.tolist(), captions, strict=True)
    ]
    labels = place(wanted, taken, Box(10, 10, WIDTH_PX - 10, HEIGHT_PX - 10))
    style = plain_style(len(marks)) if colouring is None else grouped_style(_mark_colours(colouring, marks))
    style = style if route is None else style.with_end()
    first = marks[0].number - 1 if marks else 0
    ways = rays_of(at) if route is None else steps_of(view.to_pixels(through), at, first)
    draw_lines(image, true, at, labels, ways=ways, colour=style.ray)
    draw_discs(image, at, radii, style.discs)
    draw_letters(image, at, [mark.number for mark in marks], captions, labels, asked=style.asked)
    _say_what_near_means(image)
    return _stored(image, colouring)


def draw_catalogue(background: NDArray[np.float32], colouring: Colouring) -> bytes:
    """The whole map ``(n, 2) float32`` as a PNG, every song in the colour of its group, without a question."""
    specks = _thinned(_finite(background.reshape(-1, 2)))
    middle = np.zeros((1, 2), dtype=np.float32)
    image = _ground(specks, whole_of(specks, middle), colouring)
    _say_what_near_means(image)
    return _stored(image, colouring)


def _stored(image: Image.Image, colouring: Colouring | None) -> bytes:
    """The picture as it is sent, with the legend where there are groups."""
    whole = image if colouring is None else with_legend(image, colouring.legend())
    few = whole.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    file = io.BytesIO()
    few.save(file, "PNG", compress_level=5)
    return file.getvalue()


def _finite(places: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.clip(np.nan_to_num(places.astype(np.float32), nan=0.0, posinf=1.0, neginf=-1.0), -1.5, 1.5)


def _thinned(rows: NDArray[_Kind]) -> NDArray[_Kind]:
    step = -(-len(rows) // MOST_SPECKS) if len(rows) else 1
    return rows[::step]


def _caption(title: str) -> str:
    return shortened(legible(title), LABEL_PX, _LABEL_WIDTH)


def _ground(specks: NDArray[np.float32], view: View, colouring: Colouring | None) -> Image.Image:
    at = view.to_pixels(specks)
    if colouring is None:
        return sky(at)
    return coloured_sky(at, _thinned(colouring.groups.background), colouring.colours)


def _speck_colours(colouring: Colouring | None) -> list[Colour]:
    if colouring is None:
        return []
    return [colouring.colour(int(group)) for group in _thinned(colouring.groups.background)]


def _mark_colours(colouring: Colouring, marks: Sequence[Mark]) -> list[Colour]:
    return [colouring.colour(group) for group in (colouring.groups.query, *(mark.group for mark in marks))]


def _say_what_near_means(image: Image.Image) -> None:
    ImageDraw.Draw(image).text(
        (_MARGIN / 2, HEIGHT_PX - _MARGIN / 2),
        say.MAP_CAPTION,
        font=font(_SMALL_PX),
        fill=tuple(FAINT_INK),
        anchor="ls",
        stroke_width=3,
        stroke_fill=tuple(NIGHT),
    )
