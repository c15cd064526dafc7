"""The tables of the ear: a table a group of columns, and one that compares ours with the others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from engine.evaluation.ear.columns import COLUMNS, GROUPS, PROBES, columns_of
from engine.evaluation.ear.scores import Scored
from engine.evaluation.ear.verdict import BELOW_ALLOWED, GOALS, Comparison, Verdict
from engine.evaluation.metrics import Spread
from engine.evaluation.table import Table

NOT_MEASURED = "-"
_NOTES = {
    PROBES: (
        "Logistic regression with one ridge for all rows, learnt on the other folds; accuracy, and the macro mean over "
        "AllMusic genres with at least 20 clips.",
    ),
}
_EVERY_TABLE = (
    "Every query is heard by weights that were trained without its artist; vectors of ears without folds are "
    "standardised on the training folds before cosine."
)


def group_tables(rows: Sequence[Scored], folds: Sequence[int]) -> tuple[Table, ...]:
    """Every row's mean and deviation over the folds."""
    return tuple(_group_table(group, rows, folds) for group in GROUPS)


def verdict_table(verdict: Verdict) -> Table:
    """In each column the best variant of musicnn, ours, and how much of the way to the six joined is covered."""
    ways = [one.covered for one in verdict.comparisons if not math.isnan(one.covered)]
    notes = (
        (f"On the mean {sum(ways) / len(ways):.0%} of the way is covered, over {len(ways)} columns.",) if ways else ()
    )
    return Table(
        title="Ours beside the best variant of musicnn in each column, and the six taggers joined",
        header=(
            "column",
            "ours",
            "musicnn",
            "which",
            "difference",
            "above",
            "six",
            "covered",
            "floor",
            "above",
            "goal",
        ),
        rows=tuple(_comparison(one) for one in verdict.comparisons),
        notes=(
            *notes,
            "Floor: the better of MFCC and the untrained copy. Covered: of the way from musicnn to the six joined, "
            "where they are ahead of it. At 1.000 as good is good enough: nothing can be above.",
        ),
    )


def sentences(verdict: Verdict) -> tuple[str, ...]:
    """What the tables come to."""
    lost = verdict.not_above_musicnn
    said = [
        f"Not above the best musicnn in {len(lost)} columns (at most {BELOW_ALLOWED} may be): {_names(lost)}.",
        f"Not above MFCC and the untrained copy: {_names(verdict.not_above_floor)}.",
        f"Goals missed: {_names(verdict.goals_missed)}.",
    ]
    if verdict.not_measured:
        said.append(f"Not measured, because the fold's model heard no views: {_names(verdict.not_measured)}.")
    for kind, absent in (
        ("musicnn", all(math.isnan(one.musicnn) for one in verdict.comparisons)),
        ("MFCC and the untrained copy", all(math.isnan(one.floor) for one in verdict.comparisons)),
    ):
        if absent:
            said.append(f"Not compared with {kind}: it was left out.")
    return tuple(said)


def as_json(rows: Sequence[Scored], verdict: Verdict, folds: Sequence[int]) -> dict[str, Any]:
    """All of it for another program; what was not measured is ``null``."""
    return {
        "folds": list(folds),
        "columns": list(COLUMNS),
        "rows": [
            {
                "name": row.name,
                "kind": row.kind.value,
                "scores": {column: _spread_json(row, column) for column in COLUMNS},
            }
            for row in rows
        ],
        "verdict": {
            "met": verdict.met,
            "not_above_musicnn": list(verdict.not_above_musicnn),
            "not_above_floor": list(verdict.not_above_floor),
            "goals_missed": list(verdict.goals_missed),
            "not_measured": list(verdict.not_measured),
            "covered": {one.column: _number(one.covered) for one in verdict.comparisons},
        },
    }


def _group_table(group: str, rows: Sequence[Scored], folds: Sequence[int]) -> Table:
    columns = columns_of(group)
    counts = ", ".join(f"{column} {rows[0].spread(column).queries}" for column in columns)
    over = f"mean ± deviation over {len(folds)} folds" if len(folds) > 1 else f"fold {folds[0]} alone"
    return Table(
        title=f"{group}, {over}",
        header=("heard by", *columns),
        rows=tuple((row.name, *(_cell(row.spread(column)) for column in columns)) for row in rows),
        notes=(*_NOTES.get(group, ()), f"Queries: {counts}.", *((_EVERY_TABLE,) if group == GROUPS[0] else ())),
    )


def _comparison(one: Comparison) -> tuple[str, ...]:
    goal = GOALS.get(one.column)
    return (
        one.column,
        _score(one.ours),
        _score(one.musicnn),
        one.musicnn_name.removeprefix("musicnn ") or NOT_MEASURED,
        NOT_MEASURED if math.isnan(one.ours - one.musicnn) else f"{one.ours - one.musicnn:+.3f}",
        _yes(one.above_musicnn),
        _score(one.six),
        NOT_MEASURED if math.isnan(one.covered) else f"{one.covered:.0%}",
        _score(one.floor),
        _yes(one.above_floor),
        "" if goal is None else f"{goal:.2f}: {_yes(None if math.isnan(one.ours) else one.ours >= goal)}",
    )


def _cell(spread: Spread) -> str:
    if math.isnan(spread.mean):
        return NOT_MEASURED
    return f"{spread.mean:.3f} ± {spread.deviation:.3f}" if spread.folds > 1 else f"{spread.mean:.3f}"


def _score(value: float) -> str:
    return NOT_MEASURED if math.isnan(value) else f"{value:.3f}"


def _yes(answer: bool | None) -> str:
    return {True: "yes", False: "no", None: NOT_MEASURED}[answer]


def _names(columns: Sequence[str]) -> str:
    return ", ".join(columns) or "none"


def _spread_json(row: Scored, column: str) -> dict[str, Any]:
    spread = row.spread(column)
    return {
        "mean": _number(spread.mean),
        "deviation": _number(spread.deviation),
        "queries": spread.queries,
        "folds": [_number(value) for value in row.fold_means(column)],
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)
