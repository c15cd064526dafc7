from __future__ import annotations

from pathlib import Path

import pytest

from engine.evaluation.__main__ import MISSED, UNUSABLE, main
from tests.engine.evaluation.collaborative.toy_listening import toy_listening, write


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    write(toy_listening(), data)
    return data


def figures_of(table: str, row: str) -> list[float]:
    line = next(line for line in table.splitlines() if line.startswith(row))
    return [float(cell) for cell in line[len(row) :].split()]


def test_every_row_is_run_and_ours_finds_the_listeners_kind(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # One split has no interval, so no goal is met.
    assert main(["hetrec", "--data", str(data), "--seeds", "1"]) == MISSED
    table, _, differences = capsys.readouterr().out.partition("differences on the same split")
    ours, popular = figures_of(table, "ours: the blend, with tags"), figures_of(table, "popularity")
    # Of the 12 or 14 left of the listener's kind, two are to be found among the first ten.
    assert ours[0] > 0.6 > popular[0]
    assert "implicit's ALS" in differences and "EASE's best:" in differences


def test_validation_and_some_rows_can_be_asked_for(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hetrec", "--data", str(data), "--seeds", "2", "--on", "validation", "--only", "pop"]) == MISSED
    printed = capsys.readouterr().out
    assert "validation of 2 random splits" in printed and "EASE" not in printed


@pytest.mark.parametrize(
    ("asked", "said"), [(["--only", "oracle"], "no row's name holds 'oracle'"), ([], "user_artists.dat")]
)
def test_what_cannot_be_done_is_said(
    asked: list[str], said: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["hetrec", "--data", str(data if asked else tmp_path), *asked]) == UNUSABLE
    assert said in capsys.readouterr().err


def test_no_split_is_refused(data: Path) -> None:
    with pytest.raises(SystemExit):
        main(["hetrec", "--data", str(data), "--seeds", "0"])
