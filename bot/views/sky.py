"""The map's ground: every song a speck, over a faint glow where songs are many; all of one colour, or by groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from bot.views.map_view import HEIGHT_PX, WIDTH_PX
from bot.views.palette import DUST, NIGHT, Colour

_SHADES = 64
_CELL_PX = 40
_SPECK_RADIUS = 2.6
_SPECK_STRENGTH = 0.66
"""Of the dust's colour; where specks have the colour of a group they have all of it."""
_GROUP_RADIUS, _NEAR_GROUP_RADIUS, _FEW = 3.4, 5.0, 500
"""A colour is told from another where there is enough of it: specks are larger where few are shown."""


def sky(at: NDArray[np.float64]) -> Image.Image:
    """All specks alike, at ``(n, 2)`` px, in shades of one colour: few shades store small."""
    shade = _glow(at)
    cover, _ = _covered(at, np.zeros(len(at), dtype=np.int8), _SPECK_RADIUS)
    shade += cover * (_SPECK_STRENGTH - shade)
    levels = ((shade * (_SHADES - 1)).round() * (255 / (_SHADES - 1))).clip(0, 255).astype(np.uint8)
    image = Image.fromarray(levels, "L").convert("P")
    image.putpalette(_ramp())
    return image.convert("RGB")


def coloured_sky(at: NDArray[np.float64], groups: NDArray[np.int8], colours: Sequence[Colour]) -> Image.Image:
    """Each speck in the colour of its group.

    Parameters
    ----------
    at
        ``(n, 2)`` px.
    groups
        ``(n,)``, which of the colours; -1 for a speck of dust, which lies below all others.
    """
    table = np.stack([*(colour.array() for colour in colours), NIGHT.array() + _SPECK_STRENGTH * _LIGHT])
    order = np.argsort(groups >= 0, kind="stable")[::-1]  # who comes first keeps a pixel that two cover alike
    shown = ((at >= 0) & (at < (WIDTH_PX, HEIGHT_PX))).all(axis=1).sum()
    cover, owner = _covered(at[order], groups[order], _NEAR_GROUP_RADIUS if shown <= _FEW else _GROUP_RADIUS)
    ground = NIGHT.array() + _glow(at)[..., None] * _LIGHT
    picture = ground + cover[..., None] * (table[owner] - ground)
    return Image.fromarray(picture.round().clip(0, 255).astype(np.uint8), "RGB")


_LIGHT = DUST.array() - NIGHT.array()


def _ramp() -> list[int]:
    strength = (np.arange(256) / 255.0).clip(0, 1)[:, None]
    colours = NIGHT.array() + strength * _LIGHT
    return [int(channel) for channel in colours.round().astype(np.uint8).ravel()]


def _covered(
    at: NDArray[np.float64], groups: NDArray[np.int8], radius: float
) -> tuple[NDArray[np.float32], NDArray[np.int8]]:
    """How much of each px a speck covers, ``(HEIGHT_PX, WIDTH_PX)`` in 0 to 1, and that speck's group."""
    reach = int(np.ceil(radius + 0.5))
    inside = ((at > -reach) & (at < (WIDTH_PX + reach, HEIGHT_PX + reach))).all(axis=1)
    near, of = at[inside], groups[inside]
    corner = np.floor(near).astype(np.intp)
    cover = np.zeros((HEIGHT_PX + 4 * reach, WIDTH_PX + 4 * reach), dtype=np.float32)
    owner = np.full(cover.shape, -1, dtype=np.int8)
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            column, row = corner[:, 0] + right, corner[:, 1] + down
            distance = np.hypot(column + 0.5 - near[:, 0], row + 0.5 - near[:, 1])
            # A speck's edge fades over one px; of two that overlap the brighter wins.
            part = np.clip(radius + 0.5 - distance, 0, 1)
            pixel = (row + 2 * reach, column + 2 * reach)
            wins = part > cover[pixel]
            pixel = (pixel[0][wins], pixel[1][wins])
            cover[pixel], owner[pixel] = part[wins], of[wins]
    shown = (slice(2 * reach, 2 * reach + HEIGHT_PX), slice(2 * reach, 2 * reach + WIDTH_PX))
    return cover[shown], owner[shown]


def _glow(at: NDArray[np.float64]) -> NDArray[np.float32]:
    """How many songs lie around each px, ``(HEIGHT_PX, WIDTH_PX) float32`` in 0 to 0.22."""
    across, down = WIDTH_PX // _CELL_PX, HEIGHT_PX // _CELL_PX
    counts, _, _ = np.histogram2d(at[:, 1], at[:, 0], bins=(down, across), range=((0, HEIGHT_PX), (0, WIDTH_PX)))
    many = max(float(counts.max()), 6.0)
    coarse = Image.fromarray((np.sqrt(counts / many) * 255).astype(np.uint8), "L").filter(ImageFilter.GaussianBlur(1.2))
    smooth = coarse.resize((WIDTH_PX, HEIGHT_PX), Image.Resampling.BICUBIC)
    glow: NDArray[np.float32] = np.asarray(smooth, dtype=np.float32) * np.float32(0.20 / 255)
    return glow
