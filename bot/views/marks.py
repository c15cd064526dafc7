"""Question and picks on the map: discs with numbers, lines between them, and their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from bot.views.labels import Line, Placed, Point
from bot.views.lettering import font
from bot.views.map_view import HEIGHT_PX, WIDTH_PX
from bot.views.palette import INK, NIGHT, PICK, QUERY, Colour, mixed

MARK_RADIUS, QUERY_RADIUS = 17.0, 13.0
LABEL_PX, NUMBER_PX = 25, 24
_RIM = 4.0
_HOLLOW = 6.0
_WALKED = 0.8
"""How strongly the line of a walk has the colour of the picks."""
_SMOOTHING = 3
"""The marks are drawn this many times larger and brought down, for smooth edges."""


@dataclass(frozen=True, slots=True)
class Disc:
    """How one mark looks.

    Attributes
    ----------
    rim
        The colour around it: the ground's, or that of the song's group.
    hollow
        Whether it is a ring.
    """

    fill: Colour
    rim: Colour = NIGHT
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How the marks of a map look; the question's disc first.

    Attributes
    ----------
    ray
        The lines between the marks.
    asked
        The letters of the question's name.
    """

    discs: tuple[Disc, ...]
    ray: Colour
    asked: Colour

    def with_end(self) -> Style:
        """The same for a walk: with a last mark like the question's, and with a line that is followed easily."""
        return replace(self, discs=(*self.discs, self.discs[0]), ray=mixed(self.discs[-1].fill, NIGHT, _WALKED))


def plain_style(picks: int) -> Style:
    """The question green, the picks red."""
    return Style((Disc(QUERY), *([Disc(PICK)] * picks)), mixed(PICK, NIGHT, 0.5), QUERY)


def grouped_style(colours: Sequence[Colour]) -> Style:
    """White, each with a rim of its group's colour; the question hollow, for a colour tells its group alone."""
    discs = [Disc(INK, colour, hollow=number == 0) for number, colour in enumerate(colours)]
    return Style(tuple(discs), mixed(INK, NIGHT, 0.45), INK)


def rays_of(at: NDArray[np.float64]) -> list[Line]:
    """From the question, which comes first, to each pick."""
    return [Line(Point(*at[0].tolist()), Point(*end)) for end in at[1:].tolist()]


def draw_lines(
    image: Image.Image,
    true: NDArray[np.float64],
    at: NDArray[np.float64],
    labels: Sequence[Placed | None],
    *,
    ways: Sequence[Line],
    colour: Colour,
) -> None:
    """The ways between the marks, from a mark that had to move to its true place, and to labels far away."""
    leads: list[Line] = []
    for origin, moved, label in zip(true.tolist(), at.tolist(), labels, strict=True):
        if np.hypot(origin[0] - moved[0], origin[1] - moved[1]) > MARK_RADIUS:
            leads.append(Line(Point(*origin), Point(*moved)))
        if label is not None and label.far:
            leads.append(Line(Point(*moved), label.box.nearest(Point(*moved))))
    _strokes(image, ways, colour)
    _strokes(image, leads, mixed(INK, NIGHT, 0.5))


def draw_discs(image: Image.Image, at: NDArray[np.float64], radii: NDArray[np.float64], discs: Sequence[Disc]) -> None:
    """The marks, each with its rim; the worst pick first, so that better ones lie on top."""
    for place, radius, disc in reversed(list(zip(at.tolist(), radii.tolist(), discs, strict=True))):
        rings = [(radius + _RIM, disc.rim), (radius, disc.fill)]
        if disc.rim != NIGHT:
            rings.insert(0, (radius + _RIM + 2, NIGHT))
        if disc.hollow:
            rings.append((radius - _HOLLOW, NIGHT))
        side = int(np.ceil(radius + 8)) * 2
        corner = (round(place[0] - side / 2), round(place[1] - side / 2))
        for size, colour in rings:
            large = Image.new("L", (side * _SMOOTHING, side * _SMOOTHING), 0)
            centre, reach = side * _SMOOTHING / 2, size * _SMOOTHING
            ImageDraw.Draw(large).ellipse((centre - reach, centre - reach, centre + reach, centre + reach), fill=255)
            image.paste(tuple(colour), corner, large.resize((side, side), Image.Resampling.BOX))


def draw_letters(
    image: Image.Image,
    at: NDArray[np.float64],
    numbers: Sequence[int],
    captions: Sequence[str],
    labels: Sequence[Placed | None],
    *,
    asked: Colour,
) -> None:
    """The picks' numbers, and the names beside the marks, the question's first."""
    pen = ImageDraw.Draw(image)
    for number, (x, y) in zip(numbers, at[1 : len(numbers) + 1].tolist(), strict=True):
        pen.text((x, y - 1), str(number), font=font(NUMBER_PX), fill=tuple(NIGHT), anchor="mm")
    for index, (caption, label) in enumerate(zip(captions, labels, strict=True)):
        if label is not None and caption:
            pen.text(
                (label.box.left + 2, label.box.middle.y),
                caption,
                font=font(LABEL_PX),
                fill=tuple(INK if 1 <= index <= len(numbers) else asked),
                anchor="lm",
                stroke_width=3,
                stroke_fill=tuple(NIGHT),
            )


def _strokes(image: Image.Image, lines: Sequence[Line], colour: Colour) -> None:
    """Lines of 2 px with smooth edges."""
    if not lines:
        return
    stencil = Image.new("L", (WIDTH_PX * 2, HEIGHT_PX * 2), 0)
    pen = ImageDraw.Draw(stencil)
    for line in lines:
        pen.line((line.start.x * 2, line.start.y * 2, line.end.x * 2, line.end.y * 2), fill=255, width=4)
    image.paste(tuple(colour), (0, 0), stencil.reduce(2))
