from __future__ import annotations

import numpy as np
import pytest

from benchmarks.living_index import Answered, Life, _entries, _judged, _recalls, _worst
from data.catalog.rebuilding import Rebuilt

VECTORS = np.eye(40, dtype=np.float32)
ENTRIES = list(_entries(VECTORS))


def answered(songs: int, committed: int, *rows: int) -> Answered:
    return Answered(
        np.arange(40, 0, -1, dtype=np.float32), tuple(ENTRIES[row].song.id for row in rows), songs, committed, 5.0
    )


def test_recall_is_against_the_songs_that_were_there() -> None:
    all_ten = answered(20, 20, *range(10))
    eight = answered(20, 20, *range(2, 12))
    assert list(_recalls([all_ten, eight], ENTRIES, VECTORS)) == [1.0, 0.8]


def test_the_worst_stretch_is_found() -> None:
    assert _worst([1.0] * 5 + [0.0] * 5 + [1.0] * 5, together=5) == 0.0
    assert _worst([1.0, 0.5]) == 0.75


def test_failures_and_late_songs_are_counted() -> None:
    life = Life(committed=30, rebuilt=[Rebuilt(0, "built", 3.0)])
    life.answered = [answered(20, 20, *range(10)), answered(20, 21, *range(10))]
    life.failed = ["OSError: gone"]
    by_name = {one.what: one for one in _judged(life, ENTRIES, VECTORS, 3)}
    assert by_name["questions that failed"].value == 1
    assert by_name["questions that failed"].note == "OSError: gone"
    assert by_name["answers without a song added before the question"].met is False
    assert by_name["recall@10 against comparing every song"].value == pytest.approx(1.0)
