from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.views.labels import Box, Point, Wanted, place, spread

FRAME = Box(0, 0, 1100, 640)
POINTS = st.lists(st.tuples(st.floats(0, 1100), st.floats(0, 640)), min_size=1, max_size=11)


@given(POINTS)
def test_labels_never_cover_each_other_or_a_mark_and_stay_inside(points: list[tuple[float, float]]) -> None:
    wanted = [Wanted(Point(x, y), 17, 200, 30) for x, y in points]
    taken = [Box(900, 500, 1084, 624)]
    boxes = [placed.box for placed in place(wanted, taken, FRAME) if placed is not None]
    for index, box in enumerate(boxes):
        assert box.outside(FRAME) < 1e-6
        assert box.overlap(taken[0]) == 0
        assert all(box.overlap(other) == 0 for other in boxes[index + 1 :])
        assert all(box.overlap(label.mark.around(label.radius)) == 0 for label in wanted)


def test_a_lone_label_stands_to_the_right_of_its_mark() -> None:
    (placed,) = place([Wanted(Point(100, 100), 17, 200, 30)], [], FRAME)
    assert placed is not None
    assert not placed.far
    assert placed.box.left > 117
    assert placed.box.middle.y == 100


def test_a_label_without_any_room_is_left_out() -> None:
    (placed,) = place([Wanted(Point(50, 50), 17, 200, 30)], [], Box(0, 0, 100, 100))
    assert placed is None


@given(POINTS)
def test_marks_are_pushed_apart_and_stay_inside(points: list[tuple[float, float]]) -> None:
    radii = np.full(len(points), 17.0)
    moved = spread(np.array(points), radii, FRAME)
    assert (moved >= 17 - 1e-6).all() or len(points) == 1
    for index, point in enumerate(moved):
        others = np.delete(moved, index, axis=0)
        assert not len(others) or np.hypot(*(others - point).T).min() > 20


def test_marks_that_do_not_touch_stay_where_they_are() -> None:
    points = np.array([[100.0, 100.0], [300.0, 300.0]])
    assert np.array_equal(spread(points, np.full(2, 17.0), FRAME), points)
