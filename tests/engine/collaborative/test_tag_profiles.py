from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from engine.collaborative.tag_profiles import tag_profiles, tag_vectors, unit_rows

TAGS = csr_array(
    np.array(
        [
            [1, 3, 0, 0],  # on two of four items
            [0, 1, 1, 0],
            [0, 0, 5, 0],  # on one alone
            [1, 1, 1, 1],  # on all: it tells nothing apart
        ],
        dtype=np.float32,
    )
)


def test_items_are_log_counts_times_rarity_at_unit_length() -> None:
    vectors = tag_vectors(TAGS, fewest_items=2).toarray()
    second = np.log1p([3, 1]) * np.log(4 / 2)
    np.testing.assert_allclose(vectors[:3], [[1, 0], second / np.linalg.norm(second), [0, 1]], rtol=1e-6)
    assert vectors[3].tolist() == [0, 0]


def test_rare_tags_weigh_more_where_they_are_kept() -> None:
    third = tag_vectors(TAGS, fewest_items=1).toarray()[2]
    expected = np.array([0, np.log(2) * np.log(2), np.log(6) * np.log(4)])
    np.testing.assert_allclose(third, expected / np.linalg.norm(expected), rtol=1e-6)


def test_of_too_many_tags_those_on_most_items_are_kept() -> None:
    tags = csr_array(np.array([[1, 0, 0, 0], [1, 1, 1, 0], [1, 1, 0, 0]], dtype=np.float32))
    assert tag_vectors(tags, 1, most=1).toarray().tolist() == [[1], [1], [1], [0]]


def test_a_profile_is_what_is_played_by_weight() -> None:
    vectors = csr_array(np.array([[1, 0], [0, 1], [0, 0]], dtype=np.float32))
    plays = csr_array(np.array([[3, 4, 9], [0, 0, 2]], dtype=np.float32))
    np.testing.assert_allclose(tag_profiles(plays, vectors), [[0.6, 0.8], [0, 0]], rtol=1e-6)


def test_unit_rows_leave_what_is_empty() -> None:
    rows = unit_rows(csr_array(np.array([[0, 0, 0], [2, 0, 0], [1, 2, 2]], dtype=np.float32)))
    np.testing.assert_allclose(rows.toarray(), [[0, 0, 0], [1, 0, 0], [1 / 3, 2 / 3, 2 / 3]], rtol=1e-6)
    assert rows.dtype == np.float32
