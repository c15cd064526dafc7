from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.asked_index import CANDIDATES, Asked, Planted
from benchmarks.index import Row, main, table, targets, true_neighbours

ASKED = Asked(40_000.0, True, 1.0, 0.995, 0.98, 0.97, 2.0, 4.0, 2.1, 3.0, 50.0, 20.0)
ROW = Row("annoy", 100_000, Planted(11.0, 230.0, 400.0), ASKED)


def test_the_true_neighbours_are_the_nearest_first() -> None:
    vectors = np.eye(600, 40, dtype=np.float32)
    question = np.arange(40, dtype=np.float32)[None]
    rows = true_neighbours(vectors, question)
    assert rows.shape == (1, CANDIDATES)
    assert rows[0, :3].tolist() == [39, 38, 37]


def test_every_effort_has_a_line_and_the_one_in_use_a_mark() -> None:
    other = replace(ROW, asked=replace(ASKED, effort=8_000.0, used=False))
    exact = Row("exact", 100_000, None, replace(ASKED, effort=0.0))
    text = table([ROW, other, exact]).render(markdown=False)
    assert "40,000 *" in text
    assert "8,000 " in text
    assert "0.995" in text


def test_targets_are_judged_only_at_their_size() -> None:
    assert [one.met for one in targets([ROW])] == [True, True]
    assert [one.met for one in targets([replace(ROW, asked=replace(ASKED, recall_10=0.5))])] == [False, True]
    assert targets([replace(ROW, songs=10_000)]) == []


def test_the_command_measures_and_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = tmp_path / "rows.json"
    command = ["--quick", "--songs", "600", "--kinds", "exact", "--home", str(tmp_path), "--rows", str(rows)]
    assert main(command) == 0
    printed = capsys.readouterr().out
    assert "Recall against speed" in printed
    assert "real" in printed
    assert json.loads(rows.read_text())[0]["asked"]["recall_100"] == 1
    assert not list((tmp_path / "cache").iterdir())
    assert main([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == []


def test_too_few_songs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["--songs", "10", "--home", str(tmp_path)])
    assert refused.value.code == 2
