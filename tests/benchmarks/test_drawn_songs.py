from __future__ import annotations

import numpy as np
import pytest

from benchmarks.drawn_songs import NEIGHBOURS, STEP, DrawnSongs, closeness


@pytest.fixture(scope="module")
def real() -> np.ndarray:
    """400 songs on a flat ring in 32 dimensions, with little noise."""
    random = np.random.default_rng(1)
    angles = random.uniform(0, 2 * np.pi, 400)
    axes = np.linalg.qr(random.normal(size=(32, 2)))[0]
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1) @ axes.T + 0.01 * random.normal(size=(400, 32))
    unit: np.ndarray = (ring / np.linalg.norm(ring, axis=1, keepdims=True)).astype(np.float32)
    return unit


def test_draws_are_unit_vectors_the_same_for_the_same_seed_and_none_twice(real: np.ndarray) -> None:
    songs = DrawnSongs(real)
    drawn = songs.draw(3_000, 1)
    np.testing.assert_allclose(np.linalg.norm(drawn, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(drawn, songs.draw(3_000, 1))
    assert not np.allclose(drawn, songs.draw(3_000, 2))
    assert len(np.unique(drawn, axis=0)) == 3_000
    assert songs.draw(0, 1).shape == (0, 32)


def test_draws_stay_in_the_directions_that_the_real_ones_take(real: np.ndarray) -> None:
    """The ring fills two of its dimensions, and so do the draws."""
    share = [
        float((values := np.linalg.svd(vectors, compute_uv=False) ** 2)[:2].sum() / values.sum())
        for vectors in (real, DrawnSongs(real).draw(2_000, 1))
    ]
    assert share[0] > 0.98
    assert share[1] > 0.9


def test_draws_lie_apart_as_the_shipped_songs_do() -> None:
    songs = DrawnSongs.of_shipped()
    assert len(songs.real) > NEIGHBOURS
    real, drawn = closeness(songs.real), closeness(songs.draw(len(songs.real), 1))
    assert drawn.first[1] == pytest.approx(real.first[1], abs=0.03)
    assert drawn.first[0] == pytest.approx(real.first[0], abs=0.03)
    assert all(one > 0 for one in drawn.hundredth)
    assert 0 < STEP < 1
