"""The picture of a sound: its log-mel spectrogram, as the ear gets it, with axes in hertz and seconds."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from bot.text.en import song as say
from bot.views.lettering import font, legible, shortened
from bot.views.map_view import WIDTH_PX
from bot.views.palette import FAINT_INK, INK, NIGHT, Colour, mixed
from engine.features.log_mel import EAR_SHAPE, SAMPLE_RATE, LogMel, band_edges

HEIGHT_PX = 600
SHOWN_DB = 65.0
"""Below the loudest cell; what is quieter is as dark as the ground."""
SHORTEST_SECONDS = 0.1

_LEFT, _RIGHT, _TOP, _BOTTOM = 116, 40, 74, 70
_PLOT = (WIDTH_PX - _LEFT - _RIGHT, HEIGHT_PX - _TOP - _BOTTOM)
"""Width and height of the sound itself."""
_TITLE_PX, _LABEL_PX = 36, 30
"""A phone shows the picture at a third of its size."""
_HERTZ = (100, 250, 500, 1_000, 2_000, 4_000, 8_000)
_SECONDS_APART = (1, 2, 5, 10)
_MOST_MARKS = 8
"""On the axis of time."""
_ROUNDING_SECONDS = 0.05
_TICK = 8
_COLOURS = 96
"""Of the palette the PNG is stored with."""
_INNER = 0.8
"""Part of the energy that lies between the two frequencies that are told."""
_PIECE_SECONDS = 1.0
"""Loudness is told by pieces of this length."""
_COURSE_DB = 3.0
"""By which the last third must differ from the first to be told."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What can be read off a spectrogram.

    Attributes
    ----------
    seconds
        Its length.
    low_hz, high_hz
        Between which four fifths of the energy lie.
    loudest_second
        The middle of the loudest second.
    growth_db
        How much louder the last third is than the first; 0 where that is hardly heard.
    """

    seconds: float
    low_hz: float
    high_hz: float
    loudest_second: float
    growth_db: float


@dataclass(frozen=True, slots=True)
class Spectrogram:
    """The picture as a PNG, and what can be read off it."""

    png: bytes
    seen: Seen


def draw(samples: NDArray[np.float32], title: str, colour: Colour) -> Spectrogram:
    """Draw a sound. Slow: call it in a thread.

    Parameters
    ----------
    samples
        (n,) float32 at 22,050 Hz, finite; shorter than a tenth of a second counts as silence.
    title
        As it comes; letters that the font lacks are left out.
    colour
        What the middle loudness looks like.
    """
    sound = samples
    if len(sound) < SHORTEST_SECONDS * SAMPLE_RATE:
        sound = np.zeros(int(SHORTEST_SECONDS * SAMPLE_RATE), dtype=np.float32)
    with torch.inference_mode():
        decibels = _log_mel()(torch.tensor(sound, dtype=torch.float32)[None])[0].numpy()
    seconds = len(sound) / SAMPLE_RATE
    return Spectrogram(_picture(decibels, seconds, title, colour), _seen(decibels, seconds))


@lru_cache(maxsize=1)
def _log_mel() -> LogMel:
    return LogMel(EAR_SHAPE)


@lru_cache(maxsize=1)
def _centres() -> NDArray[np.float64]:
    """(n_bands,) hertz."""
    return band_edges(EAR_SHAPE)[1:-1]


def _seen(decibels: NDArray[np.float32], seconds: float) -> Seen:
    power = 10.0 ** (decibels.astype(np.float64) / 10)
    below = np.cumsum(power.sum(axis=1)) / power.sum()
    outer = (1 - _INNER) / 2
    low, high = (int(np.searchsorted(below, part)) for part in (outer, 1 - outer))
    pieces = np.array_split(power.sum(axis=0), max(1, round(seconds / _PIECE_SECONDS)))
    loudness = np.array([piece.mean() for piece in pieces])
    third = max(1, len(loudness) // 3)
    growth = 10 * float(np.log10(loudness[-third:].mean() / loudness[:third].mean()))
    return Seen(
        seconds=seconds,
        low_hz=float(_centres()[low]),
        high_hz=float(_centres()[min(high, len(_centres()) - 1)]),
        loudest_second=(int(loudness.argmax()) + 0.5) * seconds / len(loudness),
        growth_db=growth if abs(growth) >= _COURSE_DB else 0.0,
    )


def _picture(decibels: NDArray[np.float32], seconds: float, title: str, colour: Colour) -> bytes:
    image = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), tuple(NIGHT))
    image.paste(_heat(decibels, colour), (_LEFT, _TOP))
    pen = ImageDraw.Draw(image)
    _frame(pen, seconds)
    name = shortened(legible(title), _TITLE_PX, WIDTH_PX - _LEFT - _RIGHT)
    pen.text((_LEFT, _TOP / 2), name, font=font(_TITLE_PX), fill=tuple(INK), anchor="lm")
    stored = io.BytesIO()
    few = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(stored, "PNG")
    return stored.getvalue()


def _heat(decibels: NDArray[np.float32], colour: Colour) -> Image.Image:
    """Loudness as colour: from the ground over the sound's own colour to white."""
    loudness = np.clip((decibels - decibels.max()) / SHOWN_DB + 1, 0.0, 1.0)
    if not np.ptp(decibels):
        loudness = np.zeros_like(loudness)
    sized = Image.fromarray(loudness[::-1].astype(np.float32)).resize(_PLOT, Image.Resampling.BILINEAR)
    level = (np.asarray(sized) * 255).round().astype(np.uint8)
    return Image.fromarray(_ramp(colour)[level], "RGB")


