"""A walk on the map."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from bot.views.map_view import HEIGHT_PX, WIDTH_PX
from bot.views.palette import PICK, QUERY
from bot.views.song_map import Mark, draw
from bot.views.walked import Route, steps_of

GENERATOR = np.random.default_rng(4)
SONGS = GENERATOR.uniform(-1, 1, (600, 2)).astype(np.float32)
THROUGH = np.array([[-0.5, 0.3], [-0.1, -0.4], [0.4, 0.5], [0.6, 0.0]], dtype=np.float32)
START, END = np.array([-0.9, 0.0], np.float32), np.array([0.9, 0.1], np.float32)


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), dtype=int)


def test_the_line_goes_from_step_to_step_over_marks_that_moved() -> None:
    at = np.array([[0.0, 0.0], [11.0, 1.0], [50.0, 0.0]])
    steps = steps_of(np.array([[10.0, 0.0], [20.0, 0.0]]), at, 0)
    ends = [(step.start.x, step.end.x) for step in steps]
    assert ends == [(0.0, 11.0), (11.0, 20.0), (20.0, 50.0)]


def test_a_walk_has_two_green_ends_and_its_whole_way_is_shown() -> None:
    marks = [Mark(3, "Third", THROUGH[2]), Mark(4, "Fourth", THROUGH[3])]
    walk = pixels(draw(SONGS, START, "Start", marks, route=Route(END, "End", THROUGH)))
    plain = pixels(draw(SONGS, START, "Start", marks))
    assert walk.shape == (HEIGHT_PX, WIDTH_PX, 3)
    green = (np.abs(walk - QUERY.array()).max(axis=2) < 24).sum()
    assert green > 1.5 * (np.abs(plain - QUERY.array()).max(axis=2) < 24).sum()
    red = np.abs(walk - PICK.array()).max(axis=2) < 24
    assert red.sum() > 500
