from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.evaluation.reliability import Interval
from engine.evaluation.reliability_heads import heads
from engine.evaluation.reliability_json import read_report, save_report
from engine.evaluation.reliability_report import (
    PAIRS,
    TOP,
    WORDS,
    Report,
    reliability_table,
    report,
)
from tests.engine.evaluation.sure_heads import toy


@pytest.fixture(scope="module")
def told() -> Report:
    tracks, labels, folds = toy()
    return report(heads(tracks, labels, folds), [fold.model for fold in folds], resamples=50)


def test_every_head_is_told_before_and_after(told: Report) -> None:
    assert [(line.head, line.kind) for line in told.lines] == [
        ("genre", TOP),
        ("genre", PAIRS),
        ("genre", WORDS),
        ("mood", TOP),
        ("mood", PAIRS),
        ("mood", WORDS),
        ("quadrant", TOP),
        ("emotify", TOP),
    ]
    for line in told.lines:
        assert line.after.error.value < line.before.error.value
        assert line.after.brier < line.before.brier
    assert told.missed == ()


def test_only_genre_and_quadrant_decide_and_an_interval_that_reaches_below_is_enough(told: Report) -> None:
    def worse(line: str, low: float) -> Report:
        lines = tuple(
            replace(one, after=replace(one.after, error=Interval(0.2, low, 0.3))) if one.head == line else one
            for one in told.lines
        )
        return replace(told, lines=lines)

    assert worse("quadrant", 0.04).missed == ()
    assert worse("quadrant", 0.06).missed == ("quadrant, first word",)
    assert worse("emotify", 0.06).missed == ()
    assert worse("genre", 0.06).missed == ("genre, first word", "genre, every pair")


def test_the_table_says_what_the_report_knows(told: Report) -> None:
    table = reliability_table(told)
    assert len(table.rows) == len(told.lines)
    assert table.rows[1][2] == f"{told.lines[1].after.answers:,}"
    assert f"quadrant {told.scalings['quadrant'].temperature:.2f}" in table.notes[1]
    assert "| head" in table.markdown()


def test_what_was_written_is_read_again(told: Report, tmp_path: Path) -> None:
    path = tmp_path / "results" / "calibration.json"
    save_report(path, told)
    again = read_report(path)
    assert again.lines == told.lines
    assert again.models == told.models
    assert [one.counts.tolist() for one in again.confusions] == [one.counts.tolist() for one in told.confusions]
    assert again.scalings["genre"].bias.tolist() == pytest.approx(told.scalings["genre"].bias.tolist(), abs=1e-6)
    assert [one.name for one in path.parent.iterdir()] == ["calibration.json"]


@pytest.mark.parametrize("text", ["", "{}", '{"format": 99}', '{"format": 1, "models": []}', "[]"])
def test_another_file_is_refused_by_the_name_of_the_command(text: str, tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"python -m engine\.evaluation calibration --json"):
        read_report(path)
