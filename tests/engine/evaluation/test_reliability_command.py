"""The command from fold files to table, JSON and pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.calibration import Scaling
from engine.embed.weights import load_ear, read_facts, save_ear
from engine.errors import ModelError
from engine.evaluation.__main__ import MET, UNUSABLE, main
from engine.evaluation.reliability_command import store
from engine.evaluation.reliability_json import read_report
from engine.evaluation.reliability_report import Report
from engine.networks.cnn import Classes
from engine.networks.ear import Ear
from engine.training.labels import EMOTIFY_GENRES, QUADRANTS
from tests.engine.evaluation.sure_heads import save, toy
from tests.engine.evaluation.test_folds import HEADER, write


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """``tracks.csv`` with the toy's quadrants and Emotify genres, and the files of its folds beside."""
    tracks, labels, folds = toy(800)
    rows = ""
    for row, one in enumerate(tracks):
        quadrant, genre = QUADRANTS[labels.quadrant[row]], EMOTIFY_GENRES[labels.emotify[row]]
        rows += f"{one.id},taffc,{one.artist},{one.title},,,,{quadrant},,,{genre},30,{one.fold}\n"
    save(tmp_path / "folds", tracks, folds)
    return write(tmp_path, rows, HEADER)


def test_table_json_and_pictures(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib")
    arguments = ["calibration", "--data", str(data), "--fold-vectors", str(tmp_path / "folds")]
    told, drawn = tmp_path / "out" / "calibration.json", tmp_path / "drawn"
    assert main([*arguments, "--json", str(told), "--figures", str(drawn)]) == MET
    text = capsys.readouterr().out
    assert "Within the goal: quadrant, first word." in text
    assert {line.head for line in read_report(told).lines} == {"quadrant", "emotify"}
    assert read_report(told).models == tuple(f"model-{fold}" for fold in range(5))
    first = {path.name: path.read_bytes() for path in drawn.iterdir()}
    assert sorted(first) == ["confusion.png", "reliability.png"]
    assert main([*arguments, "--figures", str(drawn), "--markdown"]) == MET
    assert {path.name: path.read_bytes() for path in drawn.iterdir()} == first, "the same numbers, the same picture"
    assert "| head" in capsys.readouterr().out


def test_without_the_files_of_the_folds_it_says_how_they_are_made(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["calibration", "--data", str(data), "--fold-vectors", str(tmp_path / "none")]) == UNUSABLE
    assert "python -m engine.training --fold" in capsys.readouterr().err


def test_clips_without_labels_are_nothing_to_judge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tracks, _, folds = toy(100)
    save(tmp_path / "folds", tracks, folds)
    rows = "".join(f"{one.id},hitster,{one.artist},{one.title},,,,,,,,30,{one.fold}\n" for one in tracks)
    write(tmp_path, rows)
    assert main(["calibration", "--data", str(tmp_path), "--fold-vectors", str(tmp_path / "folds")]) == UNUSABLE
    assert "no clip" in capsys.readouterr().err


CLASSES = Classes(("Jazz", "Rap"), ("calm",), ("Q1", "Q2", "Q3", "Q4"), ("cheerful",), ("rock",), ("piano",))
KEPT = [name for name in ("quadrant", "cluster", "emotify") if f"{name}_temperature" in Ear(CLASSES).state_dict()]
"""Heads whose temperature the networks keep."""


def scaled(name: str, n_classes: int) -> Report:
    return Report(models=(), scalings={name: Scaling(2.5, np.zeros(n_classes))}, lines=(), confusions=())


@pytest.mark.parametrize("name", KEPT)
def test_a_stored_temperature_is_in_the_weights_and_gives_them_another_name(name: str, tmp_path: Path) -> None:
    before = save_ear(Ear(CLASSES), tmp_path, CLASSES, {"epochs": 1}, {"loss_cnn": 1.0})
    after = store(scaled(name, 1), tmp_path)
    facts = read_facts(tmp_path)
    assert facts.model == after != before.model
    assert (facts.training, facts.scores) == (before.training, before.scores)
    assert load_ear(tmp_path, facts).state_dict()[f"{name}_temperature"].item() == 2.5
    assert store(scaled(name, 1), tmp_path) == after


def test_weights_without_a_place_for_a_temperature_stay_as_they_are(tmp_path: Path) -> None:
    before = save_ear(Ear(CLASSES), tmp_path, CLASSES, {"epochs": 1}, {})
    with pytest.raises(ModelError, match="no place for weather_temperature"):
        store(scaled("weather", 3), tmp_path)
    assert read_facts(tmp_path) == before
