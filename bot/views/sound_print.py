"""The sound-print: a small picture drawn from a song's vector, so that alike songs look alike.

The vector goes through a fixed random projection (Johnson and Lindenstrauss 1984: distances survive it) to a few
numbers; each is the strength of one harmonic of a closed curve around the centre, and two of them are the hue. Every
step is continuous: a small change of the vector is a small change of the picture.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bot.views.palette import Colour, from_hue

SIDE_PX = 160
"""Discord shows a thumbnail at about 85 px: this is sharp on a screen of double density."""
WIDE_PX = (1100, 460)
"""Width and height of the large one."""
HARMONICS = 7
LAYERS = 6
SPOKES = 44
STEPS = 720
"""Angles at which the curve is computed."""
PROJECTION_SEED = 20_140_817
"""Part of the picture's definition: another seed draws other pictures of the same songs."""
_NUMBERS = 2 * HARMONICS + 4
_GROUND_LIGHTNESS = 0.13
_COLOURS = 96
"""Of the palette the PNG is stored with; more cannot be told apart at this size."""


@dataclass(frozen=True, slots=True)
class _Canvas:
    """What is the same in all prints of a size: where each pixel lies, ``(side, side)``; radius 1 touches the edge.

    Attributes
    ----------
    side
        In px.
    radius
        Distance from the centre.
    step
        Which of the ``STEPS`` angles of the curve is nearest.
    spoke
        Which spoke is nearest.
    across, along
        Distance from that spoke's axis, and along it.
    """

    side: int
    radius: NDArray[np.float32]
    step: NDArray[np.intp]
    spoke: NDArray[np.intp]
    across: NDArray[np.float32]
    along: NDArray[np.float32]

    def cover(self, distance: NDArray[np.float32]) -> NDArray[np.float32]:
        """How much of a pixel lies inside an edge, from its signed distance in radii: a soft edge of one pixel."""
        covered: NDArray[np.float32] = np.clip(distance * (self.side / 2) + 0.5, 0.0, 1.0)
        return covered


@dataclass(frozen=True, slots=True)
class Figure:
    """What a vector looks like, before it is drawn.

    Attributes
    ----------
    cosines, sines
        ``(HARMONICS,) float32`` each: strengths of the harmonics of the curve, bounded by their order.
    hue, spread
        In turns: the colour of the innermost layer, and how far the outermost one departs from it.
    twist
        How much each layer is turned against the one outside it, in radians.
    """

    cosines: NDArray[np.float32]
    sines: NDArray[np.float32]
    hue: float
    spread: float
    twist: float


@lru_cache(maxsize=4)
def _projection(dimension: int) -> NDArray[np.float32]:
    generator = np.random.default_rng(PROJECTION_SEED)
    matrix = generator.standard_normal((dimension, _NUMBERS)).astype(np.float32)
    # A part that all vectors share must not decide the picture: every projection ignores the vector of ones.
    fair: NDArray[np.float32] = matrix - matrix.mean(axis=0, keepdims=True)
    return fair


@lru_cache(maxsize=2)
def _canvas(side: int) -> _Canvas:
    axis = (np.arange(side, dtype=np.float32) + 0.5) / (side / 2) - 1
    x, y = np.meshgrid(axis, axis)
    radius, turn = np.hypot(x, y), (np.arctan2(y, x) + np.pi) / (2 * np.pi)
    step = np.clip((turn * (STEPS - 1)).round().astype(np.intp), 0, STEPS - 1)
    spoke = np.clip(np.floor(turn * SPOKES).astype(np.intp), 0, SPOKES - 1)
    offset = (turn - (spoke + 0.5) / SPOKES) * 2 * np.pi
    across, along = np.abs(radius * np.sin(offset)), radius * np.cos(offset)
    return _Canvas(side, radius, step, spoke, across.astype(np.float32), along.astype(np.float32))


