"""What is above what, how much of the way is covered, and what the tables say of it."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from engine.evaluation.ear.columns import COLUMNS, GROUPS
from engine.evaluation.ear.rows import Kind
from engine.evaluation.ear.scores import Scored
from engine.evaluation.ear.table import as_json, group_tables, sentences, verdict_table
from engine.evaluation.ear.verdict import GOALS, judge

FOLDS = (0, 3)


def scored(name: str, kind: Kind, score: float, **changes: float) -> Scored:
    """The same in every column but those named, two folds that differ by .02."""
    values = dict.fromkeys(COLUMNS, score) | {name.replace("_", " "): value for name, value in changes.items()}

    def answers(value: float) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], ...]:
        empty: np.ndarray[tuple[int], np.dtype[np.float64]] = np.zeros(0)
        return (empty, empty) if math.isnan(value) else (np.array([value - 0.01]), np.array([value + 0.01]))

    return Scored(name, kind, {column: answers(value) for column, value in values.items()})


def rows(ours: Scored, musicnn: float = 0.9) -> tuple[Scored, ...]:
    return (
        scored("MFCC", Kind.MFCC, 0.5),
        scored("untrained copy", Kind.UNTRAINED, 0.6),
        scored("musicnn taggram", Kind.MUSICNN, musicnn - 0.1, room=0.92),
        scored("musicnn penultimate", Kind.MUSICNN, musicnn),
        scored("all six joined", Kind.JOINED, 0.98, phone=0.1),
        ours,
    )


def test_above_everything_is_enough() -> None:
    verdict = judge(rows(scored("both", Kind.OURS, 0.96)))
    assert verdict.met
    assert verdict.not_above_musicnn == verdict.not_above_floor == verdict.goals_missed == verdict.not_measured == ()
    by_column = {one.column: one for one in verdict.comparisons}
    assert by_column["mirex cluster"].covered == pytest.approx(0.75)
    assert math.isnan(by_column["phone"].covered)
    assert (by_column["room"].musicnn_name, by_column["room"].musicnn) == ("musicnn taggram", pytest.approx(0.92))
    assert by_column["phone"].floor == pytest.approx(0.6)


def test_one_column_may_be_lost_to_musicnn_and_two_may_not() -> None:
    assert judge(rows(scored("both", Kind.OURS, 0.96, phone=0.89))).met
    verdict = judge(rows(scored("both", Kind.OURS, 0.96, phone=0.89, room=0.92)))
    assert not verdict.met
    assert verdict.not_above_musicnn == ("phone", "room")
    assert "Not above the best musicnn in 2 columns (at most 1 may be): phone, room." in sentences(verdict)


def test_no_column_may_be_lost_to_the_floor() -> None:
    verdict = judge(rows(scored("both", Kind.OURS, 0.96, phone=0.6), musicnn=0.5))
    assert (verdict.met, verdict.not_above_floor) == (False, ("phone",))


def test_a_goal_may_not_be_missed() -> None:
    verdict = judge(rows(scored("both", Kind.OURS, 0.94)))
    assert not verdict.met
    assert verdict.goals_missed == tuple(column for column in COLUMNS if GOALS.get(column, 0) > 0.94)


def test_where_everybody_is_perfect_nobody_is_beaten() -> None:
    def perfect(name: str, kind: Kind) -> Scored:
        return Scored(name, kind, {column: (np.ones(3), np.ones(3)) for column in COLUMNS})

    verdict = judge([perfect("musicnn", Kind.MUSICNN), perfect("both", Kind.OURS)])
    assert verdict.met


def test_what_was_not_measured_is_not_met() -> None:
    verdict = judge(rows(scored("both", Kind.OURS, 0.96, room=math.nan)))
    assert (verdict.met, verdict.not_measured) == (False, ("room",))
    assert any("Not measured" in sentence and "room" in sentence for sentence in sentences(verdict))


def test_rows_that_were_left_out_are_said() -> None:
    said = sentences(judge([scored("both", Kind.OURS, 0.96)]))
    assert "Not compared with musicnn: it was left out." in said
    assert "Not compared with MFCC and the untrained copy: it was left out." in said


def test_without_ours_there_is_nothing_to_judge() -> None:
    with pytest.raises(ValueError, match="our own ear"):
        judge([scored("MFCC", Kind.MFCC, 0.5)])


def test_the_tables_hold_every_row_and_column() -> None:
    every = rows(scored("both", Kind.OURS, 0.96, room=math.nan))
    tables = group_tables(every, FOLDS)
    assert [table.title.split(",")[0] for table in tables] == [group.split(",")[0] for group in GROUPS]
    assert sum(len(table.header) - 1 for table in tables) == len(COLUMNS)
    assert all(len(table.rows) == len(every) for table in tables)
    assert tables[0].rows[-1][1] == "0.960 ± 0.014"
    room = tables[-1].header.index("room")
    assert tables[-1].rows[-1][room] == "-"
    assert "fold 3 alone" in group_tables(every, (3,))[0].title
    lines = verdict_table(judge(every)).rows
    assert [line[0] for line in lines] == list(COLUMNS)
    assert lines[0] == (
        "emotify genre",
        "0.960",
        "0.900",
        "penultimate",
        "+0.060",
        "yes",
        "0.980",
        "75%",
        "0.600",
        "yes",
        "",
    )


def test_the_json_is_the_table() -> None:
    every = rows(scored("both", Kind.OURS, 0.96, room=math.nan))
    told = json.loads(json.dumps(as_json(every, judge(every), FOLDS), allow_nan=False))
    assert told["folds"] == [0, 3]
    ours = told["rows"][-1]
    assert (ours["name"], ours["kind"]) == ("both", "ours")
    assert ours["scores"]["phone"] == {
        "mean": 0.96,
        "deviation": pytest.approx(0.014142),
        "queries": 2,
        "folds": [0.95, 0.97],
    }
    assert ours["scores"]["room"]["mean"] is None
    assert told["verdict"]["met"] is False
