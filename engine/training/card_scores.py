"""What the ear is worth, for the model card: from the JSON that ``python -m engine.evaluation ear --json`` writes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.evaluation.ear.columns import GROUPS, columns_of
from engine.evaluation.ear.rows import Kind
from engine.evaluation.table import Table

_COMMAND = "python -m engine.evaluation ear --json"
_NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Score:
    """A mean over folds and its deviation; ``None`` where nothing was measured."""

    mean: float | None
    deviation: float | None


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """One ear, by column."""

    name: str
    kind: Kind
    scores: dict[str, Score]


@dataclass(frozen=True, slots=True)
class EarScores:
    """Everything of the file that the card tells.

    Attributes
    ----------
    covered
        By column, how much of the way from musicnn to the six taggers joined is covered.
    not_above_musicnn, not_above_floor, goals_missed
        Columns.
    """

    folds: int
    columns: tuple[str, ...]
    rows: tuple[ScoredRow, ...]
    queries: dict[str, int]
    covered: dict[str, float]
    not_above_musicnn: tuple[str, ...]
    not_above_floor: tuple[str, ...]
    goals_missed: tuple[str, ...]


def read_scores(path: Path) -> EarScores:
    """Read the file.

    Raises
    ------
    OSError
        It cannot be read.
    ValueError
        It is not what the command writes.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        rows = tuple(ScoredRow(row["name"], Kind(row["kind"]), _scores(row)) for row in raw["rows"])
        if not any(row.kind is Kind.OURS for row in rows):
            raise ValueError("ours is not among the rows")
        verdict = raw["verdict"]
        return EarScores(
            folds=len(raw["folds"]),
            columns=tuple(raw["columns"]),
            rows=rows,
            queries={column: max(row["scores"][column]["queries"] for row in raw["rows"]) for column in raw["columns"]},
            covered={name: value for name, value in verdict["covered"].items() if value is not None},
            not_above_musicnn=tuple(verdict["not_above_musicnn"]),
            not_above_floor=tuple(verdict["not_above_floor"]),
            goals_missed=tuple(verdict["goals_missed"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path} is not what `{_COMMAND} {path}` writes ({error})") from error


def score_tables(scores: EarScores) -> tuple[Table, ...]:
    """A table a group of columns, a row a column: the baselines, the best musicnn, the six joined, our parts, ours."""
    known = [column for group in GROUPS for column in columns_of(group)]
    groups = [(group, columns_of(group)) for group in GROUPS]
    groups.append(("Others", tuple(column for column in scores.columns if column not in known)))
    return tuple(
        _group_table(scores, group, [column for column in columns if column in scores.columns])
        for group, columns in groups
        if any(column in scores.columns for column in columns)
    )


def score_sentences(scores: EarScores) -> tuple[str, ...]:
    """What the tables come to."""
    lines = [
        f"Not above the best of musicnn's vectors: {_names(scores.not_above_musicnn)}.",
        f"Not above MFCCs or the untrained copy: {_names(scores.not_above_floor)}.",
        f"Goals of robustness missed: {_names(scores.goals_missed)}.",
    ]
    if scores.covered:
        mean = sum(scores.covered.values()) / len(scores.covered)
        lines.append(
            f"Of the way from musicnn to the six taggers joined, {mean:.0%} is covered on the mean of the "
            f"{len(scores.covered)} columns in which the six are ahead."
        )
    return tuple(lines)


def _group_table(scores: EarScores, group: str, columns: Sequence[str]) -> Table:
    parts = [row for row in scores.rows if row.kind is Kind.OUR_PART]
    return Table(
        title=f"{group}, mean ± deviation over {scores.folds} folds",
        header=(
            "asked",
            "queries",
            "random",
            "MFCC",
            "untrained",
            "best musicnn",
            "six joined",
            *(row.name for row in parts),
            "ours",
        ),
        rows=tuple(
            (
                column,
                f"{scores.queries[column]:,}",
                *(_best(scores, kind, column) for kind in (Kind.CHANCE, Kind.MFCC, Kind.UNTRAINED)),
                *(_best(scores, kind, column, deviation=True) for kind in (Kind.MUSICNN, Kind.JOINED)),
                *(_cell(row.scores[column]) for row in parts),
                _best(scores, Kind.OURS, column, deviation=True),
            )
            for column in columns
        ),
    )


def _best(scores: EarScores, kind: Kind, column: str, *, deviation: bool = False) -> str:
    """The highest mean of the rows of a kind."""
    found = [row.scores[column] for row in scores.rows if row.kind is kind and row.scores[column].mean is not None]
    if not found:
        return _NOTHING
    return _cell(max(found, key=lambda score: score.mean or 0.0), deviation=deviation)


def _cell(score: Score, *, deviation: bool = False) -> str:
    if score.mean is None:
        return _NOTHING
    return f"{score.mean:.3f} ± {score.deviation or 0:.3f}" if deviation else f"{score.mean:.3f}"


def _scores(row: dict[str, Any]) -> dict[str, Score]:
    return {column: Score(one["mean"], one["deviation"]) for column, one in row["scores"].items()}


def _names(columns: Sequence[str]) -> str:
    return ", ".join(columns) or "none"
