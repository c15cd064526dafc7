"""The map: every song of the catalogue as a speck, the question green, the picks red and numbered (after paper 3).

Near songs sound alike, so question and picks lie close together: the picture shows their neighbourhood, and a small
inset the whole.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from bot.text.en import cards as say
from bot.views.labels import Box, Line, Placed, Point, Wanted, place, spread
from bot.views.lettering import font, legible, shortened, width
from bot.views.map_view import HEIGHT_PX, WIDTH_PX, View, view_of, whole_of
from bot.views.palette import DUST, FAINT_INK, INK, NIGHT, PICK, QUERY, Colour

MOST_SPECKS = 6_000
"""A larger catalogue is thinned evenly: more specks than this are a cloud anyway."""

_MARGIN = 34.0
_MARK_RADIUS = 17.0
_QUERY_RADIUS = 13.0
_LABEL_PX, _NUMBER_PX, _SMALL_PX = 25, 24, 19
_LABEL_WIDTH = 330.0
_INSET_WIDTH, _INSET_HEIGHT, _INSET_GAP = 180.0, 110.0, 16.0
_SHADES = 64
_COLOURS = 128
"""Of the palette the PNG is stored with."""
_CELL_PX = 40
_SPECK_RADIUS = 2.6
_SMOOTHING = 3
"""The marks are drawn this many times larger and brought down, for smooth edges."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One numbered pick: its number on the card, its title, and its place ``(2,)`` in [-1, 1]."""

    number: int
    title: str
    place: NDArray[np.float32]


