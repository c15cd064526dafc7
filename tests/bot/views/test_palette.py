"""Colours of groups are told apart, and from the ground, by whoever sees no red, no green or no blue."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.views.palette import GENRES, MOODS, NIGHT, UNGROUPED, Colour

# G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A physiologically-based model for simulation of color vision
# deficiency", IEEE TVCG 15, 2009, table 1, severity 1.0; for linear sRGB.
SIGHTS = {
    "all colours": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
}
APART = 10.0
"""CIE 1976 difference; 2.3 is just noticeable between two patches that touch."""


def linear(colour: Colour) -> NDArray[np.float64]:
    channels = np.array(list(colour)) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = np.cbrt(np.maximum(to_xyz @ np.clip(rgb, 0, 1) / [0.9505, 1.0, 1.089], 0.008856))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("palette", [(*MOODS, UNGROUPED), (*GENRES, UNGROUPED)], ids=["moods", "genres"])
def test_no_two_groups_look_alike(sight: str, palette: tuple[Colour, ...]) -> None:
    seen = [lab(np.array(SIGHTS[sight]) @ linear(colour)) for colour in palette]
    apart = {pair: float(np.linalg.norm(seen[pair[0]] - seen[pair[1]])) for pair in combinations(range(len(seen)), 2)}
    assert min(apart.values()) > APART, min(apart, key=lambda pair: apart[pair])


@pytest.mark.parametrize("colour", [*MOODS, *GENRES])
def test_every_group_stands_out_from_the_ground(colour: Colour) -> None:
    """By the ratio that WCAG 2.1, 1.4.11, asks of what is not text."""
    light, dark = (float(linear(one) @ [0.2126, 0.7152, 0.0722]) for one in (colour, NIGHT))
    assert (light + 0.05) / (dark + 0.05) >= 3