def _ramp(colour: Colour) -> NDArray[np.uint8]:
    """(256, 3) from dark to bright."""
    stops = (NIGHT, mixed(colour, NIGHT, 0.45), colour, INK)
    places = np.array([0.0, 0.45, 0.78, 1.0]) * 255
    channels = [np.interp(np.arange(256), places, [tuple(stop)[channel] for stop in stops]) for channel in range(3)]
    return np.stack(channels, axis=1).round().astype(np.uint8)


def _frame(pen: ImageDraw.ImageDraw, seconds: float) -> None:
    """Both axes and their marks."""
    width, height = _PLOT
    right, bottom = _LEFT + width, _TOP + height
    faint = mixed(FAINT_INK, NIGHT, 0.55)
    pen.rectangle((_LEFT - 1, _TOP - 1, right, bottom), outline=tuple(faint))
    for hertz in _HERTZ:
        y = bottom - height * _band_of(hertz)
        pen.line((_LEFT - _TICK, y, _LEFT, y), fill=tuple(FAINT_INK), width=2)
        pen.text((_LEFT - _TICK - 6, y), say.hertz(hertz), font=font(_LABEL_PX), fill=tuple(FAINT_INK), anchor="rm")
    for second in _marks(seconds):
        x = min(_LEFT + width * second / seconds, right)
        pen.line((x, bottom, x, bottom + _TICK), fill=tuple(FAINT_INK), width=2)
        at = "la" if second == 0 else "ma"
        pen.text((x, bottom + _TICK + 6), f"{second} s", font=font(_LABEL_PX), fill=tuple(FAINT_INK), anchor=at)


def _band_of(hertz: float) -> float:
    """How far up a frequency lies, 0 to 1."""
    return float(np.interp(hertz, band_edges(EAR_SHAPE)[1:-1], np.linspace(0.0, 1.0, EAR_SHAPE.n_mels)))


def _marks(seconds: float) -> range:
    apart = next((step for step in _SECONDS_APART if seconds / step <= _MOST_MARKS), _SECONDS_APART[-1])
    # A clip is a few samples shorter than it was cut.
    return range(0, int(seconds + _ROUNDING_SECONDS) + 1, apart)
