"""The comparison with implicit, on few playlists."""

from __future__ import annotations

import pytest

from benchmarks.collaborative import compare
from benchmarks.playlists import draw, keep_back

pytest.importorskip("implicit", reason="what Segue is compared with is not installed")


def test_both_learn_the_same_playlists_and_every_number_is_there() -> None:
    split = keep_back("toy playlists", draw(lists=200, tracks=120, seed=0), asked=40, seed=0)
    rows = {row.what: row for row in compare(split, rounds=1, folded=5)}
    ratio = rows["wall time as a share of implicit's"]
    ours, theirs = rows["learning, wall time, Segue"], rows["learning, wall time, implicit"]
    assert ratio.value == pytest.approx(ours.value / theirs.value)
    assert ratio.target == 1.0
    assert "toy playlists: 200 x 120" in ratio.note
    quality = rows["NDCG@10, Segue"]
    assert quality.target == rows["NDCG@10, implicit"].value
    assert 5 < quality.value < 100
    assert rows["largest difference of a score, torch and Numba"].value < 1_000
    assert 0 < rows["folding one member in, p50"].value <= rows["folding one member in, p95"].value