def draw(background: NDArray[np.float32], query: NDArray[np.float32], query_title: str, marks: Sequence[Mark]) -> bytes:
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
    """
    specks = _thinned(_finite(background.reshape(-1, 2)))
    places = _finite(np.stack([query, *(mark.place for mark in marks)]).astype(np.float32))
    whole, view = whole_of(specks, places), view_of(specks, places)
    image = _sky(specks, view)
    frame = Box(_MARGIN, _MARGIN, WIDTH_PX - _MARGIN, HEIGHT_PX - _MARGIN)
    radii = np.array([_QUERY_RADIUS, *([_MARK_RADIUS] * len(marks))])
    true = view.to_pixels(places)
    at = spread(true, radii + 2, frame)
    taken = [Box(0, HEIGHT_PX - _MARGIN - 12, 200, HEIGHT_PX)]
    if view != whole:
        corner = _free_corner(at)
        _inset(image, corner, specks, whole, view)
        taken.append(corner)
    captions = [_caption(query_title), *(_caption(mark.title) for mark in marks)]
    wanted = [
        Wanted(Point(*position), radius, width(caption, _LABEL_PX) + 4, _LABEL_PX + 6.0)
        for position, radius, caption in zip(at.tolist(), radii.tolist(), captions, strict=True)
    ]
    labels = place(wanted, taken, Box(10, 10, WIDTH_PX - 10, HEIGHT_PX - 10))
    _lines(image, true, at, labels)
    _discs(image, at, radii)
    _letters(image, at, marks, captions, labels)
    stored = io.BytesIO()
    few = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(stored, "PNG", compress_level=5)
    return stored.getvalue()


def _finite(places: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.clip(np.nan_to_num(places.astype(np.float32), nan=0.0, posinf=1.0, neginf=-1.0), -1.5, 1.5)


def _thinned(places: NDArray[np.float32]) -> NDArray[np.float32]:
    step = -(-len(places) // MOST_SPECKS) if len(places) else 1
    return places[::step]


def _caption(title: str) -> str:
    return shortened(legible(title), _LABEL_PX, _LABEL_WIDTH)


def _ramp() -> list[int]:
    strength = (np.arange(256) / 255.0).clip(0, 1)[:, None]
    colours = NIGHT.array() + strength * (DUST.array() - NIGHT.array())
    return [int(channel) for channel in colours.round().astype(np.uint8).ravel()]


def _sky(specks: NDArray[np.float32], view: View) -> Image.Image:
    """The specks over a faint glow where songs are many, in shades of one colour: few shades store small."""
    at = view.to_pixels(specks)
    reach = int(np.ceil(_SPECK_RADIUS + 0.5))
    shade = _glow(at)
    near = at[((at > -reach) & (at < (WIDTH_PX + reach, HEIGHT_PX + reach))).all(axis=1)]
    corner = np.floor(near).astype(np.intp)
    padded = np.zeros((HEIGHT_PX + 4 * reach, WIDTH_PX + 4 * reach), dtype=np.float32)
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            column, row = corner[:, 0] + right, corner[:, 1] + down
            distance = np.hypot(column + 0.5 - near[:, 0], row + 0.5 - near[:, 1])
            pixel = (row + 2 * reach, column + 2 * reach)
            # A speck's edge fades over one px; of two that overlap the brighter wins.
            padded[pixel] = np.maximum(padded[pixel], np.clip(_SPECK_RADIUS + 0.5 - distance, 0, 1))
    cover = padded[2 * reach : 2 * reach + HEIGHT_PX, 2 * reach : 2 * reach + WIDTH_PX]
    shade += cover * (0.66 - shade)
    levels = ((shade * (_SHADES - 1)).round() * (255 / (_SHADES - 1))).clip(0, 255).astype(np.uint8)
    image = Image.fromarray(levels, "L").convert("P")
    image.putpalette(_ramp())
    return image.convert("RGB")


def _glow(at: NDArray[np.float64]) -> NDArray[np.float32]:
    """How many songs lie around each px, ``(HEIGHT_PX, WIDTH_PX) float32`` in 0 to 0.22."""
    across, down = WIDTH_PX // _CELL_PX, HEIGHT_PX // _CELL_PX
    counts, _, _ = np.histogram2d(at[:, 1], at[:, 0], bins=(down, across), range=((0, HEIGHT_PX), (0, WIDTH_PX)))
    many = max(float(counts.max()), 6.0)
    coarse = Image.fromarray((np.sqrt(counts / many) * 255).astype(np.uint8), "L").filter(ImageFilter.GaussianBlur(1.2))
    smooth = coarse.resize((WIDTH_PX, HEIGHT_PX), Image.Resampling.BICUBIC)
    glow: NDArray[np.float32] = np.asarray(smooth, dtype=np.float32) * np.float32(0.20 / 255)
    return glow


def _mixed(over: Colour, under: Colour, part: float) -> Colour:
    red, green, blue = (round(a * part + b * (1 - part)) for a, b in zip(over, under, strict=True))
    return Colour(red, green, blue)


def _free_corner(at: NDArray[np.float64]) -> Box:
    """The corner farthest from any mark; the lower right one before others that are as good."""
    right, bottom = WIDTH_PX - _INSET_GAP - _INSET_WIDTH, HEIGHT_PX - _INSET_GAP - _INSET_HEIGHT
    lefts_and_tops = ((right, bottom), (right, _INSET_GAP), (_INSET_GAP, _INSET_GAP))  # the fourth holds the caption
    corners = [Box(left, top, left + _INSET_WIDTH, top + _INSET_HEIGHT) for left, top in lefts_and_tops]

    def room(corner: Box) -> float:
        beside = np.maximum(np.maximum(corner.left - at[:, 0], at[:, 0] - corner.right), 0)
        above = np.maximum(np.maximum(corner.top - at[:, 1], at[:, 1] - corner.bottom), 0)
        return min(float(np.hypot(beside, above).min()), 160.0)

    return max(corners, key=room)


def _inset(image: Image.Image, corner: Box, specks: NDArray[np.float32], whole: View, view: View) -> None:
    """The whole catalogue in a corner, with a frame around the part that is shown."""
    box = tuple(int(side) for side in (corner.left, corner.top, corner.right, corner.bottom))
    pen = ImageDraw.Draw(image)
    ground, edge = _mixed(DUST, NIGHT, 0.10), _mixed(DUST, NIGHT, 0.55)
    pen.rounded_rectangle(box, radius=10, fill=tuple(ground), outline=tuple(edge))
    scale = min((_INSET_WIDTH - 16) / WIDTH_PX, (_INSET_HEIGHT - 12) / HEIGHT_PX)
    middle = corner.middle

    def inside(points: NDArray[np.float32]) -> NDArray[np.float64]:
        return (whole.to_pixels(points) - (WIDTH_PX / 2, HEIGHT_PX / 2)) * scale + (middle.x, middle.y)

    pen.point([tuple(point) for point in inside(specks).tolist()], fill=tuple(_mixed(DUST, NIGHT, 0.62)))
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


def _lines(
    image: Image.Image, true: NDArray[np.float64], at: NDArray[np.float64], labels: Sequence[Placed | None]
) -> None:
    """From the question to each pick, from a mark that had to move to its true place, and to labels far away."""
    rays = [Line(Point(*at[0].tolist()), Point(*end)) for end in at[1:].tolist()]
    leads: list[Line] = []
    for origin, moved, label in zip(true.tolist(), at.tolist(), labels, strict=True):
        if np.hypot(origin[0] - moved[0], origin[1] - moved[1]) > _MARK_RADIUS:
            leads.append(Line(Point(*origin), Point(*moved)))
        if label is not None and label.far:
            leads.append(Line(Point(*moved), label.box.nearest(Point(*moved))))
    _strokes(image, rays, _mixed(PICK, NIGHT, 0.5))
    _strokes(image, leads, _mixed(INK, NIGHT, 0.5))


def _strokes(image: Image.Image, lines: Sequence[Line], colour: Colour) -> None:
    """Lines of 2 px with smooth edges."""
    if not lines:
        return
    stencil = Image.new("L", (WIDTH_PX * 2, HEIGHT_PX * 2), 0)
    pen = ImageDraw.Draw(stencil)
    for line in lines:
        pen.line((line.start.x * 2, line.start.y * 2, line.end.x * 2, line.end.y * 2), fill=255, width=4)
    image.paste(tuple(colour), (0, 0), stencil.reduce(2))


def _discs(image: Image.Image, at: NDArray[np.float64], radii: NDArray[np.float64]) -> None:
    """The marks, each with a ring of the ground around it; the worst pick first, so that better ones lie on top."""
    for index in [*range(len(at) - 1, -1, -1)]:
        radius = float(radii[index])
        side = int(np.ceil(radius + 6)) * 2
        large = Image.new("L", (side * _SMOOTHING, side * _SMOOTHING), 0)
        ring = large.copy()
        centre = side * _SMOOTHING / 2
        for canvas, size in ((ring, radius + 4), (large, radius)):
            reach = size * _SMOOTHING
            ImageDraw.Draw(canvas).ellipse((centre - reach, centre - reach, centre + reach, centre + reach), fill=255)
        corner = (round(at[index][0] - side / 2), round(at[index][1] - side / 2))
        for canvas, colour in ((ring, NIGHT), (large, QUERY if index == 0 else PICK)):
            image.paste(tuple(colour), corner, canvas.resize((side, side), Image.Resampling.BOX))


def _letters(
    image: Image.Image,
    at: NDArray[np.float64],
    marks: Sequence[Mark],
    captions: Sequence[str],
    labels: Sequence[Placed | None],
) -> None:
    pen = ImageDraw.Draw(image)
    for mark, (x, y) in zip(marks, at[1:].tolist(), strict=True):
        pen.text((x, y - 1), str(mark.number), font=font(_NUMBER_PX), fill=tuple(NIGHT), anchor="mm")
    for index, (caption, label) in enumerate(zip(captions, labels, strict=True)):
        if label is not None and caption:
            pen.text(
                (label.box.left + 2, label.box.middle.y),
                caption,
                font=font(_LABEL_PX),
                fill=tuple(QUERY if index == 0 else INK),
                anchor="lm",
                stroke_width=3,
                stroke_fill=tuple(NIGHT),
            )
    pen.text(
        (_MARGIN / 2, HEIGHT_PX - _MARGIN / 2),
        say.MAP_CAPTION,
        font=font(_SMALL_PX),
        fill=tuple(FAINT_INK),
        anchor="ls",
        stroke_width=3,
        stroke_fill=tuple(NIGHT),
    )
