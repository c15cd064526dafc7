"""Numbers beside targets: what is met, what is missed, and how it is written."""

from __future__ import annotations

import pytest

from benchmarks.measurement import Measurement, from_json, measurement_table, percentile, to_json

QUICK = Measurement("answer, p50", 59.0, "ms", 60.0, note="two cores")
SLOW = Measurement("answer, p95", 151.0, "ms", 150.0, note="two cores")
MANY = Measurement("clips an hour", 20_500.0, "clips", 20_000.0, at_least=True)
FEW = Measurement("clips an hour", 19_999.0, "clips", 20_000.0, at_least=True)
ROUNDS = Measurement("embed", 52.94, "ms", low=44.0, high=166.1)
BARE = Measurement("longest stall", 12.345, "ms")


def test_a_target_is_a_bound_from_above_unless_it_must_be_reached() -> None:
    assert [one.met for one in (QUICK, SLOW, MANY, FEW, BARE)] == [True, False, True, False, None]


def test_the_table_shows_both_numbers_and_notes_once() -> None:
    table = measurement_table("t", [QUICK, SLOW, MANY, BARE])
    assert table.rows == (
        ("answer, p50 [1]", "59.0 ms", "≤ 60.0 ms", "met"),
        ("answer, p95 [1]", "151 ms", "≤ 150 ms", "MISSED"),
        ("clips an hour", "20,500 clips", "≥ 20,000 clips", "met"),
        ("longest stall", "12.3 ms", "", ""),
    )
    assert table.notes == ("[1] two cores",)


def test_what_rounds_lie_between_stands_beside_their_middle() -> None:
    assert measurement_table("t", [ROUNDS]).rows[0][1] == "52.9 (44.0 to 166) ms"


def test_measurements_survive_the_way_from_another_process() -> None:
    assert from_json(to_json([QUICK, MANY, ROUNDS])) == (QUICK, MANY, ROUNDS)


@pytest.mark.parametrize(("share", "value"), [(0.0, 1.0), (0.5, 2.5), (1.0, 4.0)])
def test_percentiles_lie_between_neighbours(share: float, value: float) -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], share) == value
