from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from bot.views import taste_map
from bot.views.map_view import HEIGHT_PX, WIDTH_PX
from bot.views.palette import QUERY
from tests.bot.views.conftest import HOSTILE_TITLE

BACKGROUND = np.random.default_rng(0).uniform(-1, 1, (400, 2)).astype(np.float32)


def green(places: list[tuple[float, float]], weights: list[float], titles: list[str] | None = None) -> int:
    """How many px are the member's own."""
    drawn = taste_map.draw(
        BACKGROUND,
        np.array(places, dtype=np.float32).reshape(-1, 2),
        np.array(weights),
        titles or [f"Song {number}" for number in range(len(places))],
    )
    image = Image.open(io.BytesIO(drawn))
    assert image.size == (WIDTH_PX, HEIGHT_PX)
    return int((np.abs(np.asarray(image.convert("RGB")).astype(int) - np.array(tuple(QUERY))).max(axis=2) < 12).sum())


def test_every_song_is_a_disc_the_larger_the_more_it_counts() -> None:
    one, alike = green([(0, 0)], [1.0]), green([(0, 0), (0.5, 0.5)], [1.0, 1.0])
    less = green([(0, 0), (0.5, 0.5)], [1.0, 0.2])
    assert alike == pytest.approx(2 * one, rel=0.05)
    assert one < less < alike


def test_a_small_disc_stays_visible_on_a_large_one() -> None:
    assert green([(0, 0), (0.01, 0)], [1.0, 0.01]) < green([(0, 0)], [1.0])


@pytest.mark.parametrize("count", [0, 60])
def test_any_number_of_songs_and_any_title_can_be_drawn(count: int) -> None:
    places = [(0.3, 0.3)] * count
    assert (green(places, [1.0] * count, [HOSTILE_TITLE] * count) > 0) == (count > 0)


def test_an_empty_catalogue_is_drawn_too() -> None:
    nothing = np.zeros((0, 2), dtype=np.float32)
    assert taste_map.draw(nothing, nothing, np.zeros(0), []).startswith(b"\x89PNG")
