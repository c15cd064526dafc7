"""The terms of a pick's score as bars: what spoke for it to the right, what against it to the left."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.views.legend import Entry, with_legend
from bot.views.lettering import font, legible, shortened
from bot.views.palette import FAINT_INK, INK, NIGHT, Colour, mixed

WIDTH_PX = 1_000
_SIDE = 20
_TITLE_PX, _SMALL_PX, _LETTER_PX = 30, 21, 24
_HEAD_PX, _FOOT_PX, _LINE_PX = 96, 58, 54
_LABELS_PX = 400
"""Room of the words to the left of the bars."""
_NUMBER_PX = 96
"""Room of a number at the end of a bar."""
_BAR_PX = 24
_SMOOTHING = 4
_COLOURS = 64
_AXIS = mixed(FAINT_INK, NIGHT, 0.55)


@dataclass(frozen=True, slots=True)
class Bar:
    """One term.

    Attributes
    ----------
    contribution
        What it added to the score; below 0 where it took away.
    """

    label: str
    contribution: float
    colour: Colour


def draw(title: str, total: str, bars: Sequence[Bar], signed: Sequence[str], legend: Sequence[Entry] = ()) -> bytes:
    """A PNG on a ground of its own, so that it reads the same on a light and a dark theme.

    Parameters
    ----------
    title
        Which pick it is.
    total
        What all bars come to, in words.
    bars
        In the order in which they are shown, from the top.
    signed
        Each bar's contribution as it is written.
    legend
        What the colours mean.
    """
    height = _HEAD_PX + _LINE_PX * len(bars) + _FOOT_PX
    image = Image.new("RGB", (WIDTH_PX, height), tuple(NIGHT))
    pen = ImageDraw.Draw(image)
    heading = shortened(legible(title), _TITLE_PX, WIDTH_PX - 2 * _SIDE)
    pen.text((_SIDE, 46), heading, font=font(_TITLE_PX), fill=tuple(INK), anchor="lm")
    zero, scale = _axis(bars)
    pen.line((zero, _HEAD_PX - 8, zero, height - _FOOT_PX + 4), fill=tuple(_AXIS), width=2)
    for place, (bar, number) in enumerate(zip(bars, signed, strict=True)):
        middle = _HEAD_PX + place * _LINE_PX + _LINE_PX // 2
        label = shortened(legible(bar.label), _LETTER_PX, _LABELS_PX - 20)
        pen.text((_SIDE, middle), label, font=font(_LETTER_PX), fill=tuple(INK), anchor="lm")
        end = zero + bar.contribution * scale
        _bar(image, zero, end, middle, bar.colour)
        left = bar.contribution < 0
        pen.text(
            (end - 12 if left else end + 12, middle),
            number,
            font=font(_LETTER_PX),
            fill=tuple(INK),
            anchor="rm" if left else "lm",
        )
    pen.text((_SIDE, height - 30), total, font=font(_SMALL_PX), fill=tuple(FAINT_INK), anchor="lm")
    whole = with_legend(image, legend)
    few = whole.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    file = io.BytesIO()
    few.save(file, "PNG", compress_level=5)
    return file.getvalue()


def _axis(bars: Sequence[Bar]) -> tuple[float, float]:
    """Where nothing lies, and px for each point of the score, so that every bar and its number have room."""
    most = max((bar.contribution for bar in bars), default=0.0)
    least = min((bar.contribution for bar in bars), default=0.0)
    most, least = max(most, 0.0), min(least, 0.0)
    left = _SIDE + _LABELS_PX + (_NUMBER_PX if least < 0 else 0)
    right = WIDTH_PX - _SIDE - _NUMBER_PX
    scale = (right - left) / max(most - least, 1e-9)
    return left - least * scale, scale


def _bar(image: Image.Image, zero: float, end: float, middle: int, colour: Colour) -> None:
    """A bar whose far end is round; it is at least a sliver, so that a small term is seen."""
    left, right = sorted((zero, end))
    wide, high = max(round(right - left), 3), _BAR_PX
    stencil = Image.new("L", (wide * _SMOOTHING, high * _SMOOTHING), 0)
    pen = ImageDraw.Draw(stencil)
    radius = min(6, wide) * _SMOOTHING
    corners = (end < zero, end >= zero, end >= zero, end < zero)
    pen.rounded_rectangle((0, 0, wide * _SMOOTHING - 1, high * _SMOOTHING - 1), radius, fill=255, corners=corners)
    image.paste(tuple(colour), (round(left), middle - high // 2), stencil.reduce(_SMOOTHING))
