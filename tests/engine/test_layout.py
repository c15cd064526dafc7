from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.errors import VectorError
from engine.layout import BODY, fit_layout, place


def clusters(count: int, groups: int = 3, dimension: int = 12, seed: int = 3) -> NDArray[np.float32]:
    random = np.random.default_rng(seed)
    centres = random.normal(size=(groups, dimension))
    rows = centres[np.arange(count) % groups] + 0.05 * random.normal(size=(count, dimension))
    return rows.astype(np.float32)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 9, 10, 11, 40])
def test_any_number_of_songs_gets_a_map(count: int) -> None:
    points = fit_layout(clusters(count), seed=1)
    assert points.shape == (count, 2)
    assert points.dtype == np.float32
    assert np.isfinite(points).all()
    assert np.abs(points).max(initial=0) <= 1


def test_one_song_lies_in_the_middle_and_two_apart() -> None:
    np.testing.assert_array_equal(fit_layout(clusters(1)), [[0, 0]])
    first, second = fit_layout(np.eye(2))
    assert np.linalg.norm(first - second) > 1
    np.testing.assert_allclose(first, -second, atol=1e-6)


@pytest.mark.parametrize("count", [3, 30])
def test_songs_all_alike_lie_on_one_spot(count: int) -> None:
    points = fit_layout(np.ones((count, 8)))
    np.testing.assert_array_equal(points, np.zeros((count, 2)))


@pytest.mark.parametrize("count", [6, 60])
def test_the_same_seed_gives_the_same_map(count: int) -> None:
    vectors = clusters(count)
    np.testing.assert_array_equal(fit_layout(vectors, seed=4), fit_layout(vectors.copy(), seed=4))


@pytest.mark.parametrize("count", [9, 90])
def test_alike_songs_lie_together(count: int) -> None:
    """Every song's nearest on the map is of its own group, whose members are every third."""
    points = fit_layout(clusters(count), seed=0)
    distances = np.linalg.norm(points[:, None] - points[None], axis=2) + np.eye(count) * 9
    assert (distances.argmin(axis=1) % 3 == np.arange(count) % 3).all()


def test_the_map_is_filled_and_a_stray_does_not_squeeze_it() -> None:
    points = fit_layout(clusters(200, groups=8), seed=0)
    assert np.abs(points).max() > 0.9 * BODY
    line = np.zeros((9, 2))
    line[:, 0] = 1
    line[:, 1] = np.linspace(-0.01, 0.01, 9)
    line[8, 1] = 5
    few = fit_layout(line)
    assert np.abs(few).max() <= 1


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0])
def test_bad_vectors_are_refused(bad: float) -> None:
    vectors = clusters(5)
    vectors[2] = bad
    with pytest.raises(VectorError, match="vector 2"):
        fit_layout(vectors)
    with pytest.raises(VectorError):
        fit_layout(np.ones(5))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1)),
        min_size=1,
        max_size=12,
    )
)
def test_a_new_song_lies_among_its_neighbours(neighbours: list[tuple[float, float, float]]) -> None:
    table = np.array(neighbours)
    point = place(table[:, 0], table[:, 1:])
    assert point.shape == (2,)
    assert (point >= table[:, 1:].min(axis=0) - 1e-6).all()
    assert (point <= table[:, 1:].max(axis=0) + 1e-6).all()


def test_the_nearest_neighbour_pulls_most_and_far_ones_not_at_all() -> None:
    coordinates = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    x, y = place(np.array([0.9, 0.85, 0.2]), coordinates)
    assert 0 < x < 0.5
    assert y == pytest.approx(0, abs=1e-6)
    np.testing.assert_array_equal(place(np.array([0.9]), coordinates[:1]), [0, 0])


def test_the_order_of_neighbours_does_not_matter() -> None:
    similarities = np.array([0.5, 0.9, 0.7, 0.8, 0.6, 0.4, 0.3])
    coordinates = np.random.default_rng(1).uniform(-1, 1, size=(7, 2))
    order = np.array([6, 2, 4, 0, 1, 5, 3])
    np.testing.assert_allclose(
        place(similarities, coordinates), place(similarities[order], coordinates[order]), atol=1e-6
    )


def test_without_neighbours_it_is_the_centre() -> None:
    np.testing.assert_array_equal(place(np.zeros(0), np.zeros((0, 2))), [0, 0])


@pytest.mark.parametrize(
    ("similarities", "coordinates"),
    [(np.ones(2), np.ones((3, 2))), (np.ones((2, 2)), np.ones((2, 2))), (np.array([np.nan]), np.ones((1, 2)))],
)
def test_what_does_not_fit_is_refused(similarities: np.ndarray, coordinates: np.ndarray) -> None:
    with pytest.raises(VectorError):
        place(similarities, coordinates)
