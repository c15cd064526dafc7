from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from engine.collaborative.nearest import strongest


@given(st.integers(0, 10_000), st.integers(1, 7))
def test_the_largest_of_each_row_are_kept(seed: int, k: int) -> None:
    table = np.random.default_rng(seed).integers(-2, 5, (6, 6)).astype(np.float32)
    kept = strongest(csr_array(table), k).toarray()
    for row in range(6):
        # A stable sort lets the first of equals win.
        best = [column for column in np.argsort(-table[row], kind="stable")[:k] if table[row, column] > 0]
        assert sorted(best) == np.flatnonzero(kept[row]).tolist()
        assert (kept[row, best] == table[row, best]).all()


def test_an_item_is_no_neighbour_of_itself() -> None:
    kept = strongest(csr_array(np.ones((2, 4), dtype=np.float32)), 4, diagonal=1)
    assert kept.toarray().tolist() == [[1, 0, 1, 1], [1, 1, 0, 1]]
