from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from bot.views import taste_panel
from bot.views.map_view import HEIGHT_PX, WIDTH_PX
from bot.views.palette import CLOCK, FAINT_INK, NIGHT, SHARES, Colour
from engine.taste.shares import Share, Shares
from tests.bot.views.conftest import HOSTILE_TITLE

NOTHING = Shares((), (), (), ())
FULL = Shares(*((tuple(Share(f"Word {number}", 1 - number / 8, 3) for number in range(8)),) * 4))
EVEN = (1,) * 24


def picture(shares: Shares, clock: tuple[int, ...] = EVEN, offset: int = 0) -> np.ndarray:
    image = Image.open(io.BytesIO(taste_panel.draw(shares, clock, offset)))
    assert image.size == (WIDTH_PX, HEIGHT_PX)
    return np.asarray(image.convert("RGB")).astype(int)


def where(drawn: np.ndarray, colour: Colour) -> np.ndarray:
    """Which px have about a colour."""
    found: np.ndarray = np.abs(drawn - colour.array()).max(axis=2) < 12
    return found


def covered(drawn: np.ndarray, colour: Colour) -> int:
    """How many px have about a colour."""
    return int(where(drawn, colour).sum())


def test_every_kind_has_bars_of_its_colour_as_long_as_its_shares() -> None:
    drawn = picture(FULL)
    half = picture(Shares(*((tuple(Share(one.name, one.part / 2, 3) for one in FULL.genres),) * 4)))
    for colour in SHARES:
        assert covered(drawn, colour) > 5_000
        assert covered(half, colour) == pytest.approx(covered(drawn, colour) / 2, rel=0.1)


def test_an_hour_with_half_of_the_plays_covers_half_as_much() -> None:
    one = tuple(100 if hour == 8 else 0 for hour in range(24))
    two = tuple(100 if hour == 8 else 50 if hour == 20 else 0 for hour in range(24))
    single, double = covered(picture(NOTHING, one), CLOCK), covered(picture(NOTHING, two), CLOCK)
    assert double == pytest.approx(1.5 * single, rel=0.08)


def test_the_clock_turns_with_the_member() -> None:
    late = tuple(9 if hour == 23 else 0 for hour in range(24))
    early = tuple(9 if hour == 1 else 0 for hour in range(24))
    there, here = where(picture(NOTHING, late, offset=2), CLOCK), where(picture(NOTHING, early), CLOCK)
    assert here.any()
    assert (there == here).mean() > 0.9999
    assert not (where(picture(NOTHING, late), CLOCK) & here).any()


def test_where_nothing_is_known_it_is_said_and_no_bar_is_drawn() -> None:
    drawn = picture(NOTHING, (0,) * 24)
    assert all(covered(drawn, colour) == 0 for colour in (*SHARES, CLOCK))
    assert covered(drawn, FAINT_INK) > 100


def test_no_name_leaves_its_column() -> None:
    long = Shares(*(((Share(HOSTILE_TITLE, 1.0, 3), Share("\u6771\u4eac", 0.5, 3)),) * 4))
    drawn = picture(long, (0,) * 24)
    gap = drawn[:, 36 + 306 + 2 : 36 + 306 + 44]
    assert where(gap, NIGHT).all()
