"""The strip below a coloured map: which colour is which group of songs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.views.lettering import font, legible, shortened, width
from bot.views.map_view import WIDTH_PX
from bot.views.palette import INK, NIGHT, Colour

_LETTER_PX = 22
_SWATCH_RADIUS = 9
_SWATCH_ROOM = 28
_BETWEEN = 22.0
_SIDE = 20.0
_LINE_PX = 42
_LONGEST_NAME = 220.0
_SMOOTHING = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One colour and what it stands for."""

    colour: Colour
    name: str


@dataclass(frozen=True, slots=True)
class _Placed:
    entry: Entry
    name: str
    left: float
    line: int


def with_legend(image: Image.Image, entries: Sequence[Entry]) -> Image.Image:
    """The picture with its legend below, in as many lines as it takes."""
    placed = _placed(entries)
    if not placed:
        return image
    lines = placed[-1].line + 1
    whole = Image.new("RGB", (image.width, image.height + lines * _LINE_PX + 8), tuple(NIGHT))
    whole.paste(image)
    pen = ImageDraw.Draw(whole)
    for one in placed:
        middle = image.height + 4 + one.line * _LINE_PX + _LINE_PX // 2
        _swatch(whole, round(one.left), middle, one.entry.colour)
        pen.text((one.left + _SWATCH_ROOM, middle), one.name, font=font(_LETTER_PX), fill=tuple(INK), anchor="lm")
    return whole


def _placed(entries: Sequence[Entry]) -> list[_Placed]:
    placed: list[_Placed] = []
    left, line = _SIDE, 0
    for entry in entries:
        name = shortened(legible(entry.name), _LETTER_PX, _LONGEST_NAME)
        wide = _SWATCH_ROOM + width(name, _LETTER_PX)
        if left > _SIDE and left + wide > WIDTH_PX - _SIDE:
            left, line = _SIDE, line + 1
        placed.append(_Placed(entry, name, left, line))
        left += wide + _BETWEEN
    return placed


def _swatch(image: Image.Image, left: int, middle: int, colour: Colour) -> None:
    side = 2 * _SWATCH_RADIUS
    stencil = Image.new("L", (side * _SMOOTHING, side * _SMOOTHING), 0)
    ImageDraw.Draw(stencil).ellipse((0, 0, side * _SMOOTHING - 1, side * _SMOOTHING - 1), fill=255)
    image.paste(tuple(colour), (left, middle - _SWATCH_RADIUS), stencil.reduce(_SMOOTHING))
