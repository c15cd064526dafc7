"""The command from its arguments to its tables, on the real clips and the vectors that are shipped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.evaluation.__main__ import MET, MISSED, UNUSABLE, main
from engine.evaluation.ear.columns import COLUMNS
from engine.evaluation.ear.command import folds_of, kinds_of
from engine.evaluation.ear.rows import OURS, Kind
from tests.training_data import training_data


def test_one_fold_is_judged_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, told = training_data(), tmp_path / "ear.json"
    asked = ["ear", "--data", str(data), "--home", str(tmp_path), "--folds", "0", "--rows", "random", "--markdown"]
    assert main([*asked, "--json", str(told)]) in (MET, MISSED)
    text = capsys.readouterr().out
    assert text.count("fold 0 alone") == 5
    assert "Not compared with MFCC and the untrained copy: it was left out." in text
    scores = {row["name"]: row["scores"] for row in json.loads(told.read_text("utf-8"))["rows"]}
    assert set(scores["random"]) == set(COLUMNS)
    assert scores["random"]["taffc quadrant"]["mean"] < scores[OURS]["taffc quadrant"]["mean"]
    assert [file.name for file in tmp_path.iterdir()] == ["ear.json"]


def test_a_fold_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = training_data()
    assert main(["ear", "--data", str(data), "--fold-vectors", str(tmp_path), "--folds", "3"]) == UNUSABLE
    said = capsys.readouterr()
    assert said.out == ""
    assert "fold-3.npz is missing" in said.err
    assert "python -m engine.training --fold" in said.err


@pytest.mark.parametrize("rows", ["musicnn", "random,taggers", "joined"])
def test_taggers_whose_weights_are_missing_are_named(
    rows: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, without = training_data(), tmp_path / "data"
    without.mkdir()
    for kept in data.iterdir():
        if kept.name != "taggers":
            (without / kept.name).symlink_to(kept)
    assert main(["ear", "--data", str(without), "--home", str(tmp_path), "--folds", "0", "--rows", rows]) == UNUSABLE
    said = capsys.readouterr()
    assert said.out == ""
    assert "msd_fcn.npz" in said.err
    assert "--rows" in said.err


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--rows", "random,nobody", "'nobody' is none of random, mfcc"),
        ("--folds", "0,9", "'9' is no fold of 0 to 4"),
        ("--folds", "", "'' is no fold of 0 to 4"),
    ],
)
def test_what_is_not_there_cannot_be_asked_for(
    option: str, value: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["ear", option, value])
    assert leaving.value.code == UNUSABLE
    assert sentence in capsys.readouterr().err


def test_folds_and_rows_are_read_in_the_order_given() -> None:
    assert folds_of("2,0,2") == (2, 0)
    assert kinds_of("mfcc,random") == (Kind.MFCC, Kind.CHANCE)
