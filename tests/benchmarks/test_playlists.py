"""What is kept back is kept back, and the score is the one of the books."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array

from benchmarks.playlists import draw, keep_back, ndcg, read
from engine.collaborative import Interactions


def test_a_fifth_is_kept_back_of_those_that_are_asked() -> None:
    plays = draw(lists=50, tracks=60, seed=0)
    split = keep_back("toy", plays, asked=10, seed=0)
    whole = plays.counts.toarray()
    learned = split.plays.counts.toarray()
    held = np.zeros_like(whole)
    held[split.asked] = split.held.toarray()
    np.testing.assert_array_equal(learned + held, whole)
    assert len(split.asked) == 10
    lengths = whole[split.asked].sum(axis=1)
    np.testing.assert_array_equal(split.held.toarray().sum(axis=1), (lengths / 5).astype(int))
    assert lengths.min() >= 5


def test_draws_are_playlists_of_their_own_taste() -> None:
    plays = draw(lists=30, tracks=400, seed=1)
    np.testing.assert_array_equal(plays.counts.toarray(), draw(lists=30, tracks=400, seed=1).counts.toarray())
    assert set(plays.counts.data.tolist()) == {1.0}
    assert 10 < len(plays) / len(plays.users) < 40


def test_gain_is_discounted_and_normalised() -> None:
    held = csr_array(np.array([[1, 1, 0, 0, 0], [0, 0, 1, 0, 0]], dtype=np.float32))
    assert ndcg(np.array([[0, 1, 2], [2, 0, 1]]), held) == pytest.approx(1)
    assert ndcg(np.array([[2, 3, 4], [0, 1, 3]]), held) == 0
    second = 1 / np.log2(3)
    expected = np.mean([second / (1 + second), second])
    assert ndcg(np.array([[2, 0, 3], [0, 2, 1]]), held) == pytest.approx(expected)


def test_the_challenge_is_read(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow", reason="playlists are in Parquet")
    parquet = pytest.importorskip("pyarrow.parquet", reason="playlists are in Parquet")
    table = arrow.table({"playlist_id": [7, 7, 3, 7], "track_id": [1, 2, 1, 1], "position": [0, 1, -1, 2]})
    parquet.write_table(table, tmp_path / "train.parquet")
    plays = read(tmp_path / "train.parquet")
    assert isinstance(plays, Interactions)
    assert (plays.users, plays.items) == (("3", "7"), ("1", "2"))
    assert plays.counts.toarray().tolist() == [[1, 0], [1, 1]]
