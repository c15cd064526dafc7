from __future__ import annotations

import pytest

from engine.taste.pairs import LIKENESS, STEPS, less_alike


@pytest.mark.parametrize("songs", LIKENESS)
def test_a_row_of_the_table_says_what_it_is_made_from(songs: int) -> None:
    row = LIKENESS[songs]
    assert len(row) == STEPS + 1
    assert list(row) == sorted(row)
    for step, likeness in enumerate(row):
        assert less_alike(likeness, songs) == pytest.approx(step / STEPS, abs=0.01)


def test_the_same_likeness_says_less_where_there_is_more_to_be_alike_in() -> None:
    parts = [less_alike(0.5, songs) for songs in (1, 3, 4, 5, 8, 10, 15, 20, 50)]
    assert parts == sorted(parts, reverse=True)
    assert (parts[0], parts[-1]) == (less_alike(0.5, 3), less_alike(0.5, 20))
