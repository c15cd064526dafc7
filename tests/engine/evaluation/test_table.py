"""A table reads the same on a terminal and in a document."""

from __future__ import annotations

import pytest

from engine.evaluation.table import Table

TABLE = Table("Scores", ("way", "P@10"), (("random", "0.25"), ("a|b", "1")), notes=("Toy.",))


def test_names_stand_left_and_numbers_right() -> None:
    assert TABLE.text().splitlines() == [
        "Scores",
        "",
        "way     P@10",
        "------  ----",
        "random  0.25",
        "a|b        1",
        "",
        "Toy.",
    ]


def test_markdown_is_aligned_and_escapes_bars() -> None:
    assert TABLE.markdown().splitlines() == [
        "**Scores**",
        "",
        "| way    | P@10 |",
        "| ------ | ---: |",
        "| random | 0.25 |",
        "| a\\|b   |    1 |",
        "",
        "Toy.",
    ]
    assert TABLE.render(markdown=True) == TABLE.markdown()
    assert TABLE.render(markdown=False) == TABLE.text()


def test_an_uneven_row_is_refused() -> None:
    with pytest.raises(ValueError, match="a row has 1 cells, the header 2"):
        Table("Uneven", ("a", "b"), (("1",),))
