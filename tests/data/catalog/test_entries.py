from __future__ import annotations

import numpy as np
import pytest

from data.catalog.entries import checked
from engine.errors import VectorError
from tests.data.songs import vector


def test_what_rounding_left_is_taken_out() -> None:
    rough = np.stack([vector("a"), vector("b")]).astype(np.float16)
    lengths = np.linalg.norm(checked(rough), axis=1)
    assert np.abs(lengths - 1).max() < 1e-6
    assert checked(rough).dtype == np.float32


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0, 1e-30])
def test_vectors_that_are_no_directions_are_refused(bad: float) -> None:
    rows = np.stack([vector("a"), np.full_like(vector("a"), bad)])
    with pytest.raises(VectorError, match="row 1"):
        checked(rows)


@pytest.mark.parametrize("shape", [(4,), (2, 0), (1, 2, 2)])
def test_other_shapes_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(VectorError, match="shape"):
        checked(np.ones(shape, np.float32))
