"""Colours of the pictures and cards: one place, so that a number on the card and a mark on the map agree."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Colour:
    """An opaque sRGB colour, each channel 0 to 255."""

    red: int
    green: int
    blue: int

    @property
    def value(self) -> int:
        """As one number, the way Discord takes an accent colour."""
        return (self.red << 16) | (self.green << 8) | self.blue

    def array(self) -> NDArray[np.float32]:
        """As ``(3,) float32``, 0 to 255."""
        return np.array([self.red, self.green, self.blue], dtype=np.float32)

    def __iter__(self) -> Iterator[int]:
        return iter((self.red, self.green, self.blue))


NIGHT = Colour(24, 25, 33)
"""Ground of the map: a little darker than Discord's dark theme, and a frame of its own on the light one."""
DUST = Colour(121, 131, 168)
"""Songs that are neither asked nor picked, at full strength."""
QUERY = Colour(74, 222, 128)
PICK = Colour(248, 92, 92)
UNGROUPED = Colour(88, 95, 122)
"""Songs in no group, where the others have the colour of theirs: the dust at two thirds of its strength."""
MOODS = (
    Colour(240, 228, 66),
    Colour(232, 98, 26),
    Colour(64, 140, 255),
    Colour(0, 190, 150),
)
"""Happy, tense, sad and calm."""
GENRES = (
    Colour(230, 159, 0),
    Colour(86, 180, 233),
    Colour(0, 158, 115),
    Colour(240, 228, 66),
    Colour(40, 110, 220),
    Colour(232, 98, 26),
    Colour(226, 140, 200),
)
"""The largest genres, largest first. Both palettes after M. Okabe and K. Ito, "Color Universal Design", 2008, a little
lighter where the ground is dark: they stay apart for those who see no red or no green."""
SHARES = (Colour(86, 180, 233), Colour(240, 228, 66), Colour(0, 190, 150), Colour(226, 140, 200))
"""Bars of genres, moods, instruments and eras."""
CLOCK = Colour(230, 159, 0)
"""Hours of the listening clock."""
INK = Colour(240, 242, 250)
FAINT_INK = Colour(164, 171, 196)


def from_hue(hue: float, saturation: float, lightness: float) -> Colour:
    """A colour by hue (turns, any real number), saturation and lightness (0 to 1)."""
    red, green, blue = colorsys.hls_to_rgb(hue % 1.0, lightness, saturation)
    return Colour(round(red * 255), round(green * 255), round(blue * 255))


def mixed(over: Colour, under: Colour, part: float) -> Colour:
    """So much (0 to 1) of one colour over another."""
    red, green, blue = (round(a * part + b * (1 - part)) for a, b in zip(over, under, strict=True))
    return Colour(red, green, blue)