def figure(vector: NDArray[np.float32]) -> Figure:
    """The numbers that a vector ``(d,) float32`` is drawn from. Zero and non-finite entries count as nothing."""
    finite = np.nan_to_num(np.asarray(vector, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    length = float(np.linalg.norm(finite))
    unit = finite / length if length > 0 else finite
    numbers = np.tanh(1.1 * (unit @ _projection(unit.size)))
    order = np.arange(1, HARMONICS + 1, dtype=np.float32)
    fading = 0.30 / order**0.75
    return Figure(
        cosines=numbers[:HARMONICS] * fading,
        sines=numbers[HARMONICS : 2 * HARMONICS] * fading,
        hue=float(np.arctan2(numbers[-4], numbers[-3]) / (2 * np.pi)),
        spread=0.13 + 0.07 * float(numbers[-2]),
        twist=0.34 * float(numbers[-1]),
    )


def accent(vector: NDArray[np.float32]) -> Colour:
    """The colour of the sound, for the edge of a card."""
    return from_hue(figure(vector).hue, 0.62, 0.58)


def _curve(drawn: Figure, angle: NDArray[np.float32]) -> NDArray[np.float32]:
    turned = np.arange(1, HARMONICS + 1, dtype=np.float32)[:, None] * angle[None, :]
    height: NDArray[np.float32] = drawn.cosines @ np.cos(turned) + drawn.sines @ np.sin(turned)
    return height


def _angles(count: int) -> NDArray[np.float32]:
    """The middles of ``count`` equal parts of a turn, from minus pi."""
    turns = (np.arange(count, dtype=np.float32) + 0.5) / count * 2 - 1
    return (turns * np.pi).astype(np.float32)


def _paint(picture: NDArray[np.float32], cover: NDArray[np.float32], colour: Colour) -> None:
    touched = cover > 0
    under = picture[touched]
    picture[touched] = under + cover[touched][:, None] * (colour.array() - under)


def draw(vector: NDArray[np.float32]) -> bytes:
    """The sound-print of a vector ``(d,) float32``: a PNG of ``SIDE_PX`` squared, the same for the same vector."""
    return _stored(_painted(figure(vector), SIDE_PX))


def draw_wide(vector: NDArray[np.float32]) -> bytes:
    """The same print, large in the middle of a wide picture: a PNG of ``WIDE_PX``."""
    drawn = figure(vector)
    width, height = WIDE_PX
    picture = np.broadcast_to(_ground(drawn), (height, width, 3)).copy()
    left = (width - height) // 2
    picture[:, left : left + height] = _painted(drawn, height)
    return _stored(picture)


def _ground(drawn: Figure) -> NDArray[np.float32]:
    return from_hue(drawn.hue + drawn.spread, 0.42, _GROUND_LIGHTNESS).array()


def _painted(drawn: Figure, side: int) -> NDArray[np.float32]:
    """The print, ``(side, side, 3)``, 0 to 255."""
    canvas = _canvas(side)
    picture = np.broadcast_to(_ground(drawn), (side, side, 3)).copy()

    # The spokes: a waveform bent into a circle, as long as the curve is high there.
    height = _curve(drawn, _angles(SPOKES))
    reach = np.clip(0.80 + 0.28 * np.tanh(1.6 * height), 0.56, 0.96)[canvas.spoke]
    beyond = np.maximum(np.maximum(0.50 - canvas.along, canvas.along - reach), 0.0)
    spokes = canvas.cover(0.020 - np.sqrt(canvas.across**2 + beyond**2))
    _paint(picture, spokes, from_hue(drawn.hue + drawn.spread, 0.60, 0.46))

    # The petals: the same curve, smaller and turned from layer to layer, lighter towards the middle.
    angles = _angles(STEPS)
    for layer in range(LAYERS):
        inwards = layer / (LAYERS - 1)
        edge = (0.62 - 0.50 * inwards) * (1 + 1.15 * _curve(drawn, angles + drawn.twist * layer))
        inside = canvas.cover(np.clip(edge, 0.04, 0.74)[canvas.step] - canvas.radius)
        _paint(picture, inside, from_hue(drawn.hue + drawn.spread * (1 - inwards), 0.66, 0.27 + 0.56 * inwards**1.15))
    return picture


def _stored(picture: NDArray[np.float32]) -> bytes:
    image = Image.fromarray(picture.round().astype(np.uint8), "RGB")
    stored = io.BytesIO()
    image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(stored, "PNG")
    return stored.getvalue()
