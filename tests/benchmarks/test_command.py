"""The command line that benchmarks share, with a benchmark that measures nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.command import UNUSABLE, Run, main
from benchmarks.measurement import Measurement, from_json
from bot.errors import WeightsUnusable
from engine.errors import ModelError


def test_the_table_stands_below_the_machines_facts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--home", str(tmp_path), "--markdown"]
    assert main("toy", "Measures nothing.", lambda run: [Measurement("toy", 1.0, "s", 2.0)], arguments) == 0
    text = capsys.readouterr().out
    assert "cores" in text
    assert "torch" in text
    assert "| toy  |   1.00 s | ≤ 2.00 s | met |" in text


def test_numbers_alone_are_for_other_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[Run] = []

    def measure(run: Run) -> Sequence[Measurement]:
        seen.append(run)
        assert run.directory.is_dir()
        return [Measurement("toy", float(run.times(50)), "times")]

    assert main("toy", "", measure, ["--home", str(tmp_path), "--json", "--quick"]) == 0
    assert from_json(capsys.readouterr().out)[0].value == 5.0
    assert seen[0].directory.is_relative_to(tmp_path)
    assert not seen[0].directory.exists(), "nothing is left behind"


@pytest.mark.parametrize("error", [ModelError("the weights are missing"), WeightsUnusable("the weights are missing")])
def test_what_is_missing_is_one_line_and_status_two(
    error: Exception, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def measure(run: Run) -> Sequence[Measurement]:
        raise error

    assert main("toy", "", measure, ["--home", str(tmp_path)]) == UNUSABLE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "the weights are missing" in captured.err
