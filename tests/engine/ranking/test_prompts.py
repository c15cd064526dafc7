"""The mean of the songs that fit."""

from __future__ import annotations

import numpy as np
import pytest

from engine.errors import VectorError
from engine.ranking.prompts import EXAMPLES, centroid
from tests.engine.ranking.toy_songs import at


def test_it_lies_where_the_songs_lie_that_fit() -> None:
    vectors = np.stack([at(0), at(20), at(170)])
    np.testing.assert_allclose(centroid(vectors, np.array([0.7, 0.7, 0.0])), at(10), atol=1e-3)


def test_a_song_counts_by_how_well_it_fits() -> None:
    mean = centroid(np.stack([at(0), at(60)]), np.array([1.0, 0.5]))
    assert np.degrees(np.arctan2(mean[1], mean[0])) == pytest.approx(10.9, abs=0.1)


def test_where_nothing_fits_all_count_alike() -> None:
    np.testing.assert_allclose(centroid(np.stack([at(0), at(60)]), np.zeros(2)), at(30), atol=1e-5)


def test_only_the_best_take_part() -> None:
    vectors = np.stack([at(0)] * EXAMPLES + [at(90)] * 500)
    fits = np.array([0.6] * EXAMPLES + [0.5] * 500)
    np.testing.assert_allclose(centroid(vectors, fits), at(0), atol=1e-6)


@pytest.mark.parametrize(
    "vectors", [np.zeros((0, 3), np.float32), np.stack([at(0), at(180)])], ids=["none", "opposite"]
)
def test_nothing_has_no_middle(vectors: np.ndarray) -> None:
    with pytest.raises(VectorError):
        centroid(vectors, np.ones(len(vectors)))
