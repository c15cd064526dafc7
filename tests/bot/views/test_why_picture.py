from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.views import why_picture
from bot.views.legend import Entry
from bot.views.palette import INK, NIGHT, PICK, QUERY
from bot.views.why_picture import WIDTH_PX, Bar

CONTRIBUTIONS = st.lists(st.floats(-3, 3, allow_nan=False), min_size=1, max_size=16)


def drawn(*contributions: float, label: str = "sounds alike", legend: tuple[Entry, ...] = ()) -> Image.Image:
    bars = [Bar(label, one, QUERY if one > 0 else PICK) for one in contributions]
    numbers = [f"{one:+.2f}" for one in contributions]
    png = why_picture.draw("1 \u00b7 Song", "together", bars, numbers, legend)
    return Image.open(io.BytesIO(png)).convert("RGB")


def columns_of(image: Image.Image, colour: tuple[int, int, int]) -> list[np.ndarray]:
    """For each bar of a colour, from the top, the columns that it covers."""
    pixels = np.abs(np.asarray(image, dtype=int) - np.array(colour)).sum(axis=2) < 12
    rows = np.flatnonzero(pixels.any(axis=1))
    groups = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    return [np.flatnonzero(pixels[group].any(axis=0)) for group in groups if group.size]


def test_bars_are_as_long_as_their_numbers_say() -> None:
    whole, half, quarter = columns_of(drawn(0.8, 0.4, 0.2), tuple(QUERY))
    assert whole.size / half.size == pytest.approx(2, rel=0.05)
    assert half.size / quarter.size == pytest.approx(2, rel=0.05)
    assert whole[0] == half[0] == quarter[0]


def test_what_speaks_against_it_goes_the_other_way_from_the_same_line() -> None:
    image = drawn(0.6, -0.3)
    (good,), (bad,) = columns_of(image, tuple(QUERY)), columns_of(image, tuple(PICK))
    assert bad[-1] <= good[0]
    assert good.size / bad.size == pytest.approx(2, rel=0.05)


@settings(max_examples=15, deadline=None)
@given(contributions=CONTRIBUTIONS)
def test_nothing_runs_over_the_edge(contributions: list[float]) -> None:
    image = drawn(*contributions, label="W" * 200)
    assert image.width == WIDTH_PX
    for edge in ((0, 0, 12, image.height), (WIDTH_PX - 12, 0, WIDTH_PX, image.height)):
        assert {colour for _, colour in image.crop(edge).getcolors(2**20) or []} == {tuple(NIGHT)}


def test_every_term_has_a_line_and_colours_are_explained() -> None:
    two, three = drawn(0.5, 0.4), drawn(0.5, 0.4, 0.3)
    assert three.height > two.height
    assert drawn(0.5, legend=(Entry(QUERY, "taste"),)).height > drawn(0.5).height


def test_names_of_other_alphabets_leave_the_bar() -> None:
    assert len(columns_of(drawn(0.5, label="\u6771\u4eac"), tuple(QUERY))) == 1


def test_the_words_are_readable_on_the_ground() -> None:
    image = drawn(0.5)
    assert image.getpixel((1, 1)) == tuple(NIGHT)
    light, dark = (sum(colour) for colour in (INK, NIGHT))
    assert light - dark > 3 * 180
