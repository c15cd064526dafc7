from __future__ import annotations

from collections import Counter

from data.catalog.growing.summary import Summary


def test_all_that_happened_is_said() -> None:
    summary = Summary(
        added=3, known=1, unchanged=1_200, copies=2, heard=5, bad=Counter(damaged=2),
        bad_before=Counter(damaged=1, empty=1), closed=1, others=7, placed=3,
        wrong=Counter({"no source knows it for sure": 4}),
    )  # fmt: skip
    assert summary.text(10.0).splitlines() == [
        "3 songs added, 1 known already",
        "1,200 files unchanged, 2 moved or copied: not heard again",
        "7 files are not music",
        "3 songs got their place on the map",
        "4 files are bad (2 of them as before; --again tries them once more):",
        "  3 because it is damaged",
        "  1 because it is empty",
        "1 folders may not be looked into",
        "4 entries came to nothing:",
        "  4 because no source knows it for sure",
        "5 sounds heard in 10.0 s, 1,800 an hour",
    ]
    assert not summary.all_well


def test_nothing_is_little_to_say() -> None:
    assert Summary().text(0.0) == "0 songs added, 0 known already\n0 sounds heard in 0.0 s\n"
    assert Summary(added=1, unchanged=5, others=3).all_well
