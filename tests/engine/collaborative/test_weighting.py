from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from engine.collaborative.weighting import Weighting, weighted

COUNTS = np.array([[0, 1, 3], [0, 0, 0], [7, 0, 0]], dtype=np.float32)


@pytest.mark.parametrize(
    ("weighting", "expected"),
    [
        (Weighting.BINARY, [[0, 1, 1], [0, 0, 0], [1, 0, 0]]),
        (Weighting.COUNT, [[0, 1, 3], [0, 0, 0], [7, 0, 0]]),
        (Weighting.LOG, [[0, np.log(2), np.log(4)], [0, 0, 0], [np.log(8), 0, 0]]),
        (Weighting.LOG_SHARE, [[0, 0.5, 1], [0, 0, 0], [1, 0, 0]]),
    ],
)
def test_counts_become_weights(weighting: Weighting, expected: list[list[float]]) -> None:
    found = weighted(csr_array(COUNTS), weighting)
    np.testing.assert_allclose(found.toarray(), expected, rtol=1e-6)
    assert found.dtype == np.float32


@pytest.mark.parametrize("weighting", Weighting)
def test_nothing_stays_nothing_and_the_counts_stay_as_they_are(weighting: Weighting) -> None:
    assert weighted(csr_array((2, 3), dtype=np.float32), weighting).nnz == 0
    counts = csr_array(COUNTS)
    weighted(counts, weighting).data[:] = 0
    np.testing.assert_array_equal(counts.toarray(), COUNTS)
