from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.views.sound_print import SIDE_PX, WIDE_PX, accent, draw, draw_wide
from tests.bot.views.conftest import unit

MOST_BYTES = 20_000


def pixels(vector: np.ndarray) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(draw(vector))).convert("RGB"), dtype=np.float32)


def difference(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(pixels(one) - pixels(other)).mean())


def moved(vector: np.ndarray, by: float) -> np.ndarray:
    """A vector whose cosine to the first is ``cos(by)``."""
    other = unit(12_345)
    across = other - (other @ vector) * vector
    return np.cos(by) * vector + np.sin(by) * across / np.linalg.norm(across)


def test_the_same_song_always_looks_the_same() -> None:
    assert draw(unit(3)) == draw(unit(3).copy())


def test_alike_songs_look_alike_and_others_do_not() -> None:
    near = np.mean([difference(unit(seed), moved(unit(seed), 0.1)) for seed in range(8)])
    far = np.mean([difference(unit(seed), unit(seed + 100)) for seed in range(8)])
    assert near < far / 3


def test_a_smaller_step_changes_the_picture_less() -> None:
    steps = [np.mean([difference(unit(seed), moved(unit(seed), by)) for seed in range(6)]) for by in (0.02, 0.1, 0.4)]
    assert steps[0] < steps[1] < steps[2]


def test_a_part_that_all_songs_share_changes_nothing() -> None:
    centred = unit(4) - unit(4).mean()
    assert difference(centred, centred * 2) < 0.5


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_a_print_is_a_small_square(seed: int) -> None:
    data = draw(unit(seed))
    assert len(data) < MOST_BYTES
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.size) == ("PNG", (SIDE_PX, SIDE_PX))


@pytest.mark.parametrize("vector", [np.zeros(320), np.full(320, np.nan), np.full(320, np.inf), np.ones(8)])
def test_what_is_no_sound_is_drawn_all_the_same(vector: np.ndarray) -> None:
    assert draw(vector.astype(np.float32)).startswith(b"\x89PNG")


def test_the_colour_of_a_card_is_that_of_the_sound() -> None:
    assert accent(unit(1)) == accent(unit(1))
    assert len({accent(unit(seed)).value for seed in range(20)}) > 10
    assert 0 <= accent(unit(1)).value <= 0xFFFFFF


def test_the_large_print_is_the_same_shape_in_the_middle_of_a_wide_picture() -> None:
    wide = Image.open(io.BytesIO(draw_wide(unit(3))))
    assert (wide.format, wide.size) == ("PNG", WIDE_PX)
    width, height = wide.size
    left = (width - height) // 2
    middle = wide.convert("RGB").crop((left, 0, left + height, height)).resize((SIDE_PX, SIDE_PX))
    assert float(np.abs(np.asarray(middle, np.float32) - pixels(unit(3))).mean()) < 6.0
    assert len(draw_wide(unit(3))) < 4 * MOST_BYTES
