"""What a taste is made of, as a picture: genres, moods, instruments and eras as bars, and the listening clock."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from bot.text.en import taste as say
from bot.views.lettering import font, legible, shortened, width
from bot.views.map_view import HEIGHT_PX, WIDTH_PX
from bot.views.palette import CLOCK, DUST, FAINT_INK, INK, NIGHT, SHARES, Colour, mixed
from engine.taste.shares import Share, Shares

MOST_BARS = 5
"""Of each kind."""

_SCALE = 2
"""Everything is drawn so much larger and brought down, for smooth edges."""
_MARGIN, _COLUMN, _BETWEEN, _HALF = 36, 306, 46, 304
"""The edge, the width of a column of bars and the room between columns, the height of a block."""
_TITLE_PX, _LABEL_PX, _SMALL_PX = 25, 22, 19
_FIRST_ROW, _ROW, _BAR, _UNDER = 46, 48, 8, 30
"""Where rows begin, how high one is, how thick its bar, and how far that lies below the words."""
_CLOCK_X, _CLOCK_Y = 914, 322
_INNER, _OUTER, _LABELS = 52, 138, 162
"""Radii of the clock: its hole, its longest hour, and where hours are named."""
_HOURS = 24
_GAP_DEGREES = 2.6
_TRACK = 0.13
"""How much of the dust's colour lies under bars and hours."""
_COLOURS = 96
"""Of the palette the PNG is stored with."""


@dataclass(frozen=True, slots=True)
class _Block:
    title: str
    shares: Sequence[Share]
    colour: Colour
    left: int
    top: int


def draw(shares: Shares, clock: Sequence[int], offset: int = 0) -> bytes:
    """The picture as a PNG.

    Parameters
    ----------
    clock
        Plays by the hour of the day, UTC; 24 numbers.
    offset
        Hours that the member's clock is ahead of UTC.
    """
    image = Image.new("RGB", (WIDTH_PX * _SCALE, HEIGHT_PX * _SCALE), tuple(NIGHT))
    pen = ImageDraw.Draw(image)
    second, lower = _MARGIN + _COLUMN + _BETWEEN, _MARGIN + _HALF
    for block in (
        _Block(say.GENRES, shares.genres, SHARES[0], _MARGIN, _MARGIN),
        _Block(say.MOODS, shares.moods, SHARES[1], second, _MARGIN),
        _Block(say.INSTRUMENTS, shares.instruments, SHARES[2], _MARGIN, lower),
        _Block(say.ERAS, say.in_time(shares.eras), SHARES[3], second, lower),
    ):
        _bars(pen, block)
    _clock(pen, np.roll(np.array(clock, dtype=np.float64), offset), offset)
    small = image.resize((WIDTH_PX, HEIGHT_PX), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    few = small.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(file, "PNG", compress_level=6)
    return file.getvalue()


def _bars(pen: ImageDraw.ImageDraw, block: _Block) -> None:
    _write(pen, (block.left, block.top), block.title, _TITLE)
    if not block.shares:
        _write(pen, (block.left, block.top + _FIRST_ROW), say.NOTHING_KNOWN, _FAINT)
    for row, share in enumerate(block.shares[:MOST_BARS]):
        top = block.top + _FIRST_ROW + row * _ROW
        number = say.percent(share.part)
        room = _COLUMN - width(number, _LABEL_PX) - 16
        name = shortened(legible(share.name) or share.name, _LABEL_PX, room)
        _write(pen, (block.left, top), name, _LABEL)
        _write(pen, (block.left + _COLUMN, top), number, _FAINT, anchor="ra")
        bar = top + _UNDER
        _rounded(pen, block.left, bar, _COLUMN, mixed(DUST, NIGHT, _TRACK))
        _rounded(pen, block.left, bar, max(_BAR, round(_COLUMN * min(1.0, share.part))), block.colour)


def _clock(pen: ImageDraw.ImageDraw, hours: np.ndarray, offset: int) -> None:
    _write(pen, (_CLOCK_X, _MARGIN), say.CLOCK, _TITLE, anchor="ma")
    _write(pen, (_CLOCK_X, _MARGIN + 34), say.zone(offset), _SMALL, anchor="ma")
    most = float(hours.max()) if hours.size else 0.0
    for hour in range(_HOURS):
        _sector(pen, hour, _OUTER, mixed(DUST, NIGHT, _TRACK))
        if most > 0 and hours[hour] > 0:
            # The area of a sector says how much, not its length.
            part = float(hours[hour]) / most
            _sector(pen, hour, (_INNER**2 + part * (_OUTER**2 - _INNER**2)) ** 0.5, CLOCK)
    _disc(pen, _INNER, NIGHT)
    for hour in range(0, _HOURS, 6):
        angle = np.deg2rad(hour * 360 / _HOURS - 90)
        at = (_CLOCK_X + _LABELS * float(np.cos(angle)), _CLOCK_Y + _LABELS * float(np.sin(angle)))
        _write(pen, at, str(hour), _SMALL, anchor="mm")
    middle = say.hour(int(hours.argmax())) if most > 0 else say.NO_TIMES
    _write(pen, (_CLOCK_X, _CLOCK_Y), middle, _TITLE if most > 0 else _SMALL, anchor="mm")
    if most > 0:
        _write(pen, (_CLOCK_X, _CLOCK_Y + _LABELS + 36), say.MOSTLY_THEN, _SMALL, anchor="ms")


def _sector(pen: ImageDraw.ImageDraw, hour: int, radius: float, colour: Colour) -> None:
    wide = 360 / _HOURS
    start = hour * wide - 90 - wide / 2 + _GAP_DEGREES / 2
    box = [
        (_CLOCK_X - radius) * _SCALE,
        (_CLOCK_Y - radius) * _SCALE,
        (_CLOCK_X + radius) * _SCALE,
        (_CLOCK_Y + radius) * _SCALE,
    ]
    pen.pieslice(box, start, start + wide - _GAP_DEGREES, fill=tuple(colour))


def _disc(pen: ImageDraw.ImageDraw, radius: float, colour: Colour) -> None:
    left, top = (_CLOCK_X - radius) * _SCALE, (_CLOCK_Y - radius) * _SCALE
    pen.ellipse((left, top, left + 2 * radius * _SCALE, top + 2 * radius * _SCALE), fill=tuple(colour))


def _rounded(pen: ImageDraw.ImageDraw, left: int, top: int, wide: int, colour: Colour) -> None:
    box = (left * _SCALE, top * _SCALE, (left + wide) * _SCALE - 1, (top + _BAR) * _SCALE - 1)
    pen.rounded_rectangle(box, radius=_BAR * _SCALE / 2, fill=tuple(colour))


@dataclass(frozen=True, slots=True)
class _Ink:
    """How letters look: their size in px and their colour."""

    size: int
    colour: Colour


_TITLE, _LABEL = _Ink(_TITLE_PX, INK), _Ink(_LABEL_PX, INK)
_FAINT, _SMALL = _Ink(_LABEL_PX, FAINT_INK), _Ink(_SMALL_PX, FAINT_INK)


def _write(pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, ink: _Ink, anchor: str = "la") -> None:
    place = (at[0] * _SCALE, at[1] * _SCALE)
    pen.text(place, text, font=font(ink.size * _SCALE), fill=tuple(ink.colour), anchor=anchor)
